namespace Pacs.Imaging;

/// <summary>What a box of samples, a parallelepiped at any angle, could hold at best: the extreme of the blocks that it touches.</summary>
/// <typeparam name="T">Highest or lowest.</typeparam>
internal readonly struct VoxelBounds<T>
    where T : struct, IExtreme
{
    /// <summary>The rank of a box outside the volume.</summary>
    public const int Nothing = int.MinValue;

    // More than positions in single precision are off.
    private const double Slack = 0.02;

    private readonly SampleGrid _grid;
    private readonly short[] _extremes;
    private readonly int _across, _down;
    private readonly Vector3D _low, _high;

    /// <summary>Boxes of one shape.</summary>
    public VoxelBounds(SampleGrid grid, BlockRanges ranges, Vector3D across, Vector3D down, Vector3D deep)
    {
        (_grid, _extremes, _across, _down) = (grid, T.Of(ranges), ranges.Across, ranges.Down);
        _low = new Vector3D(Least(across.X, down.X, deep.X), Least(across.Y, down.Y, deep.Y), Least(across.Z, down.Z, deep.Z));
        _high = new Vector3D(-Least(-across.X, -down.X, -deep.X), -Least(-across.Y, -down.Y, -deep.Y), -Least(-across.Z, -down.Z, -deep.Z));
    }

    /// <summary>The best rank of the box that begins at a corner; <see cref="Nothing"/> outside the volume.</summary>
    public int At(Vector3D corner)
    {
        Vector3D low = corner + _low, high = corner + _high;
        if (!(high.X >= -0.5 && high.Y >= -0.5 && high.Z >= -0.5 && low.X <= _grid.EndX && low.Y <= _grid.EndY && low.Z <= _grid.EndZ)) return Nothing;
        (int i, int lastI) = (Block(low.X, _grid.LowX), Block(high.X, _grid.LowX));
        (int j, int lastJ) = (Block(low.Y, _grid.LowY), Block(high.Y, _grid.LowY));
        (int k, int lastK) = (Block(low.Z, _grid.LowZ), Block(high.Z, _grid.LowZ));
        int best = Nothing;
        for (int slice = k; slice <= lastK; slice++)
        {
            for (int row = j; row <= lastJ; row++)
            {
                ReadOnlySpan<short> blocks = _extremes.AsSpan((slice * _down + row) * _across + i, lastI - i + 1);
                foreach (short extreme in blocks) best = Math.Max(best, T.Rank(extreme));
            }
        }

        return best;
    }

    /// <summary>Whether the box that begins at a corner lies so far within the layers that none of its points needs a look at where they end.</summary>
    public bool IsWithin(in LayerSampler layers, Vector3D corner) => layers.IsWithin(corner + _low, corner + _high);

    private static int Block(double place, int last) => (int)Math.Min(Math.Max(place, 0), last) >> BlockRanges.Shift;

    private static double Least(double a, double b, double c) => Math.Min(a, 0) + Math.Min(b, 0) + Math.Min(c, 0) - Slack;
}
