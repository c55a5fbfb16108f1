using System.Buffers;
using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>Writes what stands before a value: tag, VR and length (PS3.5 §7.1.2, §7.1.3), and the headers of items (§7.5).</summary>
internal static class ElementHeader
{
    public static void Write(IBufferWriter<byte> output, DicomTag tag, DicomVR vr, uint length, ElementEncoding encoding)
    {
        Span<byte> header = output.GetSpan(12);
        WriteTag(header, tag, encoding.IsBigEndian);
        if (!encoding.IsExplicit)
        {
            WriteUInt32(header[4..], length, encoding.IsBigEndian);
            output.Advance(8);
            return;
        }

        // A value too long for a 16-bit length is written as UN (PS3.5 §6.2.2).
        if (vr == DicomVR.None || (vr.HasShortLength() && length > ushort.MaxValue)) vr = DicomVR.UN;
        header[4] = (byte)((ushort)vr & 0xFF);
        header[5] = (byte)((ushort)vr >> 8);
        if (vr.HasShortLength())
        {
            if (encoding.IsBigEndian) BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)length);
            else BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)length);
            output.Advance(8);
            return;
        }

        header[6] = header[7] = 0;
        WriteUInt32(header[8..], length, encoding.IsBigEndian);
        output.Advance(12);
    }

    public static void WriteItem(IBufferWriter<byte> output, DicomTag tag, uint length, bool isBigEndian)
    {
        Span<byte> header = output.GetSpan(8);
        WriteTag(header, tag, isBigEndian);
        WriteUInt32(header[4..], length, isBigEndian);
        output.Advance(8);
    }

    public static void WriteTag(Span<byte> destination, DicomTag tag, bool isBigEndian)
    {
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, tag.Value);
            return;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(destination, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], tag.Element);
    }

    private static void WriteUInt32(Span<byte> destination, uint value, bool isBigEndian)
    {
        if (isBigEndian) BinaryPrimitives.WriteUInt32BigEndian(destination, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(destination, value);
    }
}
