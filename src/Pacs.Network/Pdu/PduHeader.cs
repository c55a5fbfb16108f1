using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Network;

/// <summary>The six bytes before each PDU body: type, a reserved byte, length (PS3.8 §9.3.1).</summary>
/// <param name="Type">The PDU's type; may be a value that the enumeration does not name.</param>
/// <param name="Length">Bytes of the body that follows.</param>
public readonly record struct PduHeader(PduType Type, uint Length)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 6;

    /// <summary>Whether the standard defines the type.</summary>
    public bool IsKnown => Type is >= PduType.AssociateRequest and <= PduType.Abort;

    /// <summary>Reads a header without consuming it, or returns false when fewer than six bytes are there.</summary>
    /// <remarks>Pure; no allocation.</remarks>
    public static bool TryRead(in ReadOnlySequence<byte> input, out PduHeader header)
    {
        ReadOnlySpan<byte> first = input.FirstSpan;
        if (first.Length >= Size)
        {
            header = Parse(first);
            return true;
        }

        if (input.Length < Size)
        {
            header = default;
            return false;
        }

        Span<byte> copy = stackalloc byte[Size];
        input.Slice(0, Size).CopyTo(copy);
        header = Parse(copy);
        return true;
    }

    /// <summary>Writes the six bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter.</exception>
    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)Type;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], Length);
    }

    private static PduHeader Parse(ReadOnlySpan<byte> bytes) => new((PduType)bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));
}
