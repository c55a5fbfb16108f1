using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Pacs.Network;

/// <summary>The upper layer of one association: state, timer, transport, and the actions of the table (PS3.8 §9.2). P-DATA in Sta6 passes it by.</summary>
/// <remarks>One reading flow; sending from anywhere under <see cref="LockOutputAsync"/>; <see cref="AbortAsync"/> from anywhere.</remarks>
internal sealed class UpperLayer : IAsyncDisposable
{
    /// <summary>How long an A-ABORT waits for a send that is under way: it cannot be put into the middle of a PDU.</summary>
    private static readonly TimeSpan AbortGrace = TimeSpan.FromSeconds(1);

    private readonly ITransportConnection _connection;
    private readonly AssociationOptions _options;
    private readonly AssociationTimer _timer;
    private readonly bool _isRequestor;
    private readonly SemaphoreSlim _outputLock = new(1, 1);
    private readonly object _gate = new();
    private volatile UpperLayerState _state = UpperLayerState.Sta1;
    private AssociationAbortedException? _failure;
    private bool _isGarbled; // after an invalid PDU nobody knows where the next one begins: the rest is just bytes
    private int _disposed;

    public UpperLayer(ITransportConnection connection, AssociationOptions options, bool isRequestor)
    {
        _connection = connection;
        _options = options;
        _isRequestor = isRequestor;
        Input = new PduInput(connection.Input);
        _timer = new AssociationTimer(options, OnExpired);
    }

    public PduInput Input { get; }

    public PipeWriter Output => _connection.Output;

    /// <summary>Bytes left of a P-DATA-TF whose header was consumed.</summary>
    public uint DataLeft { get; set; }

    public UpperLayerState State => _state;

    /// <summary>Why the association is over, or null while it is not (or was never there).</summary>
    public AssociationAbortedException? Failure => Volatile.Read(ref _failure);

    /// <summary>Whether a read would find bytes. Only from the reading flow, between reads.</summary>
    public bool HasInput
    {
        get
        {
            if (!Input.Rest.IsEmpty) return true;
            Input.Release();
            return _connection.HasInput;
        }
    }

    /// <summary>Moves the state machine; the action is the caller's to perform.</summary>
    public UpperLayerAction Fire(UpperLayerEvent evt)
    {
        lock (_gate)
        {
            UpperLayerAction action = UpperLayerTable.Action(_state, evt);
            _state = UpperLayerTable.Next(action, _state, _isRequestor);
            return action;
        }
    }

    /// <summary>Moves the state machine and performs the action.</summary>
    /// <param name="evt">What happened.</param>
    /// <param name="pdu">The PDU received, or the one to send.</param>
    /// <param name="error">What was wrong with what was received.</param>
    public async ValueTask<UpperLayerAction> HandleAsync(UpperLayerEvent evt, Pdu? pdu = null, DicomProtocolException? error = null)
    {
        UpperLayerAction action = Fire(evt);
        if (evt == UpperLayerEvent.Evt19) _isGarbled = true;
        switch (action)
        {
            case UpperLayerAction.AE2 or UpperLayerAction.AE7:
                await SendAsync(pdu!).ConfigureAwait(false);
                break;
            case UpperLayerAction.AE5:
                _timer.StartArtim();
                break;
            case UpperLayerAction.AE6 or UpperLayerAction.AR5 or UpperLayerAction.AA5:
                _timer.StopArtim();
                break;
            case UpperLayerAction.AE8:
                await SendAsync(pdu!).ConfigureAwait(false);
                _timer.StartArtim();
                break;
            case UpperLayerAction.AR1:
                await SendAsync(ReleaseRequestPdu.Instance).ConfigureAwait(false);
                break;
            case UpperLayerAction.AR4:
                SetFailure(new AssociationAbortedException("The peer released the association.", AbortCause.Released));
                await SendAsync(ReleaseResponsePdu.Instance).ConfigureAwait(false);
                _timer.StartArtim();
                break;
            case UpperLayerAction.AR9:
                await SendAsync(ReleaseResponsePdu.Instance).ConfigureAwait(false);
                break;
            case UpperLayerAction.AE4:
                await CloseAsync().ConfigureAwait(false);
                break;
            case UpperLayerAction.AR3:
                SetFailure(new AssociationAbortedException("The association was released.", AbortCause.Released));
                await CloseAsync().ConfigureAwait(false);
                break;
            case UpperLayerAction.AA1:
                error ??= new DicomProtocolException($"A {pdu?.Type ?? PduType.DataTransfer} PDU is not allowed now.", AbortReason.UnexpectedPdu);
                SetFailure(BrokenProtocol(error, AbortSource.ServiceUser, AbortReason.NotSpecified));
                _timer.StartArtim();
                await SendAbortAsync(new AbortPdu(AbortSource.ServiceUser, AbortReason.NotSpecified)).ConfigureAwait(false);
                break;
            case UpperLayerAction.AA2:
                _timer.StopArtim();
                _connection.Abort();
                break;
            case UpperLayerAction.AA3:
                var abort = (AbortPdu)pdu!;
                SetFailure(new AssociationAbortedException($"The peer aborted the association: {abort.Source}, {abort.Reason}.", AbortCause.Peer, abort.Source, abort.Reason));
                await CloseAsync().ConfigureAwait(false);
                break;
            case UpperLayerAction.AA7:
                await SendAbortAsync(new AbortPdu(AbortSource.ServiceProvider, error?.Reason ?? AbortReason.UnexpectedPdu)).ConfigureAwait(false);
                break;
            case UpperLayerAction.AA8:
                error ??= new DicomProtocolException($"A {pdu?.Type ?? PduType.DataTransfer} PDU is not allowed now.", AbortReason.UnexpectedPdu);
                SetFailure(BrokenProtocol(error, AbortSource.ServiceProvider, error.Reason));
                _timer.StartArtim();
                await SendAbortAsync(new AbortPdu(AbortSource.ServiceProvider, error.Reason)).ConfigureAwait(false);
                break;
        }

        return action;
    }

