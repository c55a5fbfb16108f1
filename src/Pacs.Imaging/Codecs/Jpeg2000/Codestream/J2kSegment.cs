using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Reads the fields of one marker segment, big endian; what is not there is an error that names the segment.</summary>
internal ref struct J2kSegment(ReadOnlySpan<byte> body, ushort marker, int offset)
{
    private int _position;

    public ReadOnlySpan<byte> Body { get; } = body;

    public readonly int Remaining => Body.Length - _position;

    public byte U8() => Take(1)[0];

    public int U16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>A component index: one byte, or two in images of more than 256 components.</summary>
    public int Component(int componentCount) => componentCount < 257 ? U8() : U16();

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining) throw Error($"ends {count - Remaining} bytes too early");
        ReadOnlySpan<byte> taken = Body.Slice(_position, count);
        _position += count;
        return taken;
    }

    public readonly DicomImageException Error(string what) => new($"The marker segment {marker:X4} of {Body.Length} bytes {what}.", offset);
}
