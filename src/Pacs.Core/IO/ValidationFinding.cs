namespace Pacs.Core;

/// <summary>Something in the input that the standard does not allow and that was read all the same.</summary>
/// <param name="Kind">What kind of deviation.</param>
/// <param name="Tag">The element concerned, or null.</param>
/// <param name="Offset">Bytes from the start of the outermost data set, or of the file where it was read from one (of the inflated data set where that was deflated); -1 for a value that was set.</param>
/// <param name="Message">What was found, with the numbers; never a value of the data set.</param>
public sealed record ValidationFinding(FindingKind Kind, DicomTag? Tag, long Offset, string Message)
{
    /// <summary>Where it is, from the outermost data set: an element, or an item; null when it concerns neither.</summary>
    public DicomPath? Path
    {
        get => field ?? (Tag is { } tag ? (DicomPath)tag : null);
        init;
    }
}

/// <summary>Kinds of deviation that reading tolerates.</summary>
public enum FindingKind
{
    /// <summary>The input ends inside an element.</summary>
    Truncated,
    /// <summary>A delimiter stands where none belongs, or one is missing.</summary>
    Delimiter,
    /// <summary>The VR field holds no value representation.</summary>
    InvalidVR,
    /// <summary>A tag occurs twice in one data set; the first is used.</summary>
    DuplicateTag,
    /// <summary>Tags are not in ascending order.</summary>
    TagOrder,
    /// <summary>A value has an odd length.</summary>
    OddLength,
    /// <summary>The preamble or the DICM prefix is missing.</summary>
    Preamble,
    /// <summary>File meta information is missing, incomplete or has a wrong length.</summary>
    FileMeta,
    /// <summary>The data set is encoded otherwise than its transfer syntax says.</summary>
    TransferSyntax,
    /// <summary>Bytes follow the last element.</summary>
    TrailingBytes,
    /// <summary>A directory record stands where it does not belong, or an offset leads to none (PS3.3 Annex F).</summary>
    Directory,
    /// <summary>Fragments of encapsulated pixel data are cut off, or not ended.</summary>
    Fragment,
    /// <summary>A Basic or Extended Offset Table is missing or wrong, and ignored.</summary>
    OffsetTable,
    /// <summary>The pixel data holds more or fewer frames than is stated.</summary>
    FrameCount,
    /// <summary>A value is longer or shorter than its VR allows (PS3.5 §6.2).</summary>
    ValueLength,
    /// <summary>A value is not written as its VR asks (PS3.5 §6.2).</summary>
    ValueFormat,
    /// <summary>A value has characters that its VR or the declared character set does not have (PS3.5 §6.1, §6.2).</summary>
    Repertoire,
    /// <summary>An element has more or fewer values than the dictionary allows (PS3.6).</summary>
    Multiplicity,
    /// <summary>An element has another VR than the dictionary's (PS3.6).</summary>
    OtherVR,
    /// <summary>A private element stands in a block that no creator reserved (PS3.5 §7.8.1).</summary>
    PrivateCreator,
    /// <summary>An element that every instance or file must have is absent or empty (PS3.3 §C.12.1, PS3.10 §7.1).</summary>
    Missing,
    /// <summary>A value is not what its VR allows, and is left out or kept as text.</summary>
    Value,
    /// <summary>An item of a structured report stands where its class does not allow it (PS3.3 §A.35).</summary>
    Relationship,
}
