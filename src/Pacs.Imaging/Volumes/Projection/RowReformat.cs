using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Slices and slabs of any direction, a row of pixels at a time: what the quicker ways are compared with.</summary>
internal static class RowReformat
{
    /// <summary>Fills the pixels of a plane.</summary>
    public static void Run(Volume volume, SlicePlane plane, SlabRays rays, ReformatOptions options, Memory<byte> output, CancellationToken ct) =>
        Parallel.For(0, plane.Rows, options.ToParallel(ct), row =>
            Cut(volume, rays.Start + rays.Down * row, rays.Across, rays.Deeper, rays.Samples, options, MemoryMarshal.Cast<byte, short>(output.Span).Slice(row * plane.Columns, plane.Columns)));

    /// <summary>Fills the pixels of a cut along a curve.</summary>
    public static void Run(Volume volume, CurvedPath path, ReformatOptions options, Memory<byte> output, CancellationToken ct)
    {
        VolumeGeometry grid = volume.Geometry;
        double distance = options.SampleDistance ?? grid.FinestSpacing;
        int samples = SlabRays.Count(options.Thickness, distance);
        Vector3D down = grid.DirectionToVoxel(path.Down * path.Spacing);
        Parallel.For(0, path.Columns, options.ToParallel(ct), column =>
        {
            (Vector3D point, Vector3D along) = path.At(column);
            Vector3D normal = Vector3D.Cross(along, path.Down).Normalized();
            Vector3D start = grid.ToVoxel(point - path.Down * ((path.Rows - 1) / 2.0 * path.Spacing) - normal * ((samples - 1) / 2.0 * distance));
            short[] cut = ArrayPool<short>.Shared.Rent(path.Rows);
            Cut(volume, start, down, grid.DirectionToVoxel(normal * distance), samples, options, cut.AsSpan(0, path.Rows));
            Span<short> pixels = MemoryMarshal.Cast<byte, short>(output.Span);
            for (int row = 0; row < path.Rows; row++) pixels[row * path.Columns + column] = cut[row];
            ArrayPool<short>.Shared.Return(cut);
        });
    }

    /// <summary>Fills a line of pixels.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="start">The first sample of the first pixel, in voxels.</param>
    /// <param name="step">To the next pixel.</param>
    /// <param name="deeper">To the next sample of a pixel.</param>
    /// <param name="samples">Samples a pixel.</param>
    /// <param name="options">Interpolation and what is made of the samples.</param>
    /// <param name="output">Takes voxel values.</param>
    public static void Cut(Volume volume, Vector3D start, Vector3D step, Vector3D deeper, int samples, ReformatOptions options, Span<short> output)
    {
        int length = output.Length;
        float[] rented = ArrayPool<float>.Shared.Rent(3 * length);
        Span<float> line = rented.AsSpan(0, length);
        if (samples == 1)
        {
            VoxelSampler.SampleLine(volume, start, step, options.Interpolation, volume.Outside, line);
            SlabRow.Round(line, output);
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
}
