using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Choices of a <see cref="DicomWebClient"/>. Every value has a working default.</summary>
public sealed record DicomWebClientOptions
{
    /// <summary>How often a request is sent again when the server is busy (429, 503) or, for requests that may be repeated, when the connection is lost or a gateway fails (502, 504). Default 3; 0 for never.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>Wait before the first retry, doubled with each one, where the server does not say when (Retry-After). Default 250 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait; a server that wants more makes the request fail at once. Default 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most instances of one store request. Default 100.</summary>
    public int InstancesPerRequest { get; init; } = 100;

    /// <summary>Bytes after which a store request takes no further instance; one that is longer goes alone. Default 256 MiB.</summary>
    public long BytesPerRequest { get; init; } = 256 * 1024 * 1024;

    /// <summary>Longest frame, document or error taken into memory, in bytes. Default 1 GiB.</summary>
    public int MaxInMemoryLength { get; init; } = 1024 * 1024 * 1024;

    /// <summary>What multipart answers may be.</summary>
    public MultipartLimits Multipart { get; init; } = MultipartLimits.Default;

    /// <summary>What JSON answers may be.</summary>
    public DicomJsonReadOptions Json { get; init; } = DicomJsonReadOptions.Default;

    /// <summary>What XML answers may be.</summary>
    public DicomXmlReadOptions Xml { get; init; } = DicomXmlReadOptions.Default;

    /// <summary>Whether bulk data may be fetched from a host other than the service's, where the credentials of the client's handlers would go too. Default false.</summary>
    public bool AllowForeignBulkData { get; init; }

    /// <summary>Source of time for waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
