using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pacs.Core;

/// <summary>Numbers out of JSON: into the words of a binary VR, or as the text of a decimal or integer string.</summary>
internal static class JsonNumberReader
{
    private const int MaxDecimalLength = 16; // PS3.5 §6.2

    /// <summary>Reads the array that the reader stands at into little endian words. What is no number of the VR is left out with a finding.</summary>
    public static ReadOnlySpan<byte> Read(ref Utf8JsonReader reader, DicomTag tag, DicomVR vr, long offset, ref FindingList findings)
    {
        var output = new ArrayBufferWriter<byte>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string? text = reader.TokenType is JsonTokenType.Number ? TextOf(in reader) : reader.TokenType == JsonTokenType.String && reader.TryGetText(out string? quoted) ? quoted : null;
            if (text is null || !BinaryNumbers.TryWrite(text, vr, output)) findings.Add(FindingKind.Value, tag, offset + reader.TokenStartIndex, $"{reader.TokenType} is no value of VR {vr.ToCode()}, or out of its range.");
            reader.TrySkip();
        }

        return output.WrittenSpan;
    }

    /// <summary>The text of the number that the reader stands at; of DS at most 16 characters, as exact as these allow.</summary>
    public static string Text(ref Utf8JsonReader reader, DicomVR vr)
    {
        string text = TextOf(in reader);
        bool isShort = text.Length <= MaxDecimalLength && !(vr == DicomVR.IS && text.AsSpan().ContainsAny('.', 'e', 'E'));
        if (isShort || vr is not (DicomVR.DS or DicomVR.IS) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number)) return text;
        if (vr == DicomVR.IS) return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? ((long)number).ToString(CultureInfo.InvariantCulture) : text;
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        for (int digits = 15; shortest.Length > MaxDecimalLength && digits > 0; digits--) shortest = number.ToString($"G{digits}", CultureInfo.InvariantCulture);
        return shortest;
    }

    private static string TextOf(in Utf8JsonReader reader) =>
        Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
}
