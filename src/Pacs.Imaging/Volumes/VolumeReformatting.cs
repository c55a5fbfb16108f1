using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Cuts slices and slabs out of volumes: multiplanar reformatting and projections.</summary>
/// <remarks>
/// The result is a frame like any other: 16-bit values with the rescale, windows and place in the patient that its
/// <see cref="PixelFrame.Source"/> says, so it is drawn, measured and saved as decoded frames are. Values are rounded to voxel units.
/// </remarks>
public static class VolumeReformatting
{
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
        PixelFrame frame = SliceFrame.Rent(volume, plane, options.Thickness);
        try
        {
            (double from, int samples, double distance) = SlabSamples.Of(volume.Geometry, plane, options);
            if (samples > 1 && AlignedProjection.TryProject(volume, plane, from, samples, distance, options, frame.Memory, ct)) return frame;
            VolumeGeometry grid = volume.Geometry;
            Vector3D across = grid.DirectionToVoxel(plane.Across * plane.ColumnSpacing), deeper = grid.DirectionToVoxel(plane.Normal * distance);
            Parallel.For(0, plane.Rows, options.ToParallel(ct), row =>
            {
                Vector3D start = grid.ToVoxel(plane.ToPatient(0, row) + plane.Normal * from);
                CutRow(volume, start, across, deeper, samples, options, Row(frame, row));
            });
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Projects the whole volume onto a plane: a slab that holds all of it. The frame is the caller's to dispose.</summary>
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
        VolumeGeometry grid = volume.Geometry;
        PixelFrame frame = SliceFrame.Rent(volume, path.Columns, path.Rows, path.Spacing);
        double distance = options.SampleDistance ?? grid.FinestSpacing;
        int samples = SlabSamples.Count(options.Thickness, distance);
        Vector3D down = grid.DirectionToVoxel(path.Down * path.Spacing);
        Parallel.For(0, path.Columns, options.ToParallel(ct), column =>
        {
            (Vector3D point, Vector3D along) = path.At(column);
            Vector3D normal = Vector3D.Cross(along, path.Down).Normalized();
            Vector3D start = grid.ToVoxel(point - path.Down * ((path.Rows - 1) / 2.0 * path.Spacing) - normal * ((samples - 1) / 2.0 * distance));
            short[] cut = ArrayPool<short>.Shared.Rent(path.Rows);
            CutRow(volume, start, down, grid.DirectionToVoxel(normal * distance), samples, options, cut.AsSpan(0, path.Rows));
            Span<short> pixels = MemoryMarshal.Cast<byte, short>(frame.Bytes);
            for (int row = 0; row < path.Rows; row++) pixels[row * path.Columns + column] = cut[row];
            ArrayPool<short>.Shared.Return(cut);
        });
        return frame;
    }

    private static void CutRow(Volume volume, Vector3D start, Vector3D step, Vector3D deeper, int samples, ReformatOptions options, Span<short> output)
    {
        int length = output.Length;
        float[] rented = ArrayPool<float>.Shared.Rent(3 * length);
        Span<float> line = rented.AsSpan(0, length);
        if (samples == 1)
        {
            VoxelSampler.SampleLine(volume, start, step, options.Interpolation, volume.Outside, line);
            for (int i = 0; i < length; i++) output[i] = SlabRow.Round(line[i]);
        }
        else
        {
            Span<float> result = rented.AsSpan(length, length), counts = rented.AsSpan(2 * length, length);
            float neutral = SlabRow.Neutral(options.Slab);
            result.Fill(options.Slab == SlabMode.Mean ? 0 : neutral);
            counts.Clear();
            for (int n = 0; n < samples; n++)
            {
                VoxelSampler.SampleLine(volume, start + deeper * n, step, options.Interpolation, neutral, line);
                SlabRow.Take(options.Slab, line, result, counts);
            }

            SlabRow.Finish(options.Slab, result, counts, volume.Outside, output);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    private static Span<short> Row(PixelFrame frame, int row) => MemoryMarshal.Cast<byte, short>(frame.Bytes).Slice(row * frame.Layout.Columns, frame.Layout.Columns);

    private static void Check(ReformatOptions options)
    {
        if (!(options.Thickness >= 0)) throw new ArgumentException($"A slab of {options.Thickness} mm cannot be.", nameof(options));
        if (options.SampleDistance is { } distance && !(distance > 0 && double.IsFinite(distance))) throw new ArgumentException($"Samples {distance} mm apart cannot be.", nameof(options));
    }
}
