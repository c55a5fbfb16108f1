using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>One DICOM association: messages in, messages out (PS3.7, PS3.8).</summary>
/// <remarks>
/// One reader at a time; sends may come from any thread and never interleave. Disposing an association that was neither released nor
/// aborted aborts it.
/// </remarks>
public sealed class Association : IAsyncDisposable
{
    private readonly UpperLayer _upperLayer;
    private readonly MessageReader _reader;
    private readonly MessageWriter _writer;
    private int _outstanding;
    private int _isWaiting;
    private int _stopRequested;
    private int _disposed;

    internal Association(UpperLayer upperLayer, AssociationInfo info, AssociationOptions options)
    {
        Info = info;
        _upperLayer = upperLayer;
        _reader = new MessageReader(upperLayer, info, options);
        _writer = new MessageWriter(upperLayer, info);
        NetworkTelemetry.AssociationsActive.Add(1);
    }

    /// <summary>What was agreed on.</summary>
    public AssociationInfo Info { get; }

    /// <summary>Whether <see cref="ReceiveAsync"/> would find bytes without waiting for the first of them. Never blocks. Call it between reads, from where you read.</summary>
    public bool HasInput => _upperLayer.Failure is not null || _upperLayer.HasInput;

    /// <summary>Operations under way: requests received or sent whose final response is not yet sent or received (C-CANCEL not counted).</summary>
    public int OutstandingOperations => Math.Max(Volatile.Read(ref _outstanding), 0);

    /// <summary>Asks the peer for an association.</summary>
    /// <param name="connection">An open connection; the association owns it from now on, also when this throws.</param>
    /// <param name="request">What to ask for.</param>
    /// <param name="options">Limits and time-outs.</param>
    /// <param name="ct">Cancels the wait and aborts.</param>
    /// <exception cref="ArgumentException">The request cannot be put into a PDU.</exception>
    /// <exception cref="AssociationRejectedException">The peer said no.</exception>
    /// <exception cref="AssociationAbortedException">The peer aborted, vanished, answered nonsense, or did not answer in time.</exception>
    public static ValueTask<Association> RequestAsync(ITransportConnection connection, AssociationRequest request, AssociationOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        return AssociationEstablishment.RequestAsync(connection, request, options, ct);
    }

    /// <summary>Waits for the peer's request and answers it.</summary>
    /// <param name="connection">An open connection; the association owns it from now on, also when this throws or returns null.</param>
    /// <param name="policy">Decides.</param>
    /// <param name="options">Limits and time-outs.</param>
    /// <param name="ct">Cancels the wait and aborts.</param>
    /// <returns>The association, or null when none came about: rejected, aborted, or the peer said nothing valid in time (which is logged).</returns>
    public static ValueTask<Association?> AcceptAsync(ITransportConnection connection, IAssociationPolicy policy, AssociationOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(options);
        return AssociationEstablishment.AcceptAsync(connection, policy, options, static _ => { }, ct);
    }

    /// <summary>Waits for a whole command set. Discards what was not read of the previous message's data set.</summary>
    /// <returns>The message, or null after the peer released the association (the answer is already sent).</returns>
    /// <exception cref="AssociationAbortedException">Aborted by either side, timed out, or the connection was lost.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled. Where the read blocks a thread of its own that also breaks the connection; elsewhere the association stays usable.</exception>
    public async ValueTask<ReceivedMessage?> ReceiveAsync(CancellationToken ct)
    {
        Interlocked.Exchange(ref _isWaiting, 1); // before looking whether to stop, as the one who stops looks after saying so
        try
        {
            await StopIfIdleAsync().ConfigureAwait(false);
            if (await _reader.ReceiveAsync(ct).ConfigureAwait(false) is not { } received) return null;
            if (received.Elements.BeginsOperation) Interlocked.Increment(ref _outstanding);
            else if (received.Elements.EndsOperation) Interlocked.Decrement(ref _outstanding);
            return received.Message;
        }
        finally
        {
            Volatile.Write(ref _isWaiting, 0);
        }
    }

