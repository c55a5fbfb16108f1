using System.Diagnostics;
using System.Net;

namespace Pacs.Network;

/// <summary>Accepts connections and runs a handler for each association, each on a thread of its own up to a limit.</summary>
/// <remarks>
/// A handler is an ordinary asynchronous method. On its own thread everything the association does completes synchronously; when the handler
/// awaits something that continues elsewhere, the next receive comes back to the thread. One that throws aborts its own association only.
/// </remarks>
public sealed class AssociationRunner : IAsyncDisposable
{
    /// <summary>How long a peer may take to close after it was told to; one that is gone must not hold up a stop.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(2);

    private readonly ITransportListener _listener;
    private readonly IAssociationPolicy _policy;
    private readonly Func<Association, CancellationToken, ValueTask> _handler;
    private readonly AssociationRunnerOptions _options;
    private readonly OwnerThreadPool _threads;
    private readonly HashSet<RunnerEntry> _entries = [];
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _breaking = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AssociationObservers _observers;
    private Task _accepting = Task.CompletedTask;
    private Task? _stop;
    private int _places;

    private AssociationRunner(ITransportListener listener, IAssociationPolicy policy, Func<Association, CancellationToken, ValueTask> handler, AssociationRunnerOptions options)
    {
        _listener = listener;
        _policy = policy;
        _handler = handler;
        _options = options;
        _observers = new AssociationObservers(options.Observers, options.Association.Logger);
        _threads = new OwnerThreadPool(options.MaxThreads, "DICOM association");
    }

    /// <summary>The address listened on.</summary>
    public EndPoint LocalEndPoint => _listener.LocalEndPoint;

    /// <summary>Associations that are established now.</summary>
    public int ActiveAssociations => Volatile.Read(ref _places);

    /// <summary>Starts to accept.</summary>
    /// <param name="listener">Where peers connect; the runner owns it from now on.</param>
    /// <param name="policy">Decides who may associate, and for what.</param>
    /// <param name="handler">
    /// Runs one association to its end: receives until null comes or an exception. It need not dispose the association. Its token is cancelled
    /// when a stop has run out of time. That <see cref="AssociationAbortedException"/> leaves it is an ordinary end.
    /// </param>
    /// <param name="options">Limits.</param>
    public static AssociationRunner Start(
        ITransportListener listener,
        IAssociationPolicy policy,
        Func<Association, CancellationToken, ValueTask> handler,
        AssociationRunnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(options);
        var runner = new AssociationRunner(listener, policy, handler, options);
        runner._accepting = runner.AcceptAllAsync();
        return runner;
    }

    /// <summary>Stops: accepts no more, aborts associations without a running operation, lets the others finish theirs, and after <see cref="AssociationRunnerOptions.StopTimeout"/> breaks off what is left.</summary>
    /// <param name="ct">Cancelling breaks off at once.</param>
    public async ValueTask StopAsync(CancellationToken ct)
    {
        Task stop;
        lock (_gate) stop = _stop ??= StopOnceAsync();
        using (ct.UnsafeRegister(static state => ((AssociationRunner)state!).BreakAll(), this))
            await stop.ConfigureAwait(false);
    }

    /// <summary>Stops as <see cref="StopAsync"/> does.</summary>
    /// <remarks>The token of a handler that was left behind stays valid.</remarks>
    public ValueTask DisposeAsync() => StopAsync(CancellationToken.None);

