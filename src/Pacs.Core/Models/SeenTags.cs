namespace Pacs.Core;

/// <summary>Tells which elements of an item have come before: of several with one tag the first counts. Costs nothing while tags ascend.</summary>
internal struct SeenTags(int itemStart, int maxDepth)
{
    private uint _last;
    private bool _hasLast;
    private HashSet<uint>? _all;

    /// <summary>Notes a tag; false when it has come before.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="before">All bytes before the element.</param>
    /// <param name="encoding">How they are encoded.</param>
    public bool Add(DicomTag tag, ReadOnlySpan<byte> before, ElementEncoding encoding)
    {
        if (_all is not null) return _all.Add(tag.Value);
        if (!_hasLast || tag.Value > _last)
        {
            _last = tag.Value;
            _hasLast = true;
            return true;
        }

        // Out of order: now, and once, the tags so far are gathered.
        _all = [];
        ReadOnlySpan<byte> rest = before[itemStart..];
        while (ElementScanner.TryScan(rest, encoding, isFinal: true, maxDepth, 0, out ScannedElement element) is not ScanResult.NeedMore and var result)
        {
            if (result == ScanResult.Element) _all.Add(element.Tag.Value);
            long next = element.HeaderLength + element.ValueLength;
            rest = next < rest.Length ? rest[(int)next..] : default;
        }

        return _all.Add(tag.Value);
    }
}