    /// <summary>Waits for the next PDU that concerns the association as such and handles it. P-DATA-TF in Sta6 is left to its reader, elsewhere skipped or answered as the table says.</summary>
    /// <param name="limit">How long to wait for each read.</param>
    /// <param name="ct">Cancels the wait.</param>
    public async ValueTask<UpperLayerIndication> NextAsync(TimeSpan limit, CancellationToken ct)
    {
        try
        {
            await SkipDataAsync(limit, ct).ConfigureAwait(false);
            while (true)
            {
                if (PduHeader.TryRead(Input.Rest, out PduHeader header) && header.Type == PduType.DataTransfer)
                {
                    UpperLayerAction action = await HandleAsync(UpperLayerEvent.Evt10).ConfigureAwait(false);
                    if (action is not (UpperLayerAction.AR6 or UpperLayerAction.AA6)) return new UpperLayerIndication(action, null);
                    Input.Consume(PduHeader.Size);
                    DataLeft = header.Length;
                    await SkipDataAsync(limit, ct).ConfigureAwait(false);
                }
                else if (TryReadControl(out Pdu? pdu))
                {
                    return new UpperLayerIndication(await HandleAsync(EventOf(pdu), pdu).ConfigureAwait(false), pdu);
                }
                else
                {
                    await FillAsync(limit, ct).ConfigureAwait(false);
                }
            }
        }
        catch (DicomProtocolException error)
        {
            return new UpperLayerIndication(await HandleAsync(UpperLayerEvent.Evt19, null, error).ConfigureAwait(false), null);
        }
    }

    /// <summary>Waits for more bytes after <see cref="PduInput.Rest"/>.</summary>
    /// <exception cref="AssociationAbortedException">There will be none: the association is over.</exception>
    public ValueTask FillAsync(TimeSpan limit, CancellationToken ct)
    {
        if (State == UpperLayerState.Sta1) throw Failure ?? Closed(null);
        _timer.BeginRead(limit);
        ValueTask<ReadResult> reading;
        try
        {
            reading = Input.ReadMoreAsync(ct);
        }
        catch (Exception e) when (IsTransportFailure(e))
        {
            throw Closed(e);
        }

        if (!reading.IsCompletedSuccessfully) return FillSlowAsync(reading, limit, ct);
        return Take(reading.Result) ? ValueTask.CompletedTask : FillAsync(limit, ct);
    }

    /// <summary>Aborts on behalf of the local user (Evt15), or of the provider when a reason is given.</summary>
    public async ValueTask AbortAsync(AbortReason reason, AssociationAbortedException why)
    {
        UpperLayerAction action;
        lock (_gate)
        {
            action = UpperLayerTable.Action(_state, UpperLayerEvent.Evt15);
            if (action == UpperLayerAction.None) return;
            SetFailure(why);
            _state = UpperLayerTable.Next(action, _state, _isRequestor);
        }

        if (action == UpperLayerAction.AA1)
        {
            _timer.StartArtim();
            AbortSource source = reason == AbortReason.NotSpecified ? AbortSource.ServiceUser : AbortSource.ServiceProvider;
            await SendAbortAsync(new AbortPdu(source, reason)).ConfigureAwait(false);
            Input.CancelPendingRead();
        }
        else
        {
            _connection.Abort();
        }
    }

