namespace Pacs.Core;

/// <summary>Something in the input that the standard does not allow and that was read all the same.</summary>
/// <param name="Kind">What kind of deviation.</param>
/// <param name="Tag">The element concerned, or null.</param>
/// <param name="Offset">Bytes from the start of the data set (or file, for <see cref="DicomFile"/>).</param>
/// <param name="Message">What was found, with the numbers; never a value of the data set.</param>
public sealed record ValidationFinding(FindingKind Kind, DicomTag? Tag, long Offset, string Message);

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
    /// <summary>A value is not what its VR allows, and is left out or kept as text.</summary>
    Value,
}
