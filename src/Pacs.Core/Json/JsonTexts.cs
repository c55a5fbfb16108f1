using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pacs.Core;

/// <summary>Texts as arrays of JSON strings, and decimal and integer strings as numbers (PS3.18 §F.2.3 - F.2.5).</summary>
internal static class JsonTexts
{
    public static void Write(Utf8JsonWriter writer, JsonEncodedText name, in WalkedValue value, DicomJsonOptions options)
    {
        if (value.Text is { } text)
        {
            WriteStrings(writer, name, text.Length == 0 ? [] : value.VR.IsMultiValuedText() ? text.Split('\\') : [text], value.VR, options);
            return;
        }

        ReadOnlySpan<byte> bytes = value.Bytes.TrimEnd(" \0"u8);
        if (bytes.IsEmpty) return;
        if (!value.CharacterSet.IsUtf8(bytes, value.VR))
        {
            WriteStrings(writer, name, value.CharacterSet.DecodeValues(bytes, value.VR), value.VR, options);
            return;
        }

        writer.WriteStartArray(name);
        if (!value.VR.IsMultiValuedText())
        {
            writer.WriteStringValue(bytes);
        }
        else
        {
            foreach (Range range in bytes.Split((byte)'\\')) WriteValue(writer, Trim(bytes[range], value.VR), value.VR, options);
        }

        writer.WriteEndArray();
    }

    /// <summary>Without padding; leading spaces mean something in UC (PS3.5 §6.2).</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        bytes = bytes.TrimEnd(" \0"u8);
        return vr == DicomVR.UC ? bytes : bytes.TrimStart((byte)' ');
    }

    private static void WriteValue(Utf8JsonWriter writer, ReadOnlySpan<byte> text, DicomVR vr, DicomJsonOptions options)
    {
        if (text.IsEmpty) writer.WriteNullValue(); // §F.2.5
        else if (vr is not (DicomVR.DS or DicomVR.IS) || options.NumbersAsText || !TryWriteNumber(writer, text)) writer.WriteStringValue(text);
    }

    private static void WriteStrings(Utf8JsonWriter writer, JsonEncodedText name, string[] values, DicomVR vr, DicomJsonOptions options)
    {
        if (values.Length == 0 || values is [""]) return;
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            if (value.Length == 0) writer.WriteNullValue();
            else if (vr is DicomVR.DS or DicomVR.IS) WriteValue(writer, Trim(Encoding.UTF8.GetBytes(value), vr), vr, options);
            else writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the digits as they stand where JSON allows them, else the same number; false for what is no number.</summary>
    private static bool TryWriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> text)
    {
        if (IsJsonNumber(text, out bool mayOverflow) && !mayOverflow)
        {
            writer.WriteRawValue(text, skipInputValidation: true);
            return true;
        }

        ReadOnlySpan<byte> digits = text is [(byte)'+', .. var unsigned] ? unsigned : text;
        if (Utf8Parser.TryParse(digits, out long integer, out int used) && used == digits.Length) writer.WriteNumberValue(integer);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) writer.WriteNumberValue(number);
        else return false;
        return true;
    }

    /// <summary>Whether the text has the grammar of RFC 8259 §6: no plus sign, no leading zero, digits on both sides of a point.</summary>
    private static bool IsJsonNumber(ReadOnlySpan<byte> text, out bool mayOverflow)
    {
        mayOverflow = false;
        ReadOnlySpan<byte> rest = text is [(byte)'-', .. var unsigned] ? unsigned : text;
        int digits = Digits(rest);
        if (digits == 0 || digits > 1 && rest[0] == '0') return false;
        rest = rest[digits..];
        if (rest is [(byte)'.', .. var fraction])
        {
            digits = Digits(fraction);
            if (digits == 0) return false;
            rest = fraction[digits..];
        }

        if (rest is [(byte)'e' or (byte)'E', .. var exponent])
        {
            if (exponent is [(byte)'+' or (byte)'-', .. var magnitude]) exponent = magnitude;
            digits = Digits(exponent);
            mayOverflow = digits > 2;
            if (digits == 0) return false;
            rest = exponent[digits..];
        }

        return rest.IsEmpty;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }
}