    /// <summary>Releases on behalf of the local user (Evt11), collision included; the connection is closed, or closing, when it returns.</summary>
    public async ValueTask ReleaseAsync(CancellationToken ct)
    {
        if (await HandleAsync(UpperLayerEvent.Evt11).ConfigureAwait(false) == UpperLayerAction.None)
        {
            if (Failure is { Cause: AbortCause.Released }) return;
            throw Failure ?? (Exception)new InvalidOperationException($"The association cannot be released in {State}.");
        }

        while (true)
        {
            UpperLayerIndication next = await NextAsync(_options.ArtimTimeout, ct).ConfigureAwait(false);
            switch (next.Action)
            {
                case UpperLayerAction.AR3:
                    return;
                case UpperLayerAction.AR8 when _isRequestor: // collision: the requestor answers first, then waits for its answer
                    await HandleAsync(UpperLayerEvent.Evt14).ConfigureAwait(false);
                    break;
                case UpperLayerAction.AR8: // the acceptor waits for its answer first
                    break;
                case UpperLayerAction.AR10:
                    await HandleAsync(UpperLayerEvent.Evt14).ConfigureAwait(false);
                    return;
                default:
                    throw Failure!;
            }
        }
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Break(AssociationAbortedException why)
    {
        SetFailure(why);
        _connection.Abort();
        Fire(UpperLayerEvent.Evt17);
    }

    /// <summary>Takes the right to write to the output; release it with <see cref="UnlockOutput"/>.</summary>
    public Task LockOutputAsync(CancellationToken ct) => _outputLock.WaitAsync(ct);

    public void UnlockOutput() => _outputLock.Release();

    /// <summary>Sends what was written. The output must be locked.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        _timer.BeginSend();
        try
        {
            long length = Output.CanGetUnflushedBytes ? Output.UnflushedBytes : 0;
            FlushResult result = await Output.FlushAsync(ct).ConfigureAwait(false);
            if (result.IsCompleted) throw Closed(null);
            if (result.IsCanceled && Failure is { } failure) throw failure; // the connection was broken
            if (result.IsCanceled) throw new OperationCanceledException("The flush was cancelled.");
            NetworkTelemetry.BytesSent.Add(length);
        }
        catch (OperationCanceledException)
        {
            // Half a PDU may be on its way: nothing sensible can follow.
            Break(new AssociationAbortedException("Sending was cancelled.", AbortCause.Local));
            throw;
        }
        catch (Exception e) when (IsTransportFailure(e))
        {
            throw Closed(e);
        }
        finally
        {
            _timer.EndSend();
        }
    }

