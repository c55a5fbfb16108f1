using System.Net;

namespace Pacs.Network;

/// <summary>Accepts associations and serves them.</summary>
/// <remarks>Dispose it to end everything at once; <see cref="StopAsync"/> lets running operations finish. Safe from any thread.</remarks>
public sealed class DicomServer : IAsyncDisposable
{
    private readonly AssociationRunner _runner;

    private DicomServer(ITransportListener listener, DicomServerOptions options, DicomServices services)
    {
        var catalog = new ServiceCatalog(services, options);
        _runner = AssociationRunner.Start(
            listener,
            new ServerPolicy(services, options, catalog),
            (association, ct) => new ScpDispatcher(association, services, options, catalog).RunAsync(ct),
            new AssociationRunnerOptions
            {
                Association = options.Association,
                MaxAssociations = options.MaxAssociations,
                MaxAssociationsPerCallingAe = options.MaxAssociationsPerCallingAe,
                MaxAssociationsPerAddress = options.MaxAssociationsPerAddress,
                MaxThreads = options.MaxThreads,
                StopTimeout = options.StopTimeout,
                Observers = options.Observers,
            });
    }

    /// <summary>Where it listens, with the port that the system chose where 0 was asked for.</summary>
    /// <exception cref="InvalidOperationException">It does not listen on an IP address.</exception>
    public IPEndPoint EndPoint => _runner.LocalEndPoint as IPEndPoint ?? throw new InvalidOperationException($"The server listens on {_runner.LocalEndPoint}, which is no IP address.");

    /// <summary>Associations that stand now.</summary>
    public int ActiveAssociations => _runner.ActiveAssociations;

    /// <summary>Starts on TCP; it accepts when this returns.</summary>
    /// <param name="options">How to listen and whom to serve.</param>
    /// <param name="services">What to offer.</param>
    /// <param name="ct">Cancels the start, not the server.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be listened on: in use, or not allowed.</exception>
    public static ValueTask<DicomServer> StartAsync(DicomServerOptions options, DicomServices services, CancellationToken ct = default)
    {
        Check(options, services);
        ct.ThrowIfCancellationRequested();
        ITransportListener listener = TcpTransport.Listen(new IPEndPoint(options.BindAddress, options.Port), options.Tcp);
        return new ValueTask<DicomServer>(new DicomServer(listener, options, services));
    }

    /// <summary>Starts on any transport; it accepts when this returns.</summary>
    /// <param name="listener">Where peers connect. The server owns it from now on.</param>
    /// <param name="options">Whom to serve, and how; what concerns TCP is not used.</param>
    /// <param name="services">What to offer.</param>
    /// <param name="ct">Cancels the start, not the server.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static ValueTask<DicomServer> StartAsync(ITransportListener listener, DicomServerOptions options, DicomServices services, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Check(options, services);
        ct.ThrowIfCancellationRequested();
        return new ValueTask<DicomServer>(new DicomServer(listener, options, services));
    }

    /// <summary>Stops in good order: accepts no more, lets running operations finish and answers them (at most <see cref="DicomServerOptions.StopTimeout"/>), and aborts the associations once they are idle.</summary>
    /// <param name="ct">Ends the patience: what still runs is broken off.</param>
    public ValueTask StopAsync(CancellationToken ct = default) => _runner.StopAsync(ct);

    /// <summary>Breaks off all associations and ends.</summary>
    public ValueTask DisposeAsync() => _runner.StopAsync(new CancellationToken(canceled: true));

    private static void Check(DicomServerOptions options, DicomServices services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        if (!Peer.IsAeTitle(options.AeTitle))
            throw new ArgumentException($"'{options.AeTitle}' is no AE title: 1 to 16 characters, no backslash, no control characters.", nameof(options));
    }
}
