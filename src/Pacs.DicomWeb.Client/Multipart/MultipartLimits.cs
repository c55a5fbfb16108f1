namespace Pacs.DicomWeb.Client;

/// <summary>What a multipart body may be at most. What is beyond ends in a <see cref="Pacs.Core.DicomDataException"/>.</summary>
public sealed record MultipartLimits
{
    /// <summary>Working limits.</summary>
    public static MultipartLimits Default { get; } = new();

    /// <summary>Bytes before the first boundary. Default 64 KiB.</summary>
    public int MaxPreambleLength { get; init; } = 64 * 1024;

    /// <summary>Bytes of the headers of one part. Default 16 KiB.</summary>
    public int MaxHeaderLength { get; init; } = 16 * 1024;

    /// <summary>Headers of one part. Default 64.</summary>
    public int MaxHeaders { get; init; } = 64;

    /// <summary>Parts of one body. Default ten million: a study of single frames may be large.</summary>
    public int MaxParts { get; init; } = 10_000_000;

    /// <summary>Bytes of one part's content; null (the default) for any number: memory does not grow with it.</summary>
    public long? MaxPartLength { get; init; }
}
