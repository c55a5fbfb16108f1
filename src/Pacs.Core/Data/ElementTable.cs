namespace Pacs.Core;

/// <summary>The elements of a data set in order of tag. One that was read costs four bytes, the place of its header; what is set, opened, deferred or odd has a slot.</summary>
internal struct ElementTable
{
    private int[] _places; // of a header in the source, or ~index of a slot
    private ElementSlot[] _slots;
    private int _slotCount;

    /// <summary>Takes over both arrays.</summary>
    public ElementTable(ReadOnlyMemory<byte> source, ElementEncoding encoding, int[] places, ElementSlot[] slots)
    {
        Source = source;
        Encoding = encoding;
        _places = places;
        _slots = slots;
        Count = places.Length;
        _slotCount = slots.Length;
    }

    /// <summary>The bytes that elements were read from.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>How they are encoded there.</summary>
    public ElementEncoding Encoding { get; }

    /// <summary>Number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>The slots that exist, in no order; one of an element that was removed is empty.</summary>
    public readonly ReadOnlySpan<ElementSlot> Slots => _slots.AsSpan(0, _slotCount);

    /// <summary>The element at an index, as a slot.</summary>
    public readonly ElementSlot this[int index]
    {
        get
        {
            int place = _places.AsSpan(0, Count)[index];
            if (place < 0) return _slots[~place];
            ElementScanner.TryReadHeader(Source.Span[place..], Encoding, out ScannedElement element, out uint length);
            return new ElementSlot { Tag = element.Tag, VR = element.VR, HeaderOffset = place, ValueOffset = place + element.HeaderLength, Length = length };
        }
    }

    /// <summary>Where the element with a tag is, or the complement of where it would be.</summary>
    public readonly int IndexOf(DicomTag tag)
    {
        ReadOnlySpan<byte> source = Source.Span;
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int place = _places[middle];
            uint at = place < 0 ? _slots[~place].Tag.Value : ElementScanner.ReadTag(source[place..], Encoding.IsBigEndian).Value;
            if (at == tag.Value) return middle;
            if (at < tag.Value) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <summary>The tag of the element at an index.</summary>
    public readonly DicomTag TagAt(int index) =>
        _places[index] is < 0 and int place ? _slots[~place].Tag : ElementScanner.ReadTag(Source.Span[_places[index]..], Encoding.IsBigEndian);

    /// <summary>Replaces the element at an index by one with the same tag.</summary>
    public void Update(int index, in ElementSlot slot)
    {
        if (_places[index] is < 0 and int place) _slots[~place] = slot;
        else _places[index] = Append(in slot);
    }

    /// <summary>Inserts an element.</summary>
    public void Insert(int index, in ElementSlot slot)
    {
        _places ??= [];
        if (Count == _places.Length) Array.Resize(ref _places, Math.Max(8, Count * 2));
        Array.Copy(_places, index, _places, index + 1, Count++ - index);
        _places[index] = Append(in slot);
    }

    /// <summary>Removes the element at an index.</summary>
    public void RemoveAt(int index)
    {
        if (_places[index] is < 0 and int place) _slots[~place] = default;
        Array.Copy(_places, index + 1, _places, index, --Count - index);
    }

    /// <summary>A copy that shares nothing but the source and the values.</summary>
    public readonly ElementTable Copy() => new(Source, Encoding, [.. _places.AsSpan(0, Count)], [.. Slots]);

    /// <summary>Where a byte of the source stands, from the start of the outermost data set or of its file: values that were left there are not in the source.</summary>
    public readonly long OffsetOf(int position, long baseOffset)
    {
        int nearest = -1;
        for (int i = 0; i < _slotCount; i++)
        {
            if (_slots[i].Value is not BulkValue || !_slots[i].IsFromSource || _slots[i].ValueOffset > position) continue;
            if (nearest < 0 || _slots[nearest].ValueOffset < _slots[i].ValueOffset) nearest = i;
        }

        return nearest < 0 ? baseOffset + position
            : ((BulkValue)_slots[nearest].Value!).Offset + _slots[nearest].Length + position - _slots[nearest].ValueOffset;
    }

    private int Append(in ElementSlot slot)
    {
        _slots ??= [];
        if (_slotCount == _slots.Length) Array.Resize(ref _slots, Math.Max(4, _slotCount * 2));
        _slots[_slotCount] = slot;
        return ~_slotCount++;
    }
}