    /// <summary>Sends a command set and, if given, a data set, in one write where possible.</summary>
    /// <param name="contextId">An accepted presentation context, whose transfer syntax encodes the data set.</param>
    /// <param name="command">Group 0000. Command Group Length (0000,0000) is put in or corrected on the wire.</param>
    /// <param name="dataset">Encoded in memory; use the other overload for large ones.</param>
    /// <param name="ct">Cancelling while bytes are on their way aborts the association.</param>
    /// <exception cref="ArgumentException">The context was not accepted, or the command contradicts the presence of the data set.</exception>
    /// <exception cref="AssociationAbortedException">The association is at its end.</exception>
    [OverloadResolutionPriority(1)] // so that null means "no data set"
    public ValueTask SendAsync(byte contextId, DicomDataset command, DicomDataset? dataset, CancellationToken ct) =>
        WriteAsync(contextId, command, dataset, null, flush: true, ct);

    /// <summary>Sends a command set and encoded bytes, which stream through a bounded buffer.</summary>
    /// <param name="contextId">An accepted presentation context whose transfer syntax is that of <paramref name="payload"/>.</param>
    /// <param name="command">Group 0000.</param>
    /// <param name="payload">Read to its end; not disposed. If its first bytes cannot be read nothing was sent and the association goes on; if later ones cannot, it is aborted: half a message cannot be taken back.</param>
    /// <param name="ct">Cancelling while bytes are on their way aborts the association.</param>
    /// <exception cref="ArgumentException">The context was not accepted or has another transfer syntax, or the command says that no data set follows.</exception>
    /// <exception cref="AssociationAbortedException">The association is at its end.</exception>
    public ValueTask SendAsync(byte contextId, DicomDataset command, IEncodedDataset payload, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return WriteAsync(contextId, command, null, payload, flush: true, ct);
    }

    /// <summary>As <see cref="SendAsync(byte, DicomDataset, DicomDataset?, CancellationToken)"/>, but may keep the bytes back until <see cref="FlushAsync"/> or a later send, so that many small responses cost one write.</summary>
    /// <exception cref="AssociationAbortedException">The association is at its end.</exception>
    public ValueTask WriteAsync(byte contextId, DicomDataset command, DicomDataset? dataset, CancellationToken ct) =>
        WriteAsync(contextId, command, dataset, null, flush: false, ct);

    /// <summary>Sends an encoded command set, group length included, and a data set or none; may keep the bytes back.</summary>
    /// <param name="contextId">An accepted presentation context.</param>
    /// <param name="command">Implicit VR Little Endian (PS3.7 §6.3.1). Borrowed until the task completes.</param>
    /// <param name="dataset">Encoded in memory, or null.</param>
    /// <param name="flush">Whether to send now.</param>
    /// <param name="ct">Cancelling while bytes are on their way aborts the association.</param>
    internal ValueTask WriteAsync(byte contextId, ReadOnlyMemory<byte> command, DicomDataset? dataset, bool flush, CancellationToken ct) =>
        WriteAsync(contextId, command, MessageWriter.Examine(command.Span), dataset, null, flush, ct);

    /// <summary>Sends an encoded command set, group length included, and encoded bytes.</summary>
    internal ValueTask SendAsync(byte contextId, ReadOnlyMemory<byte> command, IEncodedDataset payload, CancellationToken ct) =>
        WriteAsync(contextId, command, MessageWriter.Examine(command.Span), null, payload, flush: true, ct);

