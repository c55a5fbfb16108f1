namespace Pacs.Core;

/// <summary>Where regions of undefined length end, as one walk found it: deep nesting would be walked again for each level otherwise.</summary>
internal sealed class RegionMap
{
    /// <summary>Levels that are walked again, rather than remembered: hardly a real data set has more.</summary>
    public const int FromDepth = 8;

    private readonly Dictionary<long, (long Length, RegionEnd End)> _regions = [];

    /// <summary>Remembers a region.</summary>
    /// <param name="start">Where its content begins, from the start of the outermost data set.</param>
    /// <param name="length">Bytes from there on, delimiter included.</param>
    /// <param name="end">How it ends.</param>
    public void Add(long start, long length, RegionEnd end) => _regions[start] = (length, end);

    /// <summary>Finds a region.</summary>
    public bool TryGet(long start, out long length, out RegionEnd end)
    {
        bool isKnown = _regions.TryGetValue(start, out (long Length, RegionEnd End) region);
        (length, end) = region;
        return isKnown;
    }
}
