namespace Pacs.Core;

/// <summary>Where regions of undefined length end, as one walk found it: deep nesting would be walked again for each level otherwise.</summary>
internal sealed class RegionMap
{
    /// <summary>Levels that are walked again, rather than remembered: hardly a real data set has more.</summary>
    public const int FromDepth = 8;

    private readonly Dictionary<long, (long Length, bool Ended)> _regions = [];

    /// <summary>Remembers a region.</summary>
    /// <param name="start">Where its content begins, from the start of the outermost data set.</param>
    /// <param name="length">Bytes from there on, delimiter included.</param>
    /// <param name="ended">Whether there is a delimiter.</param>
    public void Add(long start, long length, bool ended) => _regions[start] = (length, ended);

    /// <summary>Finds a region.</summary>
    public bool TryGet(long start, out long length, out bool ended)
    {
        bool isKnown = _regions.TryGetValue(start, out (long Length, bool Ended) region);
        (length, ended) = region;
        return isKnown;
    }
}