    /// <summary>In Sta13, waits for the peer to close, at most ARTIM; then closes. In any other state, just closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (State == UpperLayerState.Sta13) await AwaitCloseAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        _timer.Dispose();
    }

    private static UpperLayerEvent EventOf(Pdu pdu) => pdu.Type switch
    {
        PduType.AssociateAccept => UpperLayerEvent.Evt3,
        PduType.AssociateReject => UpperLayerEvent.Evt4,
        PduType.AssociateRequest => UpperLayerEvent.Evt6,
        PduType.ReleaseRequest => UpperLayerEvent.Evt12,
        PduType.ReleaseResponse => UpperLayerEvent.Evt13,
        PduType.Abort => UpperLayerEvent.Evt16,
        _ => UpperLayerEvent.Evt10,
    };

    private static AssociationAbortedException BrokenProtocol(DicomProtocolException error, AbortSource source, AbortReason reason) =>
        new($"The peer broke the protocol: {error.Message}", AbortCause.ProtocolError, source, reason, error);

    /// <summary>Whether an exception of the transport says that the connection is of no use any more.</summary>
    private static bool IsTransportFailure(Exception e) => e is IOException or ObjectDisposedException or InvalidOperationException;

    private bool TryReadControl([NotNullWhen(true)] out Pdu? pdu)
    {
        ReadOnlySequence<byte> rest = Input.Rest;
        if (!Pdu.TryRead(ref rest, (uint)_options.MaxAssociatePduLength, out pdu)) return false;
        Input.Consume(Input.Rest.Length - rest.Length);
        NetworkTelemetry.PdusReceived.Add(1);
        return true;
    }

    private async ValueTask SkipDataAsync(TimeSpan limit, CancellationToken ct)
    {
        while (DataLeft > 0)
        {
            long skipped = Math.Min(DataLeft, Input.Rest.Length);
            Input.Consume(skipped);
            DataLeft -= (uint)skipped;
            if (DataLeft > 0) await FillAsync(limit, ct).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillSlowAsync(ValueTask<ReadResult> reading, TimeSpan limit, CancellationToken ct)
    {
        try
        {
            while (!Take(await reading.ConfigureAwait(false)))
            {
                _timer.BeginRead(limit);
                reading = Input.ReadMoreAsync(ct);
            }
        }
        catch (OperationCanceledException)
        {
            _timer.EndRead();
            throw;
        }
        catch (Exception e) when (IsTransportFailure(e))
        {
            throw Closed(e);
        }
    }

    /// <summary>False when nothing came because the read was cancelled to make us look up.</summary>
    private bool Take(in ReadResult result)
    {
        _timer.EndRead();
        long received = Input.Take(result);
        if (received > 0) NetworkTelemetry.BytesReceived.Add(received);
        // While it is being disposed of, the connection is drained although the association failed.
        if (Failure is { } failure && Volatile.Read(ref _disposed) == 0) throw failure;
        if (received > 0) return true;
        if (result.IsCompleted) throw Closed(null);
        return false;
    }

    private AssociationAbortedException Closed(Exception? cause)
    {
        _timer.EndRead();
        UpperLayerAction action = Fire(UpperLayerEvent.Evt17);
        if (action is UpperLayerAction.AR5 or UpperLayerAction.AA5) _timer.StopArtim();
        SetFailure(new AssociationAbortedException("The peer closed the connection.", AbortCause.ConnectionLost, innerException: cause));
        return Failure!;
    }

    private void SetFailure(AssociationAbortedException failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    private async ValueTask SendAsync(Pdu pdu)
    {
        await LockOutputAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            pdu.WriteTo(Output);
            NetworkTelemetry.PdusSent.Add(1);
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            throw Closed(e); // the transport was aborted meanwhile
        }
        finally
        {
            UnlockOutput();
        }
    }

    /// <summary>Sends A-ABORT if the output is free, or becomes free soon. A peer that does not take what is being sent finds the connection broken instead.</summary>
    private async ValueTask SendAbortAsync(AbortPdu pdu)
    {
        using var soon = new CancellationTokenSource(AbortGrace, _options.TimeProvider);
        try
        {
            await LockOutputAsync(soon.Token).ConfigureAwait(false);
            try
            {
                pdu.WriteTo(Output);
                NetworkTelemetry.PdusSent.Add(1);
                await FlushAsync(soon.Token).ConfigureAwait(false);
            }
            finally
            {
                UnlockOutput();
            }
        }
        catch (Exception e) when (e is AssociationAbortedException or OperationCanceledException || IsTransportFailure(e))
        {
            _connection.Abort();
        }
    }

    /// <summary>Sta13: what still arrives is thrown away, until the peer closes (AR-5) or ARTIM expires (AA-2).</summary>
    private async ValueTask AwaitCloseAsync()
    {
        try
        {
            while (State == UpperLayerState.Sta13)
            {
                if (!_isGarbled)
                {
                    await NextAsync(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
                    continue;
                }

                Input.Consume(Input.Rest.Length);
                await FillAsync(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (AssociationAbortedException)
        {
            // The connection is closed: what we waited for.
        }
    }

    private async ValueTask CloseAsync()
    {
        _timer.StopArtim();
        Fire(UpperLayerEvent.Evt17); // a no-op once in Sta1
        // A send that another thread is in ends with the connection; its buffer must not be returned under it.
        if (!await _outputLock.WaitAsync(0).ConfigureAwait(false))
        {
            _connection.Abort();
            await _outputLock.WaitAsync().ConfigureAwait(false);
        }

        try
        {
            Input.Drop();
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _outputLock.Release();
        }
    }

    private void OnExpired(bool artim)
    {
        if (artim)
        {
            if (Fire(UpperLayerEvent.Evt18) != UpperLayerAction.AA2) return;
            SetFailure(new AssociationAbortedException($"The peer did not act within {_options.ArtimTimeout.TotalSeconds:0.#} s (ARTIM).", AbortCause.Timeout));
            _connection.Abort();
        }
        else
        {
            AbortInBackground();
        }
    }

#pragma warning disable VSTHRD100, CA2012 // never throws; the timer has nobody to await it
    private void AbortInBackground() =>
        _ = AbortAsync(AbortReason.NotSpecified, new AssociationAbortedException("The peer was silent for too long.", AbortCause.Timeout)).AsTask();
#pragma warning restore VSTHRD100, CA2012
}
