using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>What the endpoints of one mapping share.</summary>
internal sealed class DicomWebService(string prefix, DicomWebOptions options, Func<HttpContext, DicomArchive> archive)
{
    private readonly Lock _lock = new();
    private MetadataCache? _metadata;

    public DicomWebOptions Options => options;

    /// <summary>What is served; descriptions aside.</summary>
    public IReadOnlyList<DicomWebRoute> Routes => field ??= RouteTable.For(this);

    public string Prefix => prefix;

    public Transcoder Transcoder { get; } = new(options.Transcoding);

    /// <summary>Pictures made lately.</summary>
    public PictureCache Pictures { get; } = new(options.PictureMemory);

    /// <summary>Frames drawn lately.</summary>
    public FrameCache Frames { get; } = new(options.FrameMemory);

    /// <summary>Audit entries on their way.</summary>
    public AuditBacklog Backlog { get; } = new();

    /// <summary>Who may draw now.</summary>
    public WorkGate Pencils { get; } = new(options.MaxConcurrentPictures, options.MaxWaitingPictures);

    /// <summary>Volumes looked at lately.</summary>
    public VolumeCache Volumes { get; } = new(options.VolumeMemory);

    /// <summary>Event streams that are open.</summary>
    public EventStreams Streams { get; } = new(options.MaxEventStreams);

    /// <summary>Whose the studies are that came lately.</summary>
    public KnownStudies KnownStudies { get; } = new();

    /// <summary>Storage commitment.</summary>
    public Commitments Commitments { get; } = new(options);

    /// <summary>The metadata of series.</summary>
    public MetadataCache Metadata(HttpContext context)
    {
        if (_metadata is { } existing) return existing;
        lock (_lock) return _metadata ??= new MetadataCache(options, context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Pacs.DicomWeb")) { Removed = removed => KnownStudies.Forget(removed.Study) };
    }

    /// <summary>The archive as the user of a request may see it.</summary>
    public async ValueTask<ArchiveView> OpenAsync(HttpContext context, DicomWebOperation operation, AuditSubjects? touched)
    {
        DicomArchive all;
        try
        {
            all = archive(context);
        }
        catch (InvalidOperationException starting)
        {
            throw new DicomWebException(StatusCodes.Status503ServiceUnavailable, "The archive is not open.", starting);
        }

        Metadata(context).Follow(all, context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
        List<QueryKey>? keys = null;
        foreach (IStudyAccess access in context.RequestServices.GetServices<IStudyAccess>())
            if (await access.RestrictAsync(context.User, operation, context.RequestAborted).ConfigureAwait(false) is { Count: > 0 } more) (keys ??= []).AddRange(more);
        return new ArchiveView(all, keys, touched);
    }

    public string BaseUrl(HttpRequest request) =>
        options.PublicUrl is { } configured ? configured.AbsoluteUri.TrimEnd('/') : $"{request.Scheme}://{request.Host}{request.PathBase}{prefix}";
}
