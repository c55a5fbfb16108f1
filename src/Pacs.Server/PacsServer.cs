using System.Net;
using Microsoft.Extensions.Logging;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server;

/// <summary>DICOM services over an archive: C-ECHO, C-STORE, C-FIND, C-MOVE and C-GET. No dependency injection, no configuration file, no service to install.</summary>
/// <remarks>
/// The archive stays its owner's: dispose the server first, then the archive. Several servers may share one archive.
/// Safe from any thread.
/// </remarks>
public sealed class PacsServer : IAsyncDisposable
{
    private readonly DicomServer _server;
    private readonly TimeSpan _stopTimeout;
    private readonly TimeProvider _time;
    private readonly DimseAudit? _audit;

    private PacsServer(DicomServer server, PacsServerOptions options, DimseAudit? audit)
    {
        _server = server;
        _audit = audit;
        _stopTimeout = options.StopTimeout;
        _time = options.Association.TimeProvider;
    }

    /// <summary>Where it listens, with the port that the system chose where 0 was asked for.</summary>
    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>Associations that stand now.</summary>
    public int ActiveAssociations => _server.ActiveAssociations;

    /// <summary>Starts serving an archive; peers can connect when it returns.</summary>
    /// <param name="archive">What is served. Not owned.</param>
    /// <param name="options">How, and whom.</param>
    /// <param name="ct">Cancels the start, not the server.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be listened on: in use, or not allowed.</exception>
    public static async ValueTask<PacsServer> StartAsync(DicomArchive archive, PacsServerOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        options ??= new PacsServerOptions();
        DimseAudit? audit = options.Audit is { } sink
            ? new DimseAudit(sink, options.AuditSource ?? new AuditSource(options.AeTitle), options.AeTitle, options.Association.TimeProvider, options.LoggerFactory)
            : null;
        if (audit is not null) options = options with { Observers = [.. options.Observers, audit] };
        var services = new DicomServices
        {
            Store = new StoreService(archive, audit),
            Find = new FindService(archive, options.AeTitle, audit),
            Retrieve = new RetrieveService(archive, options.AllowRelational, audit),
            Peers = new PeerDirectory(options.Peers),
        };
        DicomServer server = await DicomServer.StartAsync(ToServerOptions(options), services, ct).ConfigureAwait(false);
        return new PacsServer(server, options, audit);
    }

    /// <summary>Stops in good order: accepts no more, lets running operations finish within <see cref="PacsServerOptions.StopTimeout"/>, then ends the associations.</summary>
    /// <param name="ct">Ends the patience at once.</param>
    public async ValueTask StopAsync(CancellationToken ct = default)
    {
        using var timeout = new CancellationTokenSource(_stopTimeout, _time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
        if (_audit is not null) await _audit.DrainAsync().ConfigureAwait(false);
    }

    /// <summary>Stops as <see cref="StopAsync"/> does.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
    }

    private static DicomServerOptions ToServerOptions(PacsServerOptions options) => new()
    {
        AeTitle = options.AeTitle,
        BindAddress = options.BindAddress,
        Port = options.Port,
        RequireCalledAe = options.RequireCalledAe,
        RequireKnownCaller = options.RequireKnownCaller,
        AcceptUnknownStorageSopClasses = options.AcceptUnknownStorageSopClasses,
        MaxAssociations = options.MaxAssociations,
        Observers = options.Observers,
        Association = options.LoggerFactory is null ? options.Association : options.Association with { Logger = options.LoggerFactory.CreateLogger("Pacs.Network") },
    };
}
