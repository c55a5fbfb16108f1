using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Core;

/// <summary>Collects the elements of a data set while they are read, in pooled memory: four bytes for one that needs no slot.</summary>
internal sealed class ElementTableBuilder(DicomReadOptions options) : IDisposable
{
    private List<ElementSlot>? _slots; // most data sets need none
    private int[] _places = ArrayPool<int>.Shared.Rent(256);
    private bool _isOrdered = true;
    private DicomTag _lastTag;

    /// <summary>Number of elements so far.</summary>
    public int Count { get; private set; }

    /// <summary>Tag of the last element.</summary>
    public DicomTag LastTag => _lastTag;

    /// <summary>The slot of the last element, which has one.</summary>
    public ref ElementSlot LastSlot => ref CollectionsMarshal.AsSpan(_slots)[^1];

    /// <summary>Adds the next element.</summary>
    /// <exception cref="DicomDataException">There are more than the options allow.</exception>
    public void Add(in ElementSlot slot)
    {
        if (Count >= options.MaxElements) throw new DicomDataException($"A data set has more than {options.MaxElements} elements.", slot.Tag);
        if (Count == _places.Length)
        {
            int[] larger = ArrayPool<int>.Shared.Rent(Count * 2);
            _places.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<int>.Shared.Return(_places);
            _places = larger;
        }

        if (Count > 0 && slot.Tag <= _lastTag) _isOrdered = false;
        _lastTag = slot.Tag;
        bool needsSlot = slot.Value is not null || slot.IsUndefinedLength || slot.IsIrregular;
        if (needsSlot) (_slots ??= []).Add(slot);
        _places[Count++] = needsSlot ? ~(_slots!.Count - 1) : slot.HeaderOffset;
    }

    /// <summary>The table; of several elements with one tag the first counts.</summary>
    public ElementTable Build(ReadOnlyMemory<byte> source, ElementEncoding encoding, long baseOffset, ref FindingList findings)
    {
        Span<int> places = _places.AsSpan(0, Count);
        ElementSlot[] slots = _slots?.ToArray() ?? [];
        if (!_isOrdered) places = places[..Order(places, new ElementTable(source, encoding, [], slots), baseOffset, ref findings)];
        return new ElementTable(source, encoding, places.ToArray(), slots);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_places);
        _places = [];
    }

    /// <summary>Sorts the places by tag, drops duplicates, and returns how many are left.</summary>
    private int Order(Span<int> places, ElementTable table, long baseOffset, ref FindingList findings)
    {
        ReadOnlySpan<byte> source = table.Source.Span;
        ulong[] keys = new ulong[places.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            int header = places[i] < 0 ? _slots![~places[i]].HeaderOffset : places[i];
            DicomTag tag = ElementScanner.ReadTag(source[header..], table.Encoding.IsBigEndian);
            keys[i] = (ulong)tag.Value << 32 | (uint)header;
            if (i > 0 && keys[i] >> 32 < keys[i - 1] >> 32 && !findings.IsFull)
                findings.AddOnce(FindingKind.TagOrder, tag, table.OffsetOf(header, baseOffset), $"Follows {new DicomTag((uint)(keys[i - 1] >> 32))}.");
        }

        // Equal tags stay in the order they came in.
        keys.AsSpan().Sort(places);
        int kept = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32)
                places[kept++] = places[i];
            else if (!findings.IsFull)
                findings.Add(FindingKind.DuplicateTag, new DicomTag((uint)(keys[i] >> 32)), table.OffsetOf((int)(uint)keys[i], baseOffset), "Occurs again; the first is used.");
        }

        return kept;
    }
}