    /// <summary>Sends what <see cref="WriteAsync(byte, DicomDataset, DicomDataset?, CancellationToken)"/> kept back.</summary>
    /// <exception cref="AssociationAbortedException">The association is at its end.</exception>
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        await _upperLayer.LockOutputAsync(ct).ConfigureAwait(false);
        try
        {
            ThrowIfOver();
            await _upperLayer.FlushAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            _upperLayer.UnlockOutput();
        }
    }

    /// <summary>Releases the association in good order and closes the connection (PS3.8 §7.2). Messages that still arrive are discarded. Does nothing when the peer has already released.</summary>
    /// <exception cref="AssociationAbortedException">The peer aborted, vanished, or did not answer in time.</exception>
    public async ValueTask ReleaseAsync(CancellationToken ct)
    {
        try
        {
            await _upperLayer.ReleaseAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await AbortAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Aborts (PS3.8 §7.3): sends A-ABORT if the output is free, and ends whatever waits on this association. Idempotent; callable from any thread; does not throw.</summary>
    /// <param name="reason"><see cref="AbortReason.NotSpecified"/> aborts as the service-user, everything else as the service-provider.</param>
    /// <remarks>A receive that blocks a thread of its own ends when the peer closes, at the latest after ARTIM.</remarks>
    public ValueTask AbortAsync(AbortReason reason = AbortReason.NotSpecified) =>
        _upperLayer.AbortAsync(reason, new AssociationAbortedException(
            "This side aborted the association.",
            AbortCause.Local,
            reason == AbortReason.NotSpecified ? AbortSource.ServiceUser : AbortSource.ServiceProvider,
            reason));

    /// <summary>Aborts if still associated, waits for the peer to close (at most ARTIM), and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        NetworkTelemetry.AssociationsActive.Add(-1);
        await AbortAsync().ConfigureAwait(false); // no-op once the association is over
        await _upperLayer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Whether the association has ended, in whatever way; its connection may still be closing.</summary>
    internal bool IsOver => _upperLayer.Failure is not null;

    /// <summary>Aborts as soon as no operation is under way: at once, or when the final response of the last one is sent.</summary>
    internal ValueTask StopWhenIdleAsync()
    {
        Interlocked.Exchange(ref _stopRequested, 1);
        return Volatile.Read(ref _isWaiting) != 0 ? StopIfIdleAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Breaks the connection without a word, whatever is under way.</summary>
    internal void Break() => _upperLayer.Break(new AssociationAbortedException("The association had to end.", AbortCause.Local));

    private ValueTask StopIfIdleAsync() =>
        Volatile.Read(ref _stopRequested) != 0 && OutstandingOperations == 0 ? AbortAsync() : ValueTask.CompletedTask;

    private void ThrowIfOver()
    {
        if (_upperLayer.Failure is { } failure) throw failure;
        if (_upperLayer.State is not (UpperLayerState.Sta6 or UpperLayerState.Sta8))
            throw new InvalidOperationException($"Nothing can be sent in {_upperLayer.State}."); // the local user is releasing
    }

    private async ValueTask WriteAsync(byte contextId, DicomDataset command, DicomDataset? dataset, IEncodedDataset? payload, bool flush, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var scratch = new PooledWriter();
        ReadOnlyMemory<byte> bytes = MessageWriter.EncodeCommand(command, scratch, out CommandElements elements);
        await WriteAsync(contextId, bytes, elements, dataset, payload, flush, ct).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(byte contextId, ReadOnlyMemory<byte> command, CommandElements elements, DicomDataset? dataset, IEncodedDataset? payload, bool flush, CancellationToken ct)
    {
        PresentationContext context = Info.FindContext(contextId)
            ?? throw new ArgumentException($"Presentation context {contextId} was not accepted.", nameof(contextId));
        if (payload is not null && payload.TransferSyntax != context.TransferSyntax)
            throw new ArgumentException($"Presentation context {contextId} has transfer syntax {context.TransferSyntax}; the payload has {payload.TransferSyntax}.", nameof(payload));
        if (elements.HasDataset != (dataset is not null || payload is not null))
            throw new ArgumentException($"Command Data Set Type is {elements.DatasetType:X4}, but a data set is {(elements.HasDataset ? "missing" : "given")}.", nameof(command));

        if (elements.BeginsOperation) Interlocked.Increment(ref _outstanding);
        try
        {
            await _upperLayer.LockOutputAsync(ct).ConfigureAwait(false);
            try
            {
                ThrowIfOver();
                if (payload is null) await _writer.WriteAsync(context, command, dataset, flush, ct).ConfigureAwait(false);
                else await _writer.WriteAsync(context, command, payload, ct).ConfigureAwait(false);
            }
            finally
            {
                _upperLayer.UnlockOutput();
            }
        }
        catch
        {
            if (elements.BeginsOperation) Interlocked.Decrement(ref _outstanding);
            if (_writer.IsMidMessage) await AbortAsync().ConfigureAwait(false);
            throw;
        }

        if (elements.EndsOperation && Interlocked.Decrement(ref _outstanding) <= 0 && Volatile.Read(ref _isWaiting) != 0)
            await StopIfIdleAsync().ConfigureAwait(false);
    }
}
