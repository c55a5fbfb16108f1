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

    public static BlockRanges Of(Volume volume)
    {
        VolumeGeometry grid = volume.Geometry;
        var ranges = new BlockRanges(Blocks(grid.Columns), Blocks(grid.Rows), Blocks(grid.Slices));
        Parallel.For(0, ranges.Deep, k => ranges.FillLayer(volume, k));
        return ranges;
    }

    private static int Blocks(int size) => (size + Side - 1) >> Shift;

    private void FillLayer(Volume volume, int k)
    {
        VolumeGeometry grid = volume.Geometry;
        int layer = k * Across * Down;
        Lows.AsSpan(layer, Across * Down).Fill(short.MaxValue);
        Highs.AsSpan(layer, Across * Down).Fill(short.MinValue);
        for (int slice = k * Side; slice <= Math.Min(k * Side + Side, grid.Slices - 1); slice++)
        {
            for (int row = 0; row < grid.Rows; row++)
            {
                ReadOnlySpan<short> line = volume.Voxels.AsSpan((slice * grid.Rows + row) * grid.Columns, grid.Columns);
                int block = layer + (row >> Shift) * Across;
                // The first row of a block is the last that the one before reads.
                FillRow(line, block);
                if ((row & (Side - 1)) == 0 && row > 0) FillRow(line, block - Across);
            }
        }
    }

    private void FillRow(ReadOnlySpan<short> line, int block)
    {
        for (int i = 0; i < Across; i++)
        {
            short low = Lows[block + i], high = Highs[block + i];
            foreach (short voxel in line[(i * Side)..Math.Min(i * Side + Side + 1, line.Length)]) (low, high) = (Math.Min(low, voxel), Math.Max(high, voxel));
            (Lows[block + i], Highs[block + i]) = (low, high);
        }
    }
}
