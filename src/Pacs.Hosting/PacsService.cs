using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pacs.Archive;
using Pacs.Archive.Sqlite;
using Pacs.Core;
using Pacs.Network;
using Pacs.Server;

namespace Pacs.Hosting;

/// <summary>Opens the archive and serves it for as long as the host runs.</summary>
public sealed class PacsService : IHostedService, IAsyncDisposable
{
    private readonly PacsOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly IArchiveIndex? _index;
    private readonly IBlobStore? _blobs;
    private readonly IAssociationObserver[] _observers;
    private readonly IAuditSink? _audit;
    private readonly AuditSource? _auditSource;

    /// <summary>Made by the container; <paramref name="indexes"/> and <paramref name="blobs"/> hold what <see cref="PacsBuilder"/> was told to use, <paramref name="observers"/> all that are registered, <paramref name="audits"/> and <paramref name="auditSources"/> the audit sink and how entries name this system, if any.</summary>
    public PacsService(IOptions<PacsOptions> options, ILoggerFactory loggers, IEnumerable<IArchiveIndex> indexes, IEnumerable<IBlobStore> blobs, IEnumerable<IAssociationObserver> observers, IEnumerable<IAuditSink> audits, IEnumerable<AuditSource> auditSources)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _loggers = loggers;
        _index = indexes.LastOrDefault();
        _blobs = blobs.LastOrDefault();
        _observers = [.. observers];
        _audit = audits.LastOrDefault();
        _auditSource = auditSources.LastOrDefault();
    }

    /// <summary>The archive, while the host runs.</summary>
    public DicomArchive? Archive { get; private set; }

    /// <summary>The DICOM server, while the host runs.</summary>
    public PacsServer? Server { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Archive = await OpenArchiveAsync(cancellationToken).ConfigureAwait(false);
        Server = await PacsServer.StartAsync(Archive, _options.ToServerOptions() with { LoggerFactory = _loggers, Observers = _observers, Audit = _audit, AuditSource = _auditSource }, cancellationToken).ConfigureAwait(false);
        _loggers.CreateLogger<PacsService>().Started(_options.AeTitle, Server.EndPoint);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Server is not null) await Server.StopAsync(cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        PacsServer? server = Server;
        DicomArchive? archive = Archive;
        Server = null;
        Archive = null;
        if (server is not null) await server.DisposeAsync().ConfigureAwait(false);
        if (archive is not null) await archive.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<DicomArchive> OpenArchiveAsync(CancellationToken ct)
    {
        var options = new ArchiveOptions { Loggers = _loggers };
        if (_blobs is null && _index is null) return await SqliteArchive.OpenAsync(_options.DataFolder, options, ct: ct).ConfigureAwait(false);
        Directory.CreateDirectory(_options.DataFolder);
        IBlobStore blobs = _blobs ?? await SegmentBlobStore.OpenAsync(Path.Combine(_options.DataFolder, "blobs"), new SegmentStoreOptions { Loggers = _loggers }, ct).ConfigureAwait(false);
        IArchiveIndex index = _index ?? await SqliteIndex.OpenAsync(Path.Combine(_options.DataFolder, "index.db"), ct: ct).ConfigureAwait(false);
        return await DicomArchive.OpenAsync(blobs, index, options, ct).ConfigureAwait(false);
    }
}
