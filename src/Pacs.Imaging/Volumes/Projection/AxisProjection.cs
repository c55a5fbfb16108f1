using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Projects along an axis of the grid onto a plane along the other two: whole rows at once, the volume read once and in the order in which it lies.</summary>
/// <remarks>
/// The samples are those that <see cref="VoxelSampler"/> takes, at the centers of voxels along the ray and interpolated across it. Results agree with
/// its to a unit of a voxel, where places that are sums of many steps round to the other side.
/// </remarks>
internal sealed class AxisProjection
{
    // Less than this, a voxel over the longest row of pixels, is no direction.
    private const double Exact = 1e-6;

    private readonly Volume _volume;
    private readonly AxisPlaces _inner, _outer;
    private readonly int _innerStride, _outerStride, _deepStride, _deepFirst, _deepCount;
    private readonly bool _isMean;

    private AxisProjection(Volume volume, (AxisPlaces Places, int Stride) inner, (AxisPlaces Places, int Stride) outer, (int First, int Count, int Stride) deep, bool isMean)
    {
        (_volume, _isMean) = (volume, isMean);
        ((_inner, _innerStride), (_outer, _outerStride), (_deepFirst, _deepCount, _deepStride)) = (inner, outer, deep);
    }

    /// <summary>Projects when the plane lies so.</summary>
    /// <returns>False when it does not, and nothing was done.</returns>
    public static bool TryProject(Volume volume, SlicePlane plane, in SlabRays rays, ReformatOptions options, Memory<byte> output, CancellationToken ct)
    {
        if (options.Interpolation is not (VolumeInterpolation.Linear or VolumeInterpolation.Nearest)) return false;
        VolumeGeometry grid = volume.Geometry;
        if (AxisOf(rays.Across) is not { } x || AxisOf(rays.Down) is not { } y || AxisOf(rays.Deeper) is not { } z || x == y || y == z || x == z) return false;
        int[] size = [grid.Columns, grid.Rows, grid.Slices], stride = [1, grid.Columns, grid.Columns * grid.Rows];
        if (DeepOf(rays.Start[z], rays.Deeper[z], rays.Samples, size[z]) is not { } range) return false;
        (AxisPlaces, int) columns = (AxisPlaces.Of(rays.Start[x], rays.Across[x], plane.Columns, size[x], options.Interpolation, areColumns: true), stride[x]);
        (AxisPlaces, int) rows = (AxisPlaces.Of(rays.Start[y], rays.Down[y], plane.Rows, size[y], options.Interpolation, areColumns: false), stride[y]);
        // What lies closer together in memory is walked inside; turned planes are written column by column.
        bool isTurned = x > y;
        var projection = new AxisProjection(volume, isTurned ? rows : columns, isTurned ? columns : rows, (range.First, range.Count, stride[z]), options.Slab == SlabMode.Mean);
        void Write(int outer, ReadOnlySpan<float> values)
        {
            Span<short> pixels = MemoryMarshal.Cast<byte, short>(output.Span);
            if (!isTurned) projection.Finish(values, outer, pixels.Slice(outer * plane.Columns, plane.Columns), 1);
            else projection.Finish(values, outer, pixels[outer..], plane.Columns);
        }

        if (options.Slab == SlabMode.Maximum) projection.Run<Highest>(Write, options.ToParallel(ct));
        else if (options.Slab == SlabMode.Minimum) projection.Run<Lowest>(Write, options.ToParallel(ct));
        else projection.Run<Sum>(Write, options.ToParallel(ct));
        return true;
    }

    private delegate void RowWriter(int outer, ReadOnlySpan<float> values);

    private void Run<T>(RowWriter write, ParallelOptions parallel)
        where T : struct, ISlabOperation
    {
        if (_deepStride == 1)
        {
            Parallel.For(0, _outer.Count, parallel, outer => Runs<T>(outer, write));
            return;
        }

        // Through the slices a few rows at a time, which lie together; through the rows of a slice one at a time, as they follow each other.
        int block = _outerStride < _deepStride ? 16 : 1;
        Parallel.For(0, (_outer.Count + block - 1) / block, parallel, n => Layers<T>(n * block, Math.Min(block, _outer.Count - n * block), write));
    }

