namespace Pacs.Core;

/// <summary>Limits and choices of <see cref="DicomXml"/> when it reads.</summary>
public sealed record DicomXmlReadOptions
{
    /// <summary>The defaults.</summary>
    public static DicomXmlReadOptions Default { get; } = new();

    /// <summary>Gives the bytes that a BulkData element refers to, in little endian order; null leaves the reference in the data set (<see cref="BulkValue.Uri"/>). Null (the default) leaves all.</summary>
    public Func<BulkDataReference, ReadOnlyMemory<byte>?>? BulkData { get; init; }

    /// <summary>Deepest nesting of sequences read; more is refused. Default 512.</summary>
    public int MaxDepth { get; init; } = 512;

    /// <summary>Most characters that a document may have. Default 256 Mi.</summary>
    public long MaxLength { get; init; } = 256 * 1024 * 1024;
}
