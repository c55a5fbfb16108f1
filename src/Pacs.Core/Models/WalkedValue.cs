namespace Pacs.Core;

/// <summary>An element that is no sequence, as it was met: its bytes where they stand, or the text that was set, or a value left in its file.</summary>
internal readonly ref struct WalkedValue(DicomTag tag, DicomVR vr)
{
    public DicomTag Tag { get; } = tag;

    public DicomVR VR { get; } = vr;

    /// <summary>The value as it stands; empty where <see cref="Text"/> or <see cref="Bulk"/> holds it.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Whether words have their most significant byte first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>What the bytes of a text mean.</summary>
    public SpecificCharacterSet CharacterSet { get; init; } = SpecificCharacterSet.Default;

    /// <summary>The text, where it was set as such.</summary>
    public string? Text { get; init; }

    /// <summary>The value where it was left, or null.</summary>
    public BulkValue? Bulk { get; init; }

    /// <summary>Length in bytes; of a text, in characters.</summary>
    public long Length => Bulk?.Length ?? Text?.Length ?? Bytes.Length;

    /// <summary>Whether the VR holds bytes that neither format shows as values.</summary>
    public bool IsBinary => VR is DicomVR.OB or DicomVR.OD or DicomVR.OF or DicomVR.OL or DicomVR.OV or DicomVR.OW or DicomVR.UN;
}
