using System.Buffers;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Puts messages together from P-DATA-TF: command sets whole, data sets as a stream (PS3.7 §6.3, PS3.8 Annex E).</summary>
internal sealed class MessageReader(UpperLayer upperLayer, AssociationInfo info, AssociationOptions options)
{
    private readonly List<PayloadSegment> _segments = [];
    private readonly ArrayBufferWriter<byte> _fragments = new(256);
    private DatasetReader? _current;
    private DataPosition _position;
    private byte _contextId; // of the command set that is arriving; 0 before its first fragment

    public UpperLayer UpperLayer => upperLayer;

    public TimeSpan StallTimeout => options.StallTimeout;

    /// <summary>Whether a PDU that is no P-DATA-TF stands where the data set should go on.</summary>
    public bool IsControlNext { get; set; }

    private enum Outcome
    {
        NeedMore,
        Control,
        Command,
    }

    public PayloadSegment Segment(int index)
    {
        while (_segments.Count <= index) _segments.Add(new PayloadSegment());
        return _segments[index];
    }

    /// <summary>Waits for the next command set.</summary>
    /// <returns>The message and what its command says, or null after the peer released the association.</returns>
    public async ValueTask<(ReceivedMessage Message, CommandElements Elements)?> ReceiveAsync(CancellationToken ct)
    {
        if (upperLayer.Failure is { } failure) throw failure;
        if (_current is { } unread)
        {
            await unread.DiscardAsync(ct).ConfigureAwait(false);
            _current = null;
            _position = new DataPosition(upperLayer.DataLeft, 0, false);
        }

        try
        {
            while (true)
            {
                switch (Parse(out ReadOnlyMemory<byte> command))
                {
                    case Outcome.Command:
                        return Complete(command);
                    case Outcome.NeedMore:
                        bool isBetween = _contextId == 0 && _position.PduLeft == 0 && upperLayer.Input.Rest.IsEmpty;
                        await upperLayer.FillAsync(isBetween ? options.IdleTimeout : options.StallTimeout, ct).ConfigureAwait(false);
                        break;
                    default:
                        if (await HandleControlAsync(ct).ConfigureAwait(false)) return null;
                        break;
                }
            }
        }
        catch (DicomProtocolException error)
        {
            throw await ProtocolErrorAsync(error).ConfigureAwait(false);
        }
    }

    /// <summary>Aborts because of what the peer sent; the exception to throw.</summary>
    public async ValueTask<AssociationAbortedException> ProtocolErrorAsync(DicomProtocolException error)
    {
        await upperLayer.HandleAsync(UpperLayerEvent.Evt19, null, error).ConfigureAwait(false);
        return upperLayer.Failure ?? new AssociationAbortedException(error.Message, AbortCause.ProtocolError, AbortSource.ServiceProvider, error.Reason, error);
    }

    /// <summary>Deals with a PDU that interrupts a data set; the exception to throw.</summary>
    public async ValueTask<AssociationAbortedException> HandleInterruptionAsync(CancellationToken ct)
    {
        await HandleControlAsync(ct).ConfigureAwait(false);
        return upperLayer.Failure!;
    }

    public static void ThrowIfForeign(PdvHeader header, byte contextId, bool isCommand)
    {
        if (header.ContextId != contextId)
            throw new DicomProtocolException($"A fragment of presentation context {header.ContextId} stands within a message of context {contextId}.");
        if (header.IsCommand != isCommand)
        {
            throw new DicomProtocolException(
                isCommand ? "A data set fragment stands where a command fragment is due." : "A command fragment stands within a data set.",
                AbortReason.UnexpectedPduParameter);
        }
    }

    public static void ThrowIfImpossible(PduHeader header)
    {
        // The length we announced is not enforced: payload is handed on as it arrives, so a longer PDU costs nothing.
        if (header.Length < PdvHeader.Size) throw new DicomProtocolException($"A P-DATA-TF PDU cannot have {header.Length} bytes.");
    }

    /// <summary>True when the peer released; throws when the association is over in another way.</summary>
    private async ValueTask<bool> HandleControlAsync(CancellationToken ct)
    {
        UpperLayerIndication next = await upperLayer.NextAsync(options.StallTimeout, ct).ConfigureAwait(false);
        switch (next.Action)
        {
            case UpperLayerAction.AR2:
                // Nothing is left to say: the answer goes out at once (Evt14 in Sta8).
                await upperLayer.HandleAsync(UpperLayerEvent.Evt14).ConfigureAwait(false);
                return true;
            case UpperLayerAction.DT2:
                return false;
            default:
                throw upperLayer.Failure!;
        }
    }

    private Outcome Parse(out ReadOnlyMemory<byte> command)
    {
        command = default;
        PduInput input = upperLayer.Input;
        while (true)
        {
            if (_position.FragmentLeft > 0)
            {
                uint count = (uint)Math.Min(_position.FragmentLeft, input.Rest.Length);
                if (count == 0) return Outcome.NeedMore;
                if (_fragments.WrittenCount == 0 && _position.IsLast && count == _position.FragmentLeft)
                {
                    command = input.Rest.Slice(0, count).ToArray(); // the usual case: one fragment, wholly there
                }
                else
                {
                    foreach (ReadOnlyMemory<byte> memory in input.Rest.Slice(0, count)) _fragments.Write(memory.Span);
                }

                input.Consume(count);
                _position = _position.Skip(count);
            }
            else if (_position.IsLast)
            {
                if (command.IsEmpty) command = _fragments.WrittenSpan.ToArray();
                _fragments.ResetWrittenCount();
                return Outcome.Command;
            }
            else if (_position.PduLeft > 0)
            {
                if (!PdvHeader.TryRead(input.Rest, _position.PduLeft, out PdvHeader header)) return Outcome.NeedMore;
                Begin(header);
                input.Consume(PdvHeader.Size);
            }
            else
            {
                if (!PduHeader.TryRead(input.Rest, out PduHeader header)) return Outcome.NeedMore;
                if (header.Type != PduType.DataTransfer) return Outcome.Control;
                if (upperLayer.State != UpperLayerState.Sta6) return Outcome.Control;
                ThrowIfImpossible(header);
                NetworkTelemetry.PdusReceived.Add(1);
                input.Consume(PduHeader.Size);
                _position = new DataPosition(header.Length, 0, false);
            }

            upperLayer.DataLeft = _position.PduLeft;
        }
    }

    private void Begin(PdvHeader header)
    {
        if (_contextId == 0)
        {
            if (info.FindContext(header.ContextId) is null) throw new DicomProtocolException($"Presentation context {header.ContextId} was not negotiated.");
            _contextId = header.ContextId;
        }

        ThrowIfForeign(header, _contextId, isCommand: true);
        if (_fragments.WrittenCount + (long)header.PayloadLength > options.MaxCommandLength)
            throw new DicomProtocolException($"A command set of {_fragments.WrittenCount + (long)header.PayloadLength} bytes exceeds the limit of {options.MaxCommandLength}.");
        _position = new DataPosition(_position.PduLeft - PdvHeader.Size, header.PayloadLength, header.IsLast);
    }

    private (ReceivedMessage Message, CommandElements Elements) Complete(ReadOnlyMemory<byte> bytes)
    {
        byte contextId = _contextId;
        _contextId = 0;
        _position = new DataPosition(_position.PduLeft, 0, false);
        CommandElements elements = CommandElements.Scan(bytes.Span);
        _current = new DatasetReader(this, contextId, elements.HasDataset);
        return (new ReceivedMessage(info.FindContext(contextId)!, bytes, elements.HasDataset, _current), elements);
    }
}
