namespace Pacs.Core;

/// <summary>One element as a data set holds it: where it stands in the source, or the value that was set.</summary>
internal struct ElementSlot
{
    public DicomTag Tag;
    public DicomVR VR;
    public bool IsUndefinedLength;

    /// <summary>The element was truncated, had no delimiter or no VR, or is of odd length: its bytes must not be copied into another place.</summary>
    public bool IsIrregular;

    /// <summary>Where the element's header begins in the data set's source, or -1 for a value that was set.</summary>
    public int HeaderOffset;

    /// <summary>Where the value begins in the source. The bytes are absent from the source when <see cref="Value"/> is a <see cref="BulkValue"/>.</summary>
    public int ValueOffset;

    /// <summary>Value length in bytes, delimiters included where undefined; what is there, should the input be truncated.</summary>
    public long Length;

    /// <summary>null (bytes in the source), or byte[] in little endian, string, <see cref="DicomSequence"/>, <see cref="BulkValue"/>.</summary>
    public object? Value;

    public readonly bool IsFromSource => HeaderOffset >= 0;
}