    /// <summary>Counts a connection as an association, if the limits allow one more.</summary>
    internal bool TryTakePlace(RunnerEntry entry, string callingAe)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || _places >= _options.MaxAssociations) return false;
            if (_options.MaxAssociationsPerCallingAe > 0 && Count(other => other.CallingAe == callingAe) >= _options.MaxAssociationsPerCallingAe) return false;
            if (_options.MaxAssociationsPerAddress > 0 && entry.Address is not null && Count(other => entry.Address.Equals(other.Address)) >= _options.MaxAssociationsPerAddress) return false;
            entry.HoldsPlace = true;
            entry.CallingAe = callingAe;
            _places++;
            return true;
        }
    }

    private int Count(Func<RunnerEntry, bool> predicate) => _entries.Count(entry => entry.HoldsPlace && predicate(entry));

    private void GivePlaceBack(RunnerEntry entry)
    {
        lock (_gate)
        {
            if (entry.HoldsPlace) _places--;
            entry.HoldsPlace = false;
        }
    }

    private async Task AcceptAllAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                ITransportConnection? connection = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                if (connection is null) return;
                Begin(connection);
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // one failed accept must not end the service
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.AcceptFailed(_options.Association.Logger, e);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _options.Association.TimeProvider, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Begin(ITransportConnection connection)
    {
        var entry = new RunnerEntry(connection);
        int open;
        lock (_gate)
        {
            open = _entries.Count;
            if (open - _places < _options.MaxPendingConnections) _entries.Add(entry);
        }

        if (open - _places >= _options.MaxPendingConnections)
        {
            Log.ConnectionRefused(_options.Association.Logger, connection.RemoteEndPoint, open);
            connection.Abort();
            _observers.Refused(new AssociationRefusal(connection.RemoteEndPoint, null, new AssociationAbortedException($"{open} connections are open, which is the limit.", AbortCause.Local)));
            return;
        }

        if (!_threads.TryRun(() => RunAsync(entry))) _ = Task.Run(() => RunAsync(entry).AsTask());
    }

    /// <summary>One connection from accept to close. Never throws.</summary>
    private async ValueTask RunAsync(RunnerEntry entry)
    {
        try
        {
            if (entry.Connection is TcpConnection tcp) tcp.BindToCurrentThread();
            Association? association = await AssociationEstablishment.AcceptAsync(
                entry.Connection, new LimitingPolicy(this, entry, _policy), _options.Association, _observers.Refused, _breaking.Token).ConfigureAwait(false);
            if (association is null) return;
            try
            {
                entry.Association = association;
                _observers.Accepted(association.Info);
                if (_stopping.IsCancellationRequested) await association.StopWhenIdleAsync().ConfigureAwait(false);
                await HandleAsync(association).ConfigureAwait(false);
            }
            finally
            {
                GivePlaceBack(entry); // the wait for the peer's close keeps nobody else out
                _observers.Ended(association.Info);
                await association.DisposeAsync().ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // nothing that goes wrong with one association may reach another
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotEstablished(_options.Association.Logger, entry.Connection.RemoteEndPoint, e.Message);
        }
        finally
        {
            GivePlaceBack(entry);
            bool isEmpty;
            lock (_gate)
            {
                _entries.Remove(entry);
                isEmpty = _entries.Count == 0 && _stopping.IsCancellationRequested;
            }

            if (isEmpty) _empty.TrySetResult();
        }
    }

    private async ValueTask HandleAsync(Association association)
    {
        using Activity? activity = NetworkTelemetry.Activities.StartActivity("dicom.association", ActivityKind.Server);
        activity?.SetTag("dicom.calling_ae", association.Info.CallingAe).SetTag("dicom.called_ae", association.Info.CalledAe);
        try
        {
            await _handler(association, _breaking.Token).ConfigureAwait(false);
            Log.Ended(_options.Association.Logger, association.Info.CallingAe, "done.");
        }
        catch (AssociationAbortedException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            Log.Ended(_options.Association.Logger, association.Info.CallingAe, e.Message);
        }
        catch (OperationCanceledException) when (_breaking.IsCancellationRequested)
        {
            Log.Ended(_options.Association.Logger, association.Info.CallingAe, "broken off by the stop of the server.");
        }
#pragma warning disable CA1031 // whatever a handler throws concerns this association only
        catch (Exception e)
#pragma warning restore CA1031
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            Log.HandlerFailed(_options.Association.Logger, e, association.Info.CallingAe);
        }
    }

    private async Task StopOnceAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        foreach (RunnerEntry entry in Entries())
        {
            if (entry.Association is { } association) _ = association.StopWhenIdleAsync().AsTask(); // does not throw
            else entry.Connection.Abort();
        }

        if (Entries().Length == 0) return;
        if (await IsEmptyWithinAsync(CloseGrace).ConfigureAwait(false)) return;
        foreach (RunnerEntry entry in Entries())
        {
            if (entry.Association is null or { IsOver: true }) entry.Connection.Abort();
        }

        if (await IsEmptyWithinAsync(_options.StopTimeout - CloseGrace).ConfigureAwait(false)) return;
        BreakAll();
        await IsEmptyWithinAsync(CloseGrace).ConfigureAwait(false); // a handler that heeds neither token nor exception is left behind
    }

    private void BreakAll()
    {
        RunnerEntry[] left = Entries();
        if (left.Length > 0) Log.BrokenOff(_options.Association.Logger, left.Length);
        _breaking.Cancel();
        foreach (RunnerEntry entry in left)
        {
            if (entry.Association is { } association) association.Break();
            else entry.Connection.Abort();
        }
    }

    private RunnerEntry[] Entries()
    {
        lock (_gate) return [.. _entries];
    }

    private async ValueTask<bool> IsEmptyWithinAsync(TimeSpan time)
    {
        try
        {
            await _empty.Task.WaitAsync(time < TimeSpan.Zero ? TimeSpan.Zero : time, _options.Association.TimeProvider).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return Entries().Length == 0;
        }
    }
}
