using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Pacs.Core;

/// <summary>Numbers of binary VRs out of the text that JSON and XML have for them.</summary>
internal static class BinaryNumbers
{
    /// <summary>Whether a VR holds binary numbers or tags, which both formats write as values.</summary>
    public static bool IsNumber(DicomVR vr) =>
        vr is DicomVR.AT or DicomVR.FD or DicomVR.FL or DicomVR.SL or DicomVR.SS or DicomVR.SV or DicomVR.UL or DicomVR.US or DicomVR.UV;

    /// <summary>Appends a number as a little endian word; false when the text is none, or out of range.</summary>
    public static bool TryWrite(ReadOnlySpan<char> text, DicomVR vr, IBufferWriter<byte> output)
    {
        text = text.Trim();
        int size = vr == DicomVR.AT ? 4 : vr.WordSize();
        Span<byte> word = output.GetSpan(size);
        switch (vr)
        {
            case DicomVR.AT:
                if (text.Length != 8 || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint tag)) return false;
                BinaryPrimitives.WriteUInt16LittleEndian(word, (ushort)(tag >> 16));
                BinaryPrimitives.WriteUInt16LittleEndian(word[2..], (ushort)tag);
                break;
            case DicomVR.FL:
                if (!TryParseReal(text, out double single)) return false;
                if (double.IsFinite(single) && !float.IsFinite((float)single)) return false;
                BinaryPrimitives.WriteSingleLittleEndian(word, (float)single);
                break;
            case DicomVR.FD:
                if (!TryParseReal(text, out double real)) return false;
                BinaryPrimitives.WriteDoubleLittleEndian(word, real);
                break;
            default:
                if (!TryParseInteger(text, out Int128 integer) || !IsInRange(integer, vr)) return false;
                Span<byte> bytes = stackalloc byte[16];
                BinaryPrimitives.WriteInt128LittleEndian(bytes, integer);
                bytes[..size].CopyTo(word);
                break;
        }

        output.Advance(size);
        return true;
    }

    private static bool TryParseReal(ReadOnlySpan<char> text, out double number)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)) return true;
        // As other writers spell them.
        bool isNegative = text is ['-', ..];
        bool isInfinity = text.TrimStart('-').Equals("inf", StringComparison.OrdinalIgnoreCase);
        number = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return isInfinity;
    }

    private static bool TryParseInteger(ReadOnlySpan<char> text, out Int128 integer)
    {
        if (Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer)) return true;
        // 5.0 and 5e3 are integers too.
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) || real != Math.Floor(real) || Math.Abs(real) > 1e19) return false;
        integer = (Int128)real;
        return true;
    }

    private static bool IsInRange(Int128 integer, DicomVR vr) => vr switch
    {
        DicomVR.US => integer >= 0 && integer <= ushort.MaxValue,
        DicomVR.SS => integer >= short.MinValue && integer <= short.MaxValue,
        DicomVR.UL => integer >= 0 && integer <= uint.MaxValue,
        DicomVR.SL => integer >= int.MinValue && integer <= int.MaxValue,
        DicomVR.UV => integer >= 0 && integer <= ulong.MaxValue,
        DicomVR.SV => integer >= long.MinValue && integer <= long.MaxValue,
        _ => false,
    };
}
