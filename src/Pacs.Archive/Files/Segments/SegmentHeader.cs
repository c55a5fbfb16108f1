using System.Buffers.Binary;

namespace Pacs.Archive;

/// <summary>The first page of a segment, written when the segment is taken into use.</summary>
/// <param name="Number">Number of the segment, as in its name.</param>
/// <param name="Salt">Random; every record repeats it.</param>
/// <param name="FirstSequence">No record in it has a lower sequence, and none in earlier segments has this or a higher one.</param>
/// <param name="FileWatermark">Every file number given out when the segment was taken into use is below this.</param>
internal readonly record struct SegmentHeader(int Number, UInt128 Salt, long FirstSequence, long FileWatermark)
{
    public const int Length = RecordCodec.Alignment;
    private const ulong Magic = 0x3147_4553_5343_4150; // "PACSSEG1"
    private const int Used = 48;

    public void Write(Span<byte> page)
    {
        page.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(page, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(page[8..], Number);
        BinaryPrimitives.WriteUInt128LittleEndian(page[16..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(page[32..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(page[40..], FileWatermark);
        BinaryPrimitives.WriteUInt32LittleEndian(page[Used..], Crc32C.Compute(page[..Used]));
    }

    public static bool TryRead(ReadOnlySpan<byte> page, out SegmentHeader header)
    {
        header = default;
        if (page.Length < Used + 4
            || BinaryPrimitives.ReadUInt64LittleEndian(page) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(page[Used..]) != Crc32C.Compute(page[..Used]))
        {
            return false;
        }

        header = new SegmentHeader(
            BinaryPrimitives.ReadInt32LittleEndian(page[8..]),
            BinaryPrimitives.ReadUInt128LittleEndian(page[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(page[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(page[40..]));
        return true;
    }
}
