using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The lowest and highest voxel of each block of 8 x 8 x 8, with the neighbours that interpolation within it reads: what rays may jump over.</summary>
internal sealed class BlockRanges
{
    public const int Shift = 3;
    private const int Side = 1 << Shift;

    private BlockRanges(int across, int down, int deep) => (Across, Down, Deep, Lows, Highs) = (across, down, deep, new short[across * down * deep], new short[across * down * deep]);

    public int Across { get; }

    public int Down { get; }

    public int Deep { get; }

    public short[] Lows { get; }

    public short[] Highs { get; }

    public static BlockRanges Of(VolumeGeometry grid, short[] voxels)
    {
        var ranges = new BlockRanges(Blocks(grid.Columns), Blocks(grid.Rows), Blocks(grid.Slices));
        Parallel.For(0, ranges.Deep, k => ranges.FillLayer(grid, voxels, k));
        return ranges;
    }

    private static int Blocks(int size) => (size + Side - 1) >> Shift;

    // A row of blocks at a time: first the extremes of all its rows, column by column, then those of each eight columns and the one after.
    private void FillLayer(VolumeGeometry grid, short[] voxels, int k)
    {
        short[] lows = ArrayPool<short>.Shared.Rent(grid.Columns), highs = ArrayPool<short>.Shared.Rent(grid.Columns);
        Span<short> low = lows.AsSpan(0, grid.Columns), high = highs.AsSpan(0, grid.Columns);
        for (int j = 0; j < Down; j++)
        {
            low.Fill(short.MaxValue);
            high.Fill(short.MinValue);
            for (int slice = k * Side; slice <= Math.Min(k * Side + Side, grid.Slices - 1); slice++)
                for (int row = j * Side; row <= Math.Min(j * Side + Side, grid.Rows - 1); row++)
                    Take(voxels.AsSpan((slice * grid.Rows + row) * grid.Columns, grid.Columns), low, high);
            int block = (k * Down + j) * Across;
            for (int i = 0; i < Across; i++)
            {
                (short least, short most) = (low[i * Side], high[i * Side]);
                for (int n = i * Side + 1; n < Math.Min(i * Side + Side + 1, grid.Columns); n++) (least, most) = (Math.Min(least, low[n]), Math.Max(most, high[n]));
                (Lows[block + i], Highs[block + i]) = (least, most);
            }
        }

        ArrayPool<short>.Shared.Return(lows);
        ArrayPool<short>.Shared.Return(highs);
    }

    private static void Take(ReadOnlySpan<short> row, Span<short> low, Span<short> high)
    {
        ReadOnlySpan<Vector<short>> wide = MemoryMarshal.Cast<short, Vector<short>>(row);
        Span<Vector<short>> wideLow = MemoryMarshal.Cast<short, Vector<short>>(low), wideHigh = MemoryMarshal.Cast<short, Vector<short>>(high);
        for (int n = 0; n < wide.Length; n++)
        {
            wideLow[n] = Vector.Min(wideLow[n], wide[n]);
            wideHigh[n] = Vector.Max(wideHigh[n], wide[n]);
        }

        for (int n = wide.Length * Vector<short>.Count; n < row.Length; n++) (low[n], high[n]) = (Math.Min(low[n], row[n]), Math.Max(high[n], row[n]));
    }
}
