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

    /// <summary>The VR as encoded, or from the dictionary where the encoding has none.</summary>
    public DicomVR VR => Slot.VR;

    /// <summary>Length of the value in bytes as it stands in the source; for values that were set, as they would be written without padding, and -1 for sequences.</summary>
    public long Length => Dataset.LengthOf(in Slot);

    /// <summary>Whether the value has no content.</summary>
    public bool IsEmpty => Slot.Value is DicomSequence sequence ? sequence.Count == 0 : Length == 0;

    /// <summary>The value left in the file, or null when it is in memory.</summary>
    public BulkValue? Bulk => Slot.Value as BulkValue;

    /// <summary>Whole value as text, padding trimmed; null when empty or not textual.</summary>
    public string? GetString() => Dataset.StringOf(in Slot);

    /// <summary>The values, padding trimmed; empty when there are none. Numbers are written invariantly.</summary>
    public IReadOnlyList<string> GetStrings() => Dataset.StringsOf(in Slot);

    /// <summary>The value's bytes in little endian order. A view into the source where possible.</summary>
    /// <exception cref="InvalidOperationException">The value was left in the file: use <see cref="Bulk"/>.</exception>
    public ReadOnlyMemory<byte> GetBytes() => Dataset.BytesOf(in Slot);

    /// <summary>The sequence, or null when the element is none.</summary>
    public DicomSequence? GetSequence() => Dataset.SequenceAt(_index);

    internal ref readonly ElementSlot Slot => ref Dataset.SlotAt(_index);

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
