using System.Buffers.Binary;
using System.Text;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Reads the fields and items of an association PDU; every length is checked against what is left.</summary>
internal ref struct ItemReader(ReadOnlySpan<byte> bytes, string what)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private readonly string _what = what;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly int Left => _rest.Length;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw new DicomProtocolException($"{_what}: a field of {length} bytes exceeds the {_rest.Length} that are left.");
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    public ReadOnlySpan<byte> TakeRest() => Take(_rest.Length);

    /// <summary>Bytes preceded by their 16-bit length.</summary>
    public ReadOnlySpan<byte> TakeCounted() => Take(ReadUInt16());

    /// <summary>One item or sub-item: type, reserved byte, 16-bit length, content (PS3.8 §9.3.2).</summary>
    public byte ReadItem(out ItemReader content)
    {
        byte type = ReadByte();
        ReadByte();
        int length = ReadUInt16();
        if (length > _rest.Length)
            throw new DicomProtocolException($"{_what}: item {type:X2} of {length} bytes exceeds the {_rest.Length} that are left.");
        content = new ItemReader(Take(length), $"Item {type:X2}");
        return type;
    }

    /// <summary>A UID field. Padding, which the standard forbids here, is tolerated.</summary>
    public static DicomUid ToUid(ReadOnlySpan<byte> bytes) => new(Encoding.Latin1.GetString(bytes).Trim('\0', ' '));

    /// <summary>Text of ISO 646 with insignificant padding.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).Trim('\0', ' ');
}
