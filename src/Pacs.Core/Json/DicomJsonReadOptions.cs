namespace Pacs.Core;

/// <summary>Limits and choices of <see cref="DicomJson"/> when it reads.</summary>
public sealed record DicomJsonReadOptions
{
    /// <summary>The defaults.</summary>
    public static DicomJsonReadOptions Default { get; } = new();

    /// <summary>Gives the bytes that a BulkDataURI stands for, in little endian order; null leaves the URI in the data set (<see cref="BulkValue.Uri"/>). Null (the default) leaves all.</summary>
    public Func<BulkDataReference, ReadOnlyMemory<byte>?>? BulkData { get; init; }

    /// <summary>Deepest nesting of sequences read; more is refused. Default 512.</summary>
    public int MaxDepth { get; init; } = 512;

    /// <summary>Most bytes of JSON that one data set may have when it is read from a stream or pipe. Default 256 MiB.</summary>
    public int MaxLength { get; init; } = 256 * 1024 * 1024;
}
