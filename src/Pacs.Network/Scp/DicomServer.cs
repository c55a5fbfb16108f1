using System.Net;

namespace Pacs.Network;

/// <summary>Accepts associations and serves them.</summary>
/// <remarks>Dispose it to end everything at once; <see cref="StopAsync"/> lets running operations finish. Safe from any thread.</remarks>
public sealed class DicomServer : IAsyncDisposable
{
    private readonly ITransportListener _listener;
    private readonly DicomServerOptions _options;
    private readonly DicomServices _services;
    private readonly ServiceCatalog _catalog;
    private readonly AssociationLimits _limits;
    private readonly DimseLog _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _connections = [];
    private readonly Task _accepting;

    private DicomServer(ITransportListener listener, DicomServerOptions options, DicomServices services)
    {
        _listener = listener;
        _options = options;
        _services = services;
        _catalog = new ServiceCatalog(services, options);
        _limits = new AssociationLimits(options.MaxAssociations, options.MaxAssociationsPerPeer);
        _log = new DimseLog(options.Association.Logger);
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port that the system chose where 0 was asked for.</summary>
    /// <exception cref="InvalidOperationException">It does not listen on an IP address.</exception>
    public IPEndPoint EndPoint => _listener.LocalEndPoint as IPEndPoint ?? throw new InvalidOperationException($"The server listens on {_listener.LocalEndPoint}, which is no IP address.");

    /// <summary>Associations that stand now.</summary>
    public int ActiveAssociations => _limits.Count;

    /// <summary>Starts on TCP; it accepts when this returns.</summary>
    /// <param name="options">How to listen and whom to serve.</param>
    /// <param name="services">What to offer.</param>
    /// <param name="ct">Cancels the start, not the server.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be listened on: in use, or not allowed.</exception>
    public static ValueTask<DicomServer> StartAsync(DicomServerOptions options, DicomServices services, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return StartAsync(TcpTransport.Listen(new IPEndPoint(options.BindAddress, options.Port)), options, services, ct);
    }

    /// <summary>Starts on any transport. The server owns the listener from now on.</summary>
    public static async ValueTask<DicomServer> StartAsync(ITransportListener listener, DicomServerOptions options, DicomServices services, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        try
        {
            ct.ThrowIfCancellationRequested();
            if (!Peer.IsAeTitle(options.AeTitle)) throw new ArgumentException($"'{options.AeTitle}' is no AE title: 1 to 16 characters, no backslash, no control characters.", nameof(options));
            return new DicomServer(listener, options, services);
        }
        catch
        {
            await listener.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops in good order: accepts no more, lets running operations finish and answers them, then ends the associations.</summary>
    /// <param name="ct">Ends the patience: what still runs is aborted.</param>
    public async ValueTask StopAsync(CancellationToken ct = default)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        CancellationTokenRegistration registration = ct.Register(static state => ((CancellationTokenSource)state!).Cancel(), _aborting);
        await using (registration.ConfigureAwait(false))
        {
            await _accepting.ConfigureAwait(false);
            while (true)
            {
                Task[] running;
                lock (_lock) running = [.. _connections];
                if (running.Length == 0) return;
                await Task.WhenAll(running).ConfigureAwait(false); // they do not throw
            }
        }
    }

    /// <summary>Aborts all associations and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _aborting.CancelAsync().ConfigureAwait(false);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        // The token sources stay undisposed: they hold no timer, and a late caller of StopAsync may still cancel them.
    }

    private async Task AcceptAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // the constructor must return
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false) is not { } connection) return;
                Begin(connection);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Out of file descriptors or a connection reset before it was accepted: the next accept may succeed, but not in a tight loop.
                _log.AcceptFailed(exception);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _options.Association.TimeProvider, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Begin(ITransportConnection connection)
    {
        Task task = ServeAsync(connection);
        lock (_lock) _connections.Add(task);
        _ = task.ContinueWith(
            static (ended, state) =>
            {
                var server = (DicomServer)state!;
                lock (server._lock) server._connections.Remove(ended);
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task ServeAsync(ITransportConnection connection)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // the accept loop goes on
        string callingAe = "";
        using var policy = new ServerPolicy(_services, _options, _catalog, _limits, _log);
        try
        {
            Association? accepted = await Association.AcceptAsync(connection, policy, _options.Association, _stopping.Token).ConfigureAwait(false);
            if (accepted is null) return;
            await using (accepted.ConfigureAwait(false))
            {
                callingAe = accepted.Info.CallingAe;
                await new ScpDispatcher(accepted, _services, _options, _catalog).RunAsync(_stopping.Token, _aborting.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped between operations: leaving the association without release aborts it.
        }
        catch (AssociationAbortedException exception)
        {
            _log.AssociationLost(callingAe, exception.Message);
        }
        catch (Exception exception)
        {
            _log.AssociationFailed(exception);
        }
    }
}
