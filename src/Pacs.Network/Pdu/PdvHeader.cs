using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Network;

/// <summary>The six bytes before each presentation data value in a P-DATA-TF: item length, context id, message control header (PS3.8 §9.3.5.1, §E.2).</summary>
/// <param name="PayloadLength">Bytes of the message fragment that follows; the item length on the wire is two more.</param>
/// <param name="ContextId">Number of the presentation context.</param>
/// <param name="IsCommand">Whether the fragment belongs to a command set, otherwise to a data set.</param>
/// <param name="IsLast">Whether it is the last fragment of that command set or data set.</param>
public readonly record struct PdvHeader(uint PayloadLength, byte ContextId, bool IsCommand, bool IsLast)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 6;

    /// <summary>Reads a header without consuming it, or returns false when fewer than six bytes are there.</summary>
    /// <param name="input">Bytes that begin with a presentation data value item.</param>
    /// <param name="leftInPdu">Bytes of the PDU body that are left, this header included.</param>
    /// <param name="header">The header, when true.</param>
    /// <exception cref="DicomProtocolException">The item is shorter than its own header, longer than what is left of the PDU, or its context id is even.</exception>
    /// <remarks>Pure; no allocation unless it throws.</remarks>
    public static bool TryRead(in ReadOnlySequence<byte> input, uint leftInPdu, out PdvHeader header)
    {
        if (leftInPdu < Size)
            throw new DicomProtocolException($"{leftInPdu} bytes are left in a P-DATA-TF PDU; a presentation data value has at least {Size}.");
        ReadOnlySpan<byte> first = input.FirstSpan;
        if (first.Length >= Size)
        {
            header = Parse(first, leftInPdu);
            return true;
        }

        if (input.Length < Size)
        {
            header = default;
            return false;
        }

        Span<byte> copy = stackalloc byte[Size];
        input.Slice(0, Size).CopyTo(copy);
        header = Parse(copy, leftInPdu);
        return true;
    }

    /// <summary>Writes the six bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, PayloadLength + 2);
        destination[4] = ContextId;
        destination[5] = (byte)((IsCommand ? 1 : 0) | (IsLast ? 2 : 0));
    }

    private static PdvHeader Parse(ReadOnlySpan<byte> bytes, uint leftInPdu)
    {
        uint itemLength = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (itemLength < 2 || itemLength > leftInPdu - 4)
            throw new DicomProtocolException($"A presentation data value of {itemLength} bytes does not fit: 2 to {leftInPdu - 4} are possible.");
        byte contextId = bytes[4];
        if ((contextId & 1) == 0)
            throw new DicomProtocolException($"Presentation context id {contextId} is even.");
        byte control = bytes[5]; // bits 2 to 7 are not tested (PS3.8 §E.2)
        return new PdvHeader(itemLength - 2, contextId, (control & 1) != 0, (control & 2) != 0);
    }
}
