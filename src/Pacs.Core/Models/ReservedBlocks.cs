using System.Runtime.CompilerServices;

namespace Pacs.Core;

/// <summary>Where the private creators of an item stand in its bytes, so that unknown private elements can be looked up (PS3.5 §7.8.1). The first sixteen; items have one or two.</summary>
internal struct ReservedBlocks
{
    private const int Capacity = 16;
    private Entries _entries;
    private int _count;

    public void Add(DicomTag creator, int position, int length)
    {
        if (_count < Capacity) _entries[_count++] = (creator, position, length);
    }

    /// <summary>The value of the creator that reserves a private element's block; empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> Find(DicomTag tag, ReadOnlySpan<byte> bytes)
    {
        var creator = new DicomTag(tag.Group, (ushort)(tag.Element >> 8));
        for (int i = 0; i < _count; i++)
            if (_entries[i].Creator == creator) return bytes.Slice(_entries[i].Position, _entries[i].Length);
        return default;
    }

    [InlineArray(Capacity)]
    private struct Entries
    {
        private (DicomTag Creator, int Position, int Length) _first;
    }
}
