namespace Pacs.Imaging;

/// <summary>Where the samples behind the pixels of a plane lie, in voxels: a parallelepiped of points.</summary>
/// <param name="Start">The first sample of the first pixel.</param>
/// <param name="Across">To the next pixel of a row.</param>
/// <param name="Down">To the pixel below.</param>
/// <param name="Deeper">To the next sample of a pixel.</param>
/// <param name="Samples">Samples a pixel.</param>
/// <param name="Layers">The axis of the grid, from 0, whose layers of voxels hold the samples, one in each; null where they lie between layers.</param>
internal readonly record struct SlabRays(Vector3D Start, Vector3D Across, Vector3D Down, Vector3D Deeper, int Samples, int? Layers)
{
    // Finer than this nobody needs, and a wrong distance must not run for hours.
    private const int Most = 1 << 16;

    /// <summary>The samples of a slice or slab.</summary>
    public static SlabRays Of(VolumeGeometry grid, SlicePlane plane, ReformatOptions options)
    {
        Vector3D across = grid.DirectionToVoxel(plane.Across * plane.ColumnSpacing), down = grid.DirectionToVoxel(plane.Down * plane.RowSpacing);
        if (double.IsInfinity(options.Thickness) && options.SampleDistance is null) return InLayers(grid, grid.ToVoxel(plane.Origin), across, down, grid.DirectionToVoxel(plane.Normal));
        double distance = options.SampleDistance ?? grid.FinestSpacing, from;
        int count;
        if (double.IsInfinity(options.Thickness))
        {
            (double near, double far) = grid.ExtentAlong(plane.Normal);
            count = Count(far - near - distance, distance);
            from = (near + far) / 2 - Vector3D.Dot(plane.Origin, plane.Normal) - (count - 1) / 2.0 * distance;
        }
        else
        {
            count = Count(options.Thickness, distance);
            from = -(count - 1) / 2.0 * distance;
        }

        return new SlabRays(grid.ToVoxel(plane.Origin + plane.Normal * from), across, down, grid.DirectionToVoxel(plane.Normal * distance), count, null);
    }

    /// <summary>Samples that a thickness takes: one for a thin slice.</summary>
    public static int Count(double thickness, double distance) => (int)Math.Clamp(Math.Round(thickness / distance) + 1, 1, Most);

    // Layers of columns take twice the reading of others: they have to be this much steeper.
    private const double ForColumns = 1.2;

    // All of the volume: a sample in each layer of voxels of the axis along which the rays run most, so that none is passed over.
    private static SlabRays InLayers(VolumeGeometry grid, Vector3D origin, Vector3D across, Vector3D down, Vector3D normal)
    {
        int axis = Math.Abs(normal.Y) > Math.Abs(normal.Z) ? 1 : 2;
        if (Math.Abs(normal.X) > ForColumns * Math.Abs(normal[axis])) axis = 0;
        int layers = axis == 0 ? grid.Columns : axis == 1 ? grid.Rows : grid.Slices;
        Vector3D deeper = (normal * (1 / Math.Abs(normal[axis]))).With(axis, Math.Sign(normal[axis]));
        int first = normal[axis] > 0 ? 0 : layers - 1;
        Vector3D To(Vector3D point, double place) => (point + deeper * ((place - point[axis]) * deeper[axis])).With(axis, place);
        return new SlabRays(To(origin, first), To(across, 0), To(down, 0), deeper, layers, axis);
    }
}
