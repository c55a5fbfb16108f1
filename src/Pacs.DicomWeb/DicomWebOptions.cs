using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Choices of DICOMweb endpoints. Every value has a working default.</summary>
public sealed record DicomWebOptions
{
    /// <summary>Most results of one search; a client that wants more pages on with <c>offset</c>. Null (the default) for no limit beside the client's own.</summary>
    public int? MaxResults { get; init; }

    /// <summary>Longest request body accepted by a store request, in bytes; null (the default) for any length: memory does not grow with it.</summary>
    public long? MaxStoreLength { get; init; }

    /// <summary>Most parts of one store request. Default 100000.</summary>
    public int MaxStoreParts { get; init; } = 100_000;

    /// <summary>Most pictures (rendered frames, thumbnails, slices and views of volumes) that are made at once; further ones wait. Default: two for each processor.</summary>
    public int MaxConcurrentPictures { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>Most pictures that wait for their turn; what is asked for beyond is answered with 503. Default 1000.</summary>
    public int MaxWaitingPictures { get; init; } = 1000;

    /// <summary>Whether an access is refused with 503 when the container's <see cref="Pacs.Core.IAuditSink"/> cannot record it: an entry is then written before a byte is given, taken or removed, and another when it is done. Default false: the access goes on, and the log tells of each entry that is lost. No effect without a sink.</summary>
    public bool RequireAudit { get; init; }

    /// <summary>Most objects of one store request that are received while earlier ones are still being made durable. Default 8.</summary>
    public int StoreConcurrency { get; init; } = 8;

    /// <summary>Deepest nesting of sequences in metadata that is stored. Default 64.</summary>
    public int MaxJsonDepth { get; init; } = 64;

    /// <summary>Whether instances can be deleted (a method that PS3.18 leaves to the server). Default false.</summary>
    public bool AllowDelete { get; init; }

    /// <summary>Whether studies, series and instances can be rejected by a note, and notes withdrawn (methods that PS3.18 does not have). A note that is stored rejects whatever this says. Default false.</summary>
    public bool AllowReject { get; init; }

    /// <summary>Binary values of up to this many bytes are given in metadata itself; longer ones by URI. Default 1024. Palettes and lookup tables are always given inline.</summary>
    public int InlineLimit { get; init; } = 1024;

    /// <summary>Folder for what is kept of stored instances to answer faster (metadata of series, a file each); made when it is missing, and may be deleted at any time. It holds patient data. Null (the default) keeps it in memory only.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Most bytes of metadata kept in memory. Default 32 MiB.</summary>
    public long MetadataMemory { get; init; } = 32 * 1024 * 1024;

    /// <summary>Most bytes of rendered pictures kept in memory. Default 16 MiB; 0 keeps none.</summary>
    public long PictureMemory { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most bytes of decoded frames kept in memory, so that the next window on a frame needs no reading and no decoding. Default 64 MiB: a series of a hundred CT images; 0 keeps none.</summary>
    public long FrameMemory { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most bytes of volumes kept in memory for the next picture; the one looked at last stays in any case. Default 512 MiB.</summary>
    public long VolumeMemory { get; init; } = 512 * 1024 * 1024;

    /// <summary>Most bytes that one volume may take; a larger one is refused. Default 1 GiB.</summary>
    public long MaxVolumeLength { get; init; } = 1024 * 1024 * 1024;

    /// <summary>How images are decoded and encoded where what is stored is not what was asked for.</summary>
    public TranscodeOptions Transcoding { get; init; } = TranscodeOptions.Default;

    /// <summary>Objects above this many bytes are put into a temporary file while they are transcoded, rather than into memory. Default 64 MiB.</summary>
    public long TranscodeInMemoryLimit { get; init; } = 64 * 1024 * 1024;

    /// <summary>Longest silence of an event stream: then a comment, or a ping, is sent, so that nobody on the way takes it for dead. Default 15 s.</summary>
    public TimeSpan EventHeartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest life of an event stream. Then it ends and the client comes again, with the number of its last event: so permissions that ended end the stream, too. Default 1 hour.</summary>
    public TimeSpan EventLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most event streams that are open at once; one more is answered with 503. Default 256.</summary>
    public int MaxEventStreams { get; init; } = 256;

    /// <summary>Origins, such as <c>https://viewer.example</c>, whose pages may open an event socket, beside those of this server; an asterisk for all. Default none.</summary>
    public IReadOnlyList<string> EventOrigins { get; init; } = [];

    /// <summary>Base of the URLs in answers, such as <c>https://pacs.example/dicom-web</c>, where a proxy hides what clients see. Null (the default) takes it from each request.</summary>
    public Uri? PublicUrl { get; init; }
}
