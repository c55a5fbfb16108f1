namespace Pacs.Core;

public readonly partial struct DicomUid
{
    private DicomUid(string value, bool isTrimmed)
    {
        _ = isTrimmed;
        _value = value;
    }

    /// <summary>Wraps a literal that has no padding.</summary>
    private static DicomUid FromRegistered(string value) => new(value, isTrimmed: true);
}
