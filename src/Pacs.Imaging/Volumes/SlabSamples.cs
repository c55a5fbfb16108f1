namespace Pacs.Imaging;

/// <summary>Where the samples across a slab lie.</summary>
internal static class SlabSamples
{
    // Finer than this nobody needs, and a wrong distance must not run for hours.
    private const int Most = 1 << 16;

    /// <summary>Distance of the first sample from the plane in mm, their number, and from each to the next in mm.</summary>
    public static (double From, int Count, double Distance) Of(VolumeGeometry grid, SlicePlane plane, ReformatOptions options)
    {
        double distance = options.SampleDistance ?? grid.FinestSpacing;
        if (!double.IsInfinity(options.Thickness))
        {
            int count = Count(options.Thickness, distance);
            return (-(count - 1) / 2.0 * distance, count, distance);
        }

        // All of the volume; along an axis of the grid one sample for each voxel.
        double at = Vector3D.Dot(plane.Origin, plane.Normal);
        (double from, double to) = grid.ExtentAlong(plane.Normal);
        foreach (Vector3D step in (ReadOnlySpan<Vector3D>)[grid.ColumnStep, grid.RowStep, grid.SliceStep])
            if (options.SampleDistance is null && Math.Abs(Math.Abs(Vector3D.Dot(step, plane.Normal)) - step.Length) < 1e-9 * step.Length) distance = step.Length;
        int all = Count(to - from - distance, distance);
        return ((from + to) / 2 - at - (all - 1) / 2.0 * distance, all, distance);
    }

    /// <summary>Samples that a thickness takes: one for a thin slice.</summary>
    public static int Count(double thickness, double distance) => (int)Math.Clamp(Math.Round(thickness / distance) + 1, 1, Most);
}
