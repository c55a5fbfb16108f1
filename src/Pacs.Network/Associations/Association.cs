using Pacs.Core;

namespace Pacs.Network;

/// <summary>One DICOM association: messages in, messages out (PS3.7, PS3.8).</summary>
/// <remarks>
/// One reader at a time; sends may come from any thread and never interleave. Disposing an association that was neither released nor
/// aborted aborts it.
/// </remarks>
#pragma warning disable CA1822 // signatures first
public sealed class Association : IAsyncDisposable
{
    private Association(AssociationInfo info) => Info = info;

    /// <summary>What was agreed on.</summary>
    public AssociationInfo Info { get; }

    /// <summary>Whether <see cref="ReceiveAsync"/>, or a read of the data set that is arriving, would find bytes without waiting. Never blocks.</summary>
    public bool HasInput => throw new InvalidOperationException();

    /// <summary>Operations under way: requests received or sent whose final response is not yet sent or received (C-CANCEL not counted).</summary>
    public int OutstandingOperations => throw new InvalidOperationException();

    /// <summary>Asks the peer for an association.</summary>
    /// <param name="connection">An open connection; the association owns it from now on, also when this throws.</param>
    /// <param name="request">What to ask for.</param>
    /// <param name="options">Limits and time-outs.</param>
    /// <param name="ct">Cancels the wait and aborts.</param>
    /// <exception cref="AssociationRejectedException">The peer said no.</exception>
    /// <exception cref="AssociationAbortedException">The peer aborted, vanished, answered nonsense, or did not answer in time.</exception>
    public static ValueTask<Association> RequestAsync(ITransportConnection connection, AssociationRequest request, AssociationOptions options, CancellationToken ct) =>
        throw new InvalidOperationException();

    /// <summary>Waits for the peer's request and answers it.</summary>
    /// <param name="connection">An open connection; the association owns it from now on, also when this throws or returns null.</param>
    /// <param name="policy">Decides.</param>
    /// <param name="options">Limits and time-outs.</param>
    /// <param name="ct">Cancels the wait and aborts.</param>
    /// <returns>The association, or null when none came about: rejected, aborted, or the peer said nothing valid in time (which is logged).</returns>
    public static ValueTask<Association?> AcceptAsync(ITransportConnection connection, IAssociationPolicy policy, AssociationOptions options, CancellationToken ct) =>
        throw new InvalidOperationException();

    /// <summary>Waits for a whole command set. Discards what was not read of the previous message's data set.</summary>
    /// <returns>The message, or null after the peer released the association (the answer is already sent).</returns>
    /// <exception cref="AssociationAbortedException">Aborted by either side, timed out, or the connection was lost.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled. On an association with its own thread that also aborts it; otherwise it stays usable.</exception>
    public ValueTask<ReceivedMessage?> ReceiveAsync(CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Sends a command set and, if given, a data set, in one write where possible.</summary>
    /// <param name="contextId">An accepted presentation context, whose transfer syntax encodes the data set.</param>
    /// <param name="command">Group 0000. Command Group Length (0000,0000) is put in or corrected on the wire.</param>
    /// <param name="dataset">Encoded in memory; use the other overload for large ones.</param>
    /// <param name="ct">Cancelling while bytes are on their way aborts the association.</param>
    /// <exception cref="AssociationAbortedException">The association is at its end.</exception>
    public ValueTask SendAsync(byte contextId, DicomDataset command, DicomDataset? dataset, CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Sends a command set and encoded bytes, which stream through a bounded buffer.</summary>
    /// <param name="contextId">An accepted presentation context whose transfer syntax is that of <paramref name="payload"/>.</param>
    /// <param name="command">Group 0000.</param>
    /// <param name="payload">Read to its end; not disposed. If reading it fails, the association is aborted: half a message cannot be taken back.</param>
    /// <param name="ct">Cancelling while bytes are on their way aborts the association.</param>
    /// <exception cref="AssociationAbortedException">The association is at its end.</exception>
    public ValueTask SendAsync(byte contextId, DicomDataset command, IEncodedDataset payload, CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>As <see cref="SendAsync(byte, DicomDataset, DicomDataset?, CancellationToken)"/>, but may keep the bytes back until <see cref="FlushAsync"/> or a later send, so that many small responses cost one write.</summary>
    public ValueTask WriteAsync(byte contextId, DicomDataset command, DicomDataset? dataset, CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Sends what <see cref="WriteAsync"/> kept back.</summary>
    public ValueTask FlushAsync(CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Releases the association in good order and closes the connection (PS3.8 §7.2). Messages that still arrive are discarded.</summary>
    /// <exception cref="AssociationAbortedException">The peer aborted, vanished, or did not answer in time.</exception>
    public ValueTask ReleaseAsync(CancellationToken ct) => throw new InvalidOperationException();

    /// <summary>Aborts (PS3.8 §7.3): sends A-ABORT if that is possible at once, and ends whatever waits on this association. Idempotent; callable from any thread; does not throw.</summary>
    /// <param name="reason"><see cref="AbortReason.NotSpecified"/> aborts as the service-user, everything else as the service-provider.</param>
    public ValueTask AbortAsync(AbortReason reason = AbortReason.NotSpecified) => throw new InvalidOperationException();

    /// <summary>Aborts if still associated, waits for the peer to close (at most ARTIM), and closes.</summary>
    public ValueTask DisposeAsync() => throw new InvalidOperationException();
}
