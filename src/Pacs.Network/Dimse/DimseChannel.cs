using System.Buffers;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Commands over an association: reads and writes command sets, numbers requests, and can look for a C-CANCEL while an operation runs.</summary>
/// <remarks>One user at a time.</remarks>
internal sealed class DimseChannel(Association association)
{
    private readonly ArrayBufferWriter<byte> _command = new(512); // encoded again for each message, sent before the next
    private IncomingMessage? _held;
    private ushort _lastMessageId;

    public Association Association => association;

    /// <summary>Whether the peer has released the association.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>The next Message ID; never 0, which some peers take for none.</summary>
    public ushort NextMessageId() => _lastMessageId = _lastMessageId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastMessageId + 1);

    /// <summary>Waits for a message; null after the peer released.</summary>
    /// <exception cref="AssociationAbortedException">The association is at its end; also when the peer sent a command set that cannot be read.</exception>
    public async ValueTask<IncomingMessage?> ReceiveAsync(CancellationToken ct)
    {
        if (_held is { } held)
        {
            _held = null;
            return held;
        }

        if (await association.ReceiveAsync(ct).ConfigureAwait(false) is not { } message)
        {
            IsReleased = true;
            return null;
        }

        if (CommandSetReader.TryRead(message.CommandBytes.Span, message.Context.AbstractSyntax, out CommandSet? command, out string? problem))
            return new IncomingMessage(message, command);
        throw await AbortAsync(problem).ConfigureAwait(false);
    }

    /// <summary>Sends a command without a data set.</summary>
    public ValueTask SendAsync(PresentationContext context, CommandSet command, CancellationToken ct) =>
        association.WriteAsync(context.Id, Encode(command), dataset: null, flush: true, ct);

    /// <summary>Sends a command with a data set in memory or none.</summary>
    public ValueTask SendAsync(PresentationContext context, CommandSet command, DicomDataset? dataset, CancellationToken ct) =>
        association.WriteAsync(context.Id, Encode(command), dataset, flush: true, ct);

    /// <summary>Sends a command with encoded bytes, unparsed.</summary>
    public ValueTask SendAsync(PresentationContext context, CommandSet command, IEncodedDataset payload, CancellationToken ct) =>
        association.SendAsync(context.Id, Encode(command), payload, ct);

    /// <summary>As <see cref="SendAsync(PresentationContext, CommandSet, DicomDataset?, CancellationToken)"/>, but may wait for more to send in one go.</summary>
    public ValueTask WriteAsync(PresentationContext context, CommandSet command, DicomDataset? dataset, CancellationToken ct) =>
        association.WriteAsync(context.Id, Encode(command), dataset, flush: false, ct);

    /// <summary>Sends what was kept back.</summary>
    public ValueTask FlushAsync(CancellationToken ct) => association.FlushAsync(ct);

    /// <summary>Looks, without waiting, whether the peer cancelled a request.</summary>
    /// <remarks>
    /// A cancel of something else comes too late for what it meant, and is dropped. Any other message is held back and received next: a peer
    /// that sends a request before the last one is answered, without having negotiated to, is served in turn. A peer that released in the
    /// middle of an operation wants no more of it.
    /// </remarks>
    /// <exception cref="AssociationAbortedException">The association is at its end.</exception>
    public async ValueTask<bool> IsCancelledAsync(CommandSet request, CancellationToken ct)
    {
        while (_held is null && !IsReleased && association.HasInput)
        {
            if (await ReceiveAsync(ct).ConfigureAwait(false) is not { } next) break;
            if (CCancel.Cancels(next.Command, request)) return true;
            if (next.Command.Field != CommandField.CCancelRequest) _held = next;
        }

        return IsReleased;
    }

    /// <summary>Aborts because the peer's message makes no sense here, and gives the exception to throw.</summary>
    public async ValueTask<AssociationAbortedException> AbortAsync(string problem)
    {
        await association.AbortAsync().ConfigureAwait(false);
        return new AssociationAbortedException($"Aborted the association: {problem}.", AbortCause.ProtocolError, innerException: new DicomProtocolException(problem));
    }

    private ReadOnlyMemory<byte> Encode(CommandSet command)
    {
        _command.ResetWrittenCount();
        CommandSetWriter.Write(command, _command);
        return _command.WrittenMemory;
    }
}
