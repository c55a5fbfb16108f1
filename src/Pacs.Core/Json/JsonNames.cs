using System.Text.Json;

namespace Pacs.Core;

/// <summary>Person names as objects with up to three component groups (PS3.18 §F.2.2).</summary>
internal static class JsonNames
{
    private static readonly JsonEncodedText[] Groups = [JsonEncodedText.Encode("Alphabetic"), JsonEncodedText.Encode("Ideographic"), JsonEncodedText.Encode("Phonetic")];

    public static void Write(Utf8JsonWriter writer, JsonEncodedText name, in WalkedValue value)
    {
        ReadOnlySpan<byte> bytes = value.Bytes.TrimEnd(" \0"u8);
        if (value.Text is null && bytes.IsEmpty || value.Text is "") return;
        writer.WriteStartArray(name);
        if (value.Text is null && value.CharacterSet.IsUtf8(bytes, DicomVR.PN))
        {
            foreach (Range range in bytes.Split((byte)'\\')) WriteName(writer, bytes[range]);
        }
        else
        {
            foreach (string text in value.Text?.Split('\\') ?? value.CharacterSet.DecodeValues(bytes, DicomVR.PN)) WriteName(writer, System.Text.Encoding.UTF8.GetBytes(text));
        }

        writer.WriteEndArray();
    }

    private static void WriteName(Utf8JsonWriter writer, ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd(" \0="u8);
        if (text.IsEmpty)
        {
            writer.WriteNullValue(); // §F.2.5
            return;
        }

        writer.WriteStartObject();
        for (int i = 0; i < Groups.Length; i++)
        {
            // What stands after a third delimiter stays with the last group.
            int end = i + 1 < Groups.Length ? text.IndexOf((byte)'=') : -1;
            ReadOnlySpan<byte> group = (end < 0 ? text : text[..end]).Trim((byte)' ');
            if (!group.IsEmpty) writer.WriteString(Groups[i], group);
            if (end < 0) break;
            text = text[(end + 1)..];
        }

        writer.WriteEndObject();
    }
}
