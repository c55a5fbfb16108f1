namespace Pacs.Core;

/// <summary>A view of one element of a data set. Valid until the data set is changed.</summary>
public readonly struct DicomElement : IEquatable<DicomElement>
{
    private readonly int _index;

    internal DicomElement(DicomDataset dataset, int index)
    {
        Dataset = dataset;
        _index = index;
    }

    /// <summary>The data set that holds the element.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>The tag.</summary>
    public DicomTag Tag => Slot.Tag;

    /// <summary>The VR as encoded, or from the dictionaries where the encoding has none.</summary>
    public DicomVR VR => Slot.VR;

    /// <summary>The VR that the value is read with: of an element of VR UN the one that the dictionaries know (PS3.5 §6.2.2).</summary>
    public DicomVR ValueVR => Slot.VR == DicomVR.UN && Slot.Value is null && Dataset.KnownVR(Slot.Tag) is var known && known != DicomVR.SQ ? known : Slot.VR;

    /// <summary>What the standard's or the private dictionary says about the element; null when neither knows it.</summary>
    public DictionaryEntry? Entry => Tag.IsPrivate
        ? Dataset.GetPrivateCreator(Tag) is { } creator ? Dataset.PrivateDictionary.Find(creator, Tag) : null
        : DicomDictionary.Find(Tag);

    /// <summary>Where the element stands, from the outermost data set.</summary>
    public DicomPath Path => Dataset.Path.Append(Tag);

    /// <summary>Where the element's header begins, in bytes from the start of the outermost data set, or of the file for one that was read from a file; null for a value that was set.</summary>
    public long? Offset => Dataset.OffsetOf(Slot) is >= 0 and long offset ? offset : null;

    /// <summary>Length of the value in bytes as it stands in the source; for values that were set, as they would be written without padding, and -1 for sequences.</summary>
    public long Length => Dataset.LengthOf(Slot);

    /// <summary>How many values there are; of a sequence, how many items. 0 when empty or left in the file.</summary>
    public int ValueCount => GetSequence() is { } sequence ? sequence.Count
        : Slot.Value is BulkValue || Slot.IsUndefinedLength ? 0
        : Slot.Value is string ? GetStrings().Count
        : NumberReader.Count(StoredBytes(out _), ValueVR);

    /// <summary>Whether the value has no content.</summary>
    public bool IsEmpty => Slot.Value is DicomSequence sequence ? sequence.Count == 0 : Length == 0;

    /// <summary>The value left in the file, or null when it is in memory.</summary>
    public BulkValue? Bulk => Slot.Value as BulkValue;

    /// <summary>Whole value as text, padding trimmed; null when empty or not textual. Numbers are written invariantly.</summary>
    public string? GetString() => ElementText.Whole(this);

    /// <summary>The values, padding trimmed; empty when there are none. Numbers are written invariantly.</summary>
    public IReadOnlyList<string> GetStrings() => ElementText.Values(this);

    /// <summary>The first UID; null when empty or no text. Registered UIDs cost no allocation.</summary>
    public DicomUid? GetUid()
    {
        if (!ValueVR.IsText() && ValueVR != DicomVR.UN || Slot.Value is BulkValue or DicomSequence) return null;
        ReadOnlySpan<byte> bytes = StoredBytes(out _);
        if (bytes.IndexOf((byte)'\\') is >= 0 and int end) bytes = bytes[..end];
        bytes = NumberReader.Trim(bytes);
        return bytes.IsEmpty ? null : DicomUid.FromBytes(bytes);
    }

    /// <summary>All UIDs; empty when there are none.</summary>
    public IReadOnlyList<DicomUid> GetUids() => [.. GetStrings().Where(static text => text.Length > 0).Select(static text => new DicomUid(text))];

    /// <summary>The tag at <paramref name="index"/> of an AT value; null when there is none.</summary>
    public DicomTag? GetTag(int index = 0)
    {
        ReadOnlySpan<byte> bytes = NumberBytes(out DicomVR vr, out bool isBigEndian);
        return vr == DicomVR.AT && NumberReader.TryRead(bytes, vr, isBigEndian, index, out uint value) ? new DicomTag(value) : null;
    }

    /// <summary>All tags of an AT value; empty when there are none.</summary>
    public IReadOnlyList<DicomTag> GetTags() => ValueVR == DicomVR.AT ? [.. this.GetNumbers<uint>().Select(static value => new DicomTag(value))] : [];

    /// <summary>The value's bytes in little endian order. A view into the source where possible.</summary>
    /// <exception cref="InvalidOperationException">The value was left in the file: use <see cref="Bulk"/>.</exception>
    public ReadOnlyMemory<byte> GetBytes() => Dataset.BytesOf(Slot);

    /// <summary>The sequence, or null when the element is none.</summary>
    /// <exception cref="DicomDataException">What should be items cannot be read.</exception>
    public DicomSequence? GetSequence() => Dataset.SequenceAt(_index);

    internal ElementSlot Slot => Dataset.SlotAt(_index);

    /// <summary>The bytes as they stand, in whichever byte order.</summary>
    internal ReadOnlySpan<byte> StoredBytes(out bool isBigEndian)
    {
        ReadOnlySpan<byte> bytes = Dataset.BytesAsStored(Slot, out isBigEndian).Span;
        isBigEndian &= Slot.VR != DicomVR.UN; // UN is little endian in any syntax (PS3.5 §6.2.2)
        return bytes;
    }

    /// <summary>The bytes that numbers are read from; none of a sequence or of a value left in the file.</summary>
    internal ReadOnlySpan<byte> NumberBytes(out DicomVR vr, out bool isBigEndian)
    {
        vr = ValueVR;
        isBigEndian = false;
        return Slot.Value is DicomSequence or BulkValue || Slot.IsUndefinedLength ? default : StoredBytes(out isBigEndian);
    }

    /// <inheritdoc/>
    public bool Equals(DicomElement other) => ReferenceEquals(Dataset, other.Dataset) && _index == other._index;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DicomElement other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dataset, _index);

    /// <summary>Same place in the same data set.</summary>
    public static bool operator ==(DicomElement left, DicomElement right) => left.Equals(right);

    /// <summary>Another place or data set.</summary>
    public static bool operator !=(DicomElement left, DicomElement right) => !left.Equals(right);

    /// <summary>Tag, VR and length; never the value, which may be a patient's.</summary>
    public override string ToString() => $"{Tag} {VR.ToCode()} #{Length} {Tag.Keyword}";
}
