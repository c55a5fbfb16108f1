using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;

namespace Pacs.Core;

/// <summary>Numbers out of value bytes, by VR. Malformed text gives null: data is tolerated.</summary>
internal static class ElementValues
{
    /// <summary>Size in bytes of one number of a binary VR, or 0 when the VR holds no numbers.</summary>
    public static int NumberSize(DicomVR vr) => vr switch
    {
        DicomVR.US or DicomVR.SS or DicomVR.OW => 2,
        DicomVR.UL or DicomVR.SL or DicomVR.AT or DicomVR.FL or DicomVR.OL or DicomVR.OF => 4,
        DicomVR.UV or DicomVR.SV or DicomVR.FD or DicomVR.OV or DicomVR.OD => 8,
        DicomVR.OB => 1,
        _ => 0,
    };

    public static long? Integer(ReadOnlySpan<byte> bytes, DicomVR vr, bool isBigEndian, int index)
    {
        int size = NumberSize(vr);
        if (size == 0)
        {
            if (vr is not (DicomVR.IS or DicomVR.DS)) return null;
            ReadOnlySpan<byte> text = Trim(TextValue(bytes, index));
            if (text is [(byte)'+', .. var unsigned]) text = unsigned;
            if (Utf8Parser.TryParse(text, out long number, out int used) && used == text.Length) return number;
            return Real(bytes, vr, isBigEndian, index) is { } real && real == Math.Floor(real) && Math.Abs(real) < long.MaxValue ? (long)real : null;
        }

        if (index < 0 || (long)(index + 1) * size > bytes.Length) return null;
        ReadOnlySpan<byte> at = bytes[(index * size)..];
        switch (vr)
        {
            case DicomVR.OB: return at[0];
            case DicomVR.US or DicomVR.OW: return isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);
            case DicomVR.SS: return isBigEndian ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at);
            case DicomVR.UL or DicomVR.OL: return isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
            case DicomVR.SL: return isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at);
            case DicomVR.AT: return ElementScanner.ReadTag(at, isBigEndian).Value;
            case DicomVR.SV: return isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at);
            case DicomVR.UV or DicomVR.OV:
                ulong big = isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);
                return big <= long.MaxValue ? (long)big : null;
            default:
                return Real(bytes, vr, isBigEndian, index) is { } real && real == Math.Floor(real) && Math.Abs(real) < long.MaxValue ? (long)real : null;
        }
    }

    public static double? Real(ReadOnlySpan<byte> bytes, DicomVR vr, bool isBigEndian, int index)
    {
        int size = NumberSize(vr);
        if (size == 0)
        {
            if (vr is not (DicomVR.IS or DicomVR.DS)) return null;
            ReadOnlySpan<byte> text = Trim(TextValue(bytes, index));
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
        }

        if (vr is not (DicomVR.FL or DicomVR.OF or DicomVR.FD or DicomVR.OD)) return Integer(bytes, vr, isBigEndian, index);
        if (index < 0 || (long)(index + 1) * size > bytes.Length) return null;
        ReadOnlySpan<byte> at = bytes[(index * size)..];
        return size == 4
            ? (isBigEndian ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at))
            : (isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at));
    }

    /// <summary>How many values the bytes hold, counting numbers or backslash-separated texts.</summary>
    public static int Count(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        if (bytes.IsEmpty) return 0;
        int size = NumberSize(vr);
        if (size > 0) return bytes.Length / size;
        return vr.IsMultiValuedText() ? bytes.Count((byte)'\\') + 1 : 1;
    }

    /// <summary>The binary number at <paramref name="index"/>, written invariantly.</summary>
    public static string? NumberText(ReadOnlySpan<byte> bytes, DicomVR vr, bool isBigEndian, int index) => vr switch
    {
        DicomVR.FL or DicomVR.OF => Real(bytes, vr, isBigEndian, index) is { } value ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : null,
        DicomVR.FD or DicomVR.OD => Real(bytes, vr, isBigEndian, index)?.ToString("R", CultureInfo.InvariantCulture),
        DicomVR.AT => Integer(bytes, vr, isBigEndian, index) is { } tag ? new DicomTag((uint)tag).ToString() : null,
        _ => Integer(bytes, vr, isBigEndian, index)?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Without the padding that PS3.5 §6.2 allows at the end (space, NULL) and in front (space).</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes.TrimEnd(" \0"u8).TrimStart((byte)' ');

    private static ReadOnlySpan<byte> TextValue(ReadOnlySpan<byte> bytes, int index)
    {
        for (; index > 0; index--)
        {
            int end = bytes.IndexOf((byte)'\\');
            if (end < 0) return default;
            bytes = bytes[(end + 1)..];
        }

        int stop = bytes.IndexOf((byte)'\\');
        return stop < 0 ? bytes : bytes[..stop];
    }
}
