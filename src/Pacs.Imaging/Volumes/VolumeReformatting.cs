namespace Pacs.Imaging;

/// <summary>Cuts slices and slabs out of volumes: multiplanar reformatting and projections.</summary>
/// <remarks>
/// The result is a frame like any other: 16-bit values with the rescale, windows and place in the patient that its
/// <see cref="PixelFrame.Source"/> says, so it is drawn, measured and saved as decoded frames are. Values are rounded to voxel units.
/// </remarks>
public static class VolumeReformatting
{
    // With fewer samples a ray there is too little to leave out.
    internal const int DeepSlab = 16;

    /// <summary>Cuts a volume along a plane. The frame is the caller's to dispose.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="plane">Where.</param>
    /// <param name="options">Interpolation, thickness and threads.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentException">The plane cannot be, or an option is out of its range.</exception>
    public static PixelFrame Reformat(this Volume volume, SlicePlane plane, ReformatOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(plane);
        options ??= ReformatOptions.Default;
        plane.Check();
        Check(options);
        using VoxelUse use = volume.Use();
        PixelFrame frame = SliceFrame.Rent(volume, plane, options.Thickness);
        try
        {
            SlabRays rays = SlabRays.Of(volume.Geometry, plane, options);
            if (rays.Samples == 1 || !TryProject(volume, plane, rays, options, frame.Memory, ct)) RowReformat.Run(volume, plane, rays, options, frame.Memory, ct);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Projects the whole volume onto a plane: a slab that holds all of it. The frame is the caller's to dispose.</summary>
    /// <remarks>
    /// Without a <see cref="ReformatOptions.SampleDistance"/> each ray takes one sample in each layer of voxels that it crosses, of the axis of the grid along
    /// which it runs most, or nearly so: no layer is passed over, and values are interpolated within layers. Samples are at most two voxels apart.
    /// </remarks>
    public static PixelFrame Project(this Volume volume, SlicePlane plane, SlabMode mode = SlabMode.Maximum, ReformatOptions? options = null, CancellationToken ct = default) =>
        volume.Reformat(plane, (options ?? ReformatOptions.Default) with { Slab = mode, Thickness = double.PositiveInfinity }, ct);

    /// <summary>Cuts a volume along a curve and lays the cut out flat: curved planar reformatting. The frame is the caller's to dispose.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="path">The curve and the extent on both sides of it.</param>
    /// <param name="options">Interpolation, thickness and threads.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>A column for each step along the curve, the rows along <see cref="CurvedPath.Down"/>. It lies in no single plane and so has no position in the patient.</returns>
    public static PixelFrame Reformat(this Volume volume, CurvedPath path, ReformatOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(path);
        options ??= ReformatOptions.Default;
        Check(options);
        if (double.IsInfinity(options.Thickness)) throw new ArgumentException("A slab along a curve is of some thickness.", nameof(options));
        using VoxelUse use = volume.Use();
        PixelFrame frame = SliceFrame.Rent(volume, path.Columns, path.Rows, path.Spacing);
        try
        {
            RowReformat.Run(volume, path, options, frame.Memory, ct);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    // The quicker ways, where there is one.
    private static bool TryProject(Volume volume, SlicePlane plane, in SlabRays rays, ReformatOptions options, Memory<byte> output, CancellationToken ct)
    {
        if (AxisProjection.TryProject(volume, plane, rays, options, output, ct)) return true;
        if (options.Slab == SlabMode.Mean || options.Interpolation != VolumeInterpolation.Linear || !VoxelSampler.IsVectorized || rays.Samples < DeepSlab) return false;
        if (options.Slab == SlabMode.Maximum) new TiledProjection<Highest>(volume, plane, rays).Run(output, options.ToParallel(ct));
        else new TiledProjection<Lowest>(volume, plane, rays).Run(output, options.ToParallel(ct));
        return true;
    }

    private static void Check(ReformatOptions options)
    {
        if (!(options.Thickness >= 0)) throw new ArgumentException($"A slab of {options.Thickness} mm cannot be.", nameof(options));
        if (options.SampleDistance is { } distance && !(distance > 0 && double.IsFinite(distance))) throw new ArgumentException($"Samples {distance} mm apart cannot be.", nameof(options));
    }
}
