namespace Pacs.Imaging;

/// <summary>A transfer function by voxel value, for rays of one step length.</summary>
internal sealed class TransferTable
{
    /// <summary>Index of voxel 0.</summary>
    public const int Zero = 32768;

    private readonly int[] _visibleBefore = new int[65537];

    public TransferTable(Volume volume, TransferFunction function, double step)
    {
        for (int n = 0; n < 65536; n++)
        {
            (double opacity, double red, double green, double blue) = function.At((n - Zero) * volume.Slope + volume.Intercept);
            // Beer and Lambert: what a mm lets through, so often as the step is long.
            double seen = opacity > 0 ? 1 - Math.Pow(1 - opacity, step) : 0;
            Entries[n] = new Entry((float)seen, (float)(red * seen), (float)(green * seen), (float)(blue * seen));
            _visibleBefore[n + 1] = _visibleBefore[n] + (seen > 0 ? 1 : 0);
        }
    }

    /// <summary>Opacity of a step, and colours from 0 to 255 times it.</summary>
    public Entry[] Entries { get; } = new Entry[65536];

    /// <summary>Whether anything of a range of voxel values is seen.</summary>
    public bool IsVisible(short low, short high) => _visibleBefore[high + Zero + 1] > _visibleBefore[low + Zero];

    /// <summary>Which blocks of a volume a ray has to look into.</summary>
    public bool[] VisibleBlocks(BlockRanges ranges)
    {
        bool[] visible = new bool[ranges.Lows.Length];
        for (int n = 0; n < visible.Length; n++) visible[n] = IsVisible(ranges.Lows[n], ranges.Highs[n]);
        return visible;
    }

    internal readonly record struct Entry(float Opacity, float Red, float Green, float Blue);
}
