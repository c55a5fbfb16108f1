using System.Buffers.Binary;
using System.Text;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>Builds an association PDU; lengths are put in when an item ends.</summary>
internal sealed class ItemWriter
{
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - Length < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        Span<byte> span = _bytes.AsSpan(Length, length);
        Length += length;
        return span;
    }

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), value);

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void WriteText(string text) => Encoding.ASCII.GetBytes(text, Reserve(text.Length));

    public void WriteCounted(ReadOnlySpan<byte> bytes)
    {
        WriteUInt16(ToLength(bytes.Length));
        WriteBytes(bytes);
    }

    public void WriteCounted(DicomUid uid)
    {
        WriteUInt16(ToLength(uid.Value.Length));
        WriteText(uid.Value);
    }

    /// <summary>16 characters, padded with spaces (PS3.8 Table 9-11).</summary>
    public void WriteAeTitle(string title)
    {
        if (title.Length > 16) throw new ArgumentException($"AE title '{title}' has {title.Length} characters; 16 are possible.");
        Span<byte> field = Reserve(16);
        field.Fill((byte)' ');
        Encoding.ASCII.GetBytes(title, field);
    }

    /// <summary>Begins an item or sub-item; end it with <see cref="EndItem"/>.</summary>
    public int BeginItem(byte type)
    {
        WriteByte(type);
        WriteByte(0);
        WriteUInt16(0);
        return Length;
    }

    public void EndItem(int start) =>
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(start - 2), ToLength(Length - start));

    public void WriteItem(byte type, DicomUid uid)
    {
        int start = BeginItem(type);
        WriteText(uid.Value);
        EndItem(start);
    }

    private static ushort ToLength(int length) =>
        length <= ushort.MaxValue ? (ushort)length : throw new ArgumentException($"An item of {length} bytes exceeds the 65,535 that its length field can say.");
}
