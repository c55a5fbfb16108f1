using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>The highest or lowest of each ray at any angle, eight rays a row, eight rows a tile, without the parts of the volume that cannot matter.</summary>
/// <remarks>
/// Rays of a tile are divided into pieces of eight samples. The blocks that a piece touches say what it could hold at best; pieces are looked into
/// from the most promising on, and those that hold nothing beyond what each ray has found are left out. The samples are those of
/// <see cref="VoxelSampler"/>, or of <see cref="LayerSampler"/> where they lie in layers, and the result is the same to the bit as without leaving anything out.
/// </remarks>
/// <typeparam name="T">Highest or lowest.</typeparam>
internal sealed class TiledProjection<T>(Volume volume, SlicePlane plane, SlabRays rays)
    where T : struct, IExtreme
{
    private const int Side = 8, Ranks = 16;

    private readonly SampleGrid _grid = new(volume.Geometry);
    private readonly LayerSampler _layers = new(new SampleGrid(volume.Geometry), rays.Layers ?? 2);
    private readonly Vector256<float> _stepX = VoxelSampler.Steps(rays.Across.X), _stepY = VoxelSampler.Steps(rays.Across.Y), _stepZ = VoxelSampler.Steps(rays.Across.Z);
    private readonly int _pieces = (rays.Samples + Side - 1) / Side;

    /// <summary>Fills the pixels of the plane.</summary>
    public void Run(Memory<byte> output, ParallelOptions parallel)
    {
        BlockRanges ranges = volume.Ranges;
        Vector3D right = rays.Across * (Side - 1), deep = rays.Deeper * (Side - 1);
        var tileBounds = new VoxelBounds<T>(_grid, ranges, right, rays.Down * (Side - 1), deep);
        var rowBounds = new VoxelBounds<T>(_grid, ranges, right, Vector3D.Zero, deep);
        Parallel.For(0, (plane.Rows + Side - 1) / Side, parallel, tileRow =>
        {
            Span<short> pixels = MemoryMarshal.Cast<byte, short>(output.Span);
            int[] order = ArrayPool<int>.Shared.Rent(2 * _pieces);
            for (int column = 0; column < plane.Columns; column += Side) Tile(column, tileRow * Side, tileBounds, rowBounds, order, pixels);
            ArrayPool<int>.Shared.Return(order);
        });
    }

    private unsafe void Tile(int column, int row, in VoxelBounds<T> tileBounds, in VoxelBounds<T> rowBounds, int[] order, Span<short> pixels)
    {
        int rows = Math.Min(Side, plane.Rows - row), columns = Math.Min(Side, plane.Columns - column);
        Vector256<float>* results = stackalloc Vector256<float>[Side];
        float* worst = stackalloc float[Side];
        Vector3D* starts = stackalloc Vector3D[Side];
        for (int r = 0; r < rows; r++)
        {
            starts[r] = rays.Start + rays.Down * (row + r);
            results[r] = Vector256.Create(T.Start);
        }

        SettleMisses(starts, column, columns, rows, results);
        for (int r = 0; r < rows; r++) worst[r] = T.WorstRank(results[r]);
        Span<int> ranks = order.AsSpan(0, _pieces), next = order.AsSpan(_pieces, _pieces), heads = stackalloc int[Ranks];
        Vector3D corner = starts[0] + rays.Across * column;
        for (int piece = 0; piece < _pieces; piece++) ranks[piece] = tileBounds.At(corner + rays.Deeper * (piece * Side));
        Sort(ranks, next, heads);
        fixed (short* voxels = volume.Voxels)
        {
            for (int rank = Ranks - 1; rank >= 0; rank--)
            {
                for (int piece = heads[rank]; piece >= 0; piece = next[piece])
                {
                    for (int r = 0; r < rows; r++)
                    {
                        if (ranks[piece] <= worst[r]) continue;
                        Vector3D first = starts[r] + rays.Across * column + rays.Deeper * (piece * Side);
                        if (rowBounds.At(first) is var bound && (bound == VoxelBounds<T>.Nothing || bound <= worst[r])) continue;
                        int count = Math.Min(Side, rays.Samples - piece * Side);
                        results[r] = rays.Layers is not null ? LookInLayers(voxels, starts[r], column, piece * Side, count, rowBounds.IsWithin(_layers, first), results[r]) : Look(voxels, starts[r], column, piece * Side, count, results[r]);
                        worst[r] = T.WorstRank(results[r]);
                    }
                }
            }
        }

        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) pixels[(row + r) * plane.Columns + column + c] = float.IsFinite(results[r][c]) ? SlabRow.Round(results[r][c]) : volume.Outside;
    }

    // Eight rays, up to eight samples each; sums in the order in which the sampler takes them.
    private unsafe Vector256<float> Look(short* voxels, Vector3D start, int column, int sample, int count, Vector256<float> result)
    {
        Vector256<float> outside = Vector256.Create(T.Start);
        for (int n = sample; n < sample + count; n++)
        {
            Vector3D at = start + rays.Deeper * n + rays.Across * column;
            Vector256<float> x = Vector256.Create((float)at.X) + _stepX, y = Vector256.Create((float)at.Y) + _stepY, z = Vector256.Create((float)at.Z) + _stepZ;
            result = T.Take(result, VoxelSampler.Sample8(voxels, _grid, x, y, z, outside));
        }

        return result;
    }

    // The same where each sample lies in a layer of voxels.
    private unsafe Vector256<float> LookInLayers(short* voxels, Vector3D start, int column, int sample, int count, bool isWithin, Vector256<float> result)
    {
        LayerSampler layers = _layers;
        int axis = rays.Layers!.Value, step = (int)rays.Deeper[axis], layer = (int)Math.Round(start[axis]) + sample * step;
        double u = start[layers.AxisU], v = start[layers.AxisV], perU = rays.Deeper[layers.AxisU], perV = rays.Deeper[layers.AxisV];
        double acrossU = rays.Across[layers.AxisU] * column, acrossV = rays.Across[layers.AxisV] * column;
        Vector256<float> outside = Vector256.Create(T.Start), stepU = axis == 0 ? _stepY : _stepX, stepV = axis == 2 ? _stepY : _stepZ;
        for (int n = sample; n < sample + count; n++, layer += step)
        {
            Vector256<float> us = Vector256.Create((float)(u + perU * n + acrossU)) + stepU, vs = Vector256.Create((float)(v + perV * n + acrossV)) + stepV;
            result = T.Take(result, isWithin ? layers.Within(voxels, layer, us, vs) : layers.At(voxels, layer, us, vs, outside));
        }

        return result;
    }

    // Rays beside the volume, and lanes beside the plane, must not have their tile look everywhere.
    private unsafe void SettleMisses(Vector3D* starts, int column, int columns, int rows, Vector256<float>* results)
    {
        bool allHit = columns == Side && Hits(starts[0] + rays.Across * column) && Hits(starts[0] + rays.Across * (column + Side - 1))
            && Hits(starts[rows - 1] + rays.Across * column) && Hits(starts[rows - 1] + rays.Across * (column + Side - 1));
        if (allHit) return;   // so do all between the corners: a volume is convex
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < Side; c++)
                if (c >= columns || !Hits(starts[r] + rays.Across * (column + c))) results[r] = results[r].WithElement(c, T.Best);
    }

    private bool Hits(Vector3D start)
    {
        double enter = 0, leave = rays.Samples - 1;
        RayBundle.Slab(start.X, rays.Deeper.X, -0.6, _grid.EndX + 0.1, ref enter, ref leave);
        RayBundle.Slab(start.Y, rays.Deeper.Y, -0.6, _grid.EndY + 0.1, ref enter, ref leave);
        RayBundle.Slab(start.Z, rays.Deeper.Z, -0.6, _grid.EndZ + 0.1, ref enter, ref leave);
        return enter <= leave;
    }

    // Lists of pieces by the rank of what they could hold, in sixteen steps; pieces outside are in none.
    private static void Sort(ReadOnlySpan<int> ranks, Span<int> next, Span<int> heads)
    {
        heads.Fill(-1);
        int low = int.MaxValue, high = int.MinValue;
        foreach (int rank in ranks)
        {
            if (rank == VoxelBounds<T>.Nothing) continue;
            (low, high) = (Math.Min(low, rank), Math.Max(high, rank));
        }

        for (int piece = ranks.Length - 1; piece >= 0; piece--)
        {
            if (ranks[piece] == VoxelBounds<T>.Nothing) continue;
            int step = high > low ? (ranks[piece] - low) * (Ranks - 1) / (high - low) : 0;
            (next[piece], heads[step]) = (heads[step], piece);
        }
    }
}