    // Behind each pixel lies a run of voxels.
    private void Runs<T>(int outer, RowWriter write)
        where T : struct, ISlabOperation
    {
        float[] values = ArrayPool<float>.Shared.Rent(_inner.Count);
        float below = _outer.Part[outer];
        int slice = _outer.Low[outer] * _outerStride, next = below > 0 ? slice + _outerStride : slice;
        for (int i = 0; i < _inner.Count; i++)
        {
            float part = _inner.Part[i];
            int at = _inner.Low[i] * _innerStride, beside = part > 0 ? at + _innerStride : at;
            values[i] = part == 0 && below == 0 ? ProjectionRows.Reduce<T>(Run(slice + at))
                : part == 0 ? ProjectionRows.ReduceBetween<T>(Run(slice + at), Run(next + at), below)
                : below == 0 ? ProjectionRows.ReduceBetween<T>(Run(slice + at), Run(slice + beside), part)
                : ProjectionRows.ReduceBetween<T>(Run(slice + at), Run(slice + beside), Run(next + at), Run(next + beside), part, below);
        }

        write(outer, values.AsSpan(0, _inner.Count));
        ArrayPool<float>.Shared.Return(values);
    }

    // Behind a row of pixels lie rows of voxels.
    private void Layers<T>(int first, int count, RowWriter write)
        where T : struct, ISlabOperation
    {
        int width = _inner.Last - _inner.First + 1, length = _inner.IsOnGrid ? width : _inner.Count;
        float[] results = ArrayPool<float>.Shared.Rent(count * length), line = ArrayPool<float>.Shared.Rent(Math.Max(width, _inner.Count));
        int[] low = ArrayPool<int>.Shared.Rent(_inner.Count);
        for (int i = 0; i < _inner.Count; i++) low[i] = _inner.Low[i] - _inner.First;
        results.AsSpan(0, count * length).Fill(T.Start);
        for (int n = 0; n < _deepCount; n++)
        {
            int layer = (_deepFirst + n) * _deepStride + _inner.First;
            for (int i = 0; i < count; i++)
            {
                Span<float> result = results.AsSpan(i * length, length);
                float part = _outer.Part[first + i];
                ReadOnlySpan<short> row = _volume.Voxels.AsSpan(layer + _outer.Low[first + i] * _outerStride, width), next = part > 0 ? _volume.Voxels.AsSpan(layer + (_outer.Low[first + i] + 1) * _outerStride, width) : row;
                if (!_inner.IsOnGrid)
                {
                    Span<float> between = line.AsSpan(0, width);
                    between.Clear();
                    if (part > 0) ProjectionRows.TakeBetween<Sum>(row, next, part, between);
                    else ProjectionRows.Take<Sum>(row, between);
                    ProjectionRows.TakeColumns<T>(between, low.AsSpan(0, length), _inner.Part, result);
                }
                else if (part > 0) ProjectionRows.TakeBetween<T>(row, next, part, result);
                else ProjectionRows.Take<T>(row, result);
            }
        }

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> result = results.AsSpan(i * length, length);
            if (!_inner.IsOnGrid)
            {
                write(first + i, result);
                continue;
            }

            for (int c = 0; c < _inner.Count; c++) line[c] = result[low[c]];
            write(first + i, line.AsSpan(0, _inner.Count));
        }

        ArrayPool<float>.Shared.Return(results);
        ArrayPool<float>.Shared.Return(line);
        ArrayPool<int>.Shared.Return(low);
    }

    private ReadOnlySpan<short> Run(int at) => _volume.Voxels.AsSpan(at + _deepFirst, _deepCount);

    private void Finish(ReadOnlySpan<float> values, int outer, Span<short> pixels, int step)
    {
        float divisor = _isMean ? _deepCount : 1;
        for (int i = 0; i < values.Length; i++) pixels[i * step] = _outer.IsInside[outer] && _inner.IsInside[i] ? SlabRow.Round(values[i] / divisor) : _volume.Outside;
    }

    private static (int First, int Count)? DeepOf(double start, double step, int samples, int size)
    {
        if (Math.Abs(Math.Abs(step) - 1) > Exact || !(Math.Abs(start - Math.Round(start)) < 1e-3) || !(Math.Abs(start) < 1 << 24)) return null;
        int first = (int)Math.Round(start), last = first + Math.Sign(step) * (samples - 1);
        (int low, int high) = (Math.Max(Math.Min(first, last), 0), Math.Min(Math.Max(first, last), size - 1));
        return high < low ? null : (low, high - low + 1);
    }

    private static int? AxisOf(Vector3D step)
    {
        int? axis = null;
        for (int i = 0; i < 3; i++)
        {
            if (Math.Abs(step[i]) < Exact) continue;
            if (axis is not null) return null;
            axis = i;
        }

        return axis;
    }
}
