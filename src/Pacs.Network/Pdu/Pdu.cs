using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Pacs.Network;

/// <summary>A protocol data unit of the upper layer (PS3.8 §9.3).</summary>
/// <remarks>Associations read P-DATA-TF as a stream and never as a whole <see cref="DataTransferPdu"/>: see <see cref="PdvHeader"/>.</remarks>
public abstract record Pdu
{
    /// <summary>The PDU's type.</summary>
    public abstract PduType Type { get; }

    /// <summary>Reads one PDU, or returns false when more bytes are needed.</summary>
    /// <param name="input">Bytes from the transport. On success advanced past the PDU; on false or exception untouched. Not kept.</param>
    /// <param name="maxLength">Longest body accepted, in bytes. 0 means no limit.</param>
    /// <param name="pdu">The PDU, when true.</param>
    /// <exception cref="DicomProtocolException">Unknown PDU type, longer than <paramref name="maxLength"/>, or a field that contradicts a length or the standard.</exception>
    /// <remarks>PS3.8 §9.3. Pure: no I/O; safe from any thread.</remarks>
    public static bool TryRead(ref ReadOnlySequence<byte> input, uint maxLength, [NotNullWhen(true)] out Pdu? pdu)
    {
        pdu = null;
        if (!PduHeader.TryRead(input, out PduHeader header))
        {
            // The type is known from the first byte: a stranger to the protocol need not be waited for.
            if (!input.IsEmpty) ThrowIfUnknown((PduType)input.FirstSpan[0]);
            return false;
        }

        ThrowIfUnknown(header.Type);
        if (maxLength != 0 && header.Length > maxLength)
            throw new DicomProtocolException($"A {header.Type} PDU of {header.Length} bytes exceeds the limit of {maxLength}.");
        ThrowIfImpossible(header);
        if (input.Length - PduHeader.Size < header.Length) return false;

        ReadOnlySequence<byte> body = input.Slice(PduHeader.Size, header.Length);
        if (body.IsSingleSegment)
        {
            pdu = ReadBody(header.Type, body.FirstSpan);
        }
        else
        {
            byte[] copy = ArrayPool<byte>.Shared.Rent((int)header.Length);
            try
            {
                body.CopyTo(copy);
                pdu = ReadBody(header.Type, copy.AsSpan(0, (int)header.Length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(copy, clearArray: header.Type == PduType.AssociateRequest); // may hold a passcode
            }
        }

        input = input.Slice(body.End);
        return true;
    }

    /// <summary>Writes the whole PDU, header included.</summary>
    /// <exception cref="ArgumentException">A value does not fit its field.</exception>
    public abstract void WriteTo(IBufferWriter<byte> output);

    internal static void ThrowIfUnknown(PduType type)
    {
        if (type is < PduType.AssociateRequest or > PduType.Abort)
            throw new DicomProtocolException($"PDU type {(byte)type:X2} is unknown.", AbortReason.UnrecognizedPdu);
    }

    /// <summary>Checks a length that the type fixes, before waiting for the body.</summary>
    internal static void ThrowIfImpossible(PduHeader header)
    {
        bool possible = header.Type switch
        {
            PduType.AssociateRequest or PduType.AssociateAccept => header.Length >= AssociationPduParser.FixedLength,
            PduType.DataTransfer => header.Length >= PdvHeader.Size,
            _ => header.Length == 4,
        };
        if (!possible) throw new DicomProtocolException($"A {header.Type} PDU cannot have {header.Length} bytes.");
    }

    private static Pdu ReadBody(PduType type, ReadOnlySpan<byte> body) => type switch
    {
        PduType.AssociateRequest => AssociateRequestPdu.Parse(body),
        PduType.AssociateAccept => AssociateAcceptPdu.Parse(body),
        PduType.AssociateReject => AssociateRejectPdu.Parse(body),
        PduType.DataTransfer => DataTransferPdu.Parse(body),
        PduType.ReleaseRequest => ReleaseRequestPdu.Instance,
        PduType.ReleaseResponse => ReleaseResponsePdu.Instance,
        _ => AbortPdu.Parse(body),
    };
}
