namespace Pacs.Imaging;

/// <summary>Draws volumes in space: rays through the voxels, what they meet made opaque and coloured by a transfer function (direct volume rendering).</summary>
/// <remarks>
/// Rays run from front to back, leap over space of which nothing is seen, take eight samples at a time and end when nothing more would show.
/// With and without vector instructions the picture is the same.
/// </remarks>
public static class VolumeRenderer
{
    private const int Tile = 32;

    /// <summary>Draws a volume. The picture is the caller's to dispose.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="camera">From where.</param>
    /// <param name="function">What is seen, and how.</param>
    /// <param name="options">Size, light and threads.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentException">The camera cannot see, or an option is out of its range.</exception>
    public static RenderedImage Render(this Volume volume, VolumeCamera camera, TransferFunction function, VolumeRenderOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(camera);
        ArgumentNullException.ThrowIfNull(function);
        options ??= VolumeRenderOptions.Default;
        double step = options.SampleDistance ?? volume.Geometry.FinestSpacing / 2;
        if (!(step > 0) || volume.Geometry.Diagonal / step > 1 << 20) throw new ArgumentException($"Samples {step} mm apart cannot be.", nameof(options));
        using VoxelUse use = volume.Use();
        var rays = new RayBundle(volume.Geometry, camera, options.Width, options.Height);
        var caster = new RayCaster(volume, new TransferTable(volume, function, step), Within(options.Clip, volume.Geometry), step, options);
        RenderedImage image = RenderedImage.Rent(options.Width, options.Height, RenderedFormat.Rgb24);
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.MaxDegreeOfParallelism), TaskScheduler = options.Scheduler, CancellationToken = ct };
            int across = (options.Width + Tile - 1) / Tile, down = (options.Height + Tile - 1) / Tile;
            // Rays side by side read the same voxels.
            Parallel.For(0, across * down, parallel, tile =>
            {
                int left = tile % across * Tile, top = tile / across * Tile, width = Math.Min(Tile, options.Width - left);
                for (int row = top; row < Math.Min(top + Tile, options.Height); row++) caster.Cast(rays, left, row, image.Row(row).Slice(left * 3, width * 3));
            });
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static VoxelBox Within(VoxelBox? clip, VolumeGeometry grid)
    {
        VoxelBox all = VoxelBox.All(grid);
        if (clip is not { } box) return all;
        return new VoxelBox(
            Math.Max(box.FirstColumn, 0), Math.Min(box.LastColumn, all.LastColumn), Math.Max(box.FirstRow, 0), Math.Min(box.LastRow, all.LastRow), Math.Max(box.FirstSlice, 0), Math.Min(box.LastSlice, all.LastSlice));
    }
}
