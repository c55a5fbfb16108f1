using System.Text.Json;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Reads one event. Pure.</summary>
internal static class ChangeJson
{
    /// <exception cref="DicomDataException">No event.</exception>
    public static DicomWebChange Parse(ReadOnlySpan<byte> utf8)
    {
        long? sequence = null;
        DateTimeOffset at = default;
        string? kind = null, modality = null;
        DicomUid study = default, series = default, instance = default, sopClass = default;
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 16 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new DicomDataException("An event is no JSON object.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                switch (name)
                {
                    case "sequence": sequence = reader.GetInt64(); break;
                    case "at": at = reader.GetDateTimeOffset(); break;
                    case "kind": kind = reader.GetString(); break;
                    case "study": study = Uid(ref reader); break;
                    case "series": series = Uid(ref reader); break;
                    case "instance": instance = Uid(ref reader); break;
                    case "sopClass": sopClass = Uid(ref reader); break;
                    case "modality": modality = reader.GetString(); break;
                    default: reader.Skip(); break;
                }
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            throw new DicomDataException("An event is malformed.", innerException: malformed);
        }

        if (sequence is not { } position) throw new DicomDataException("An event has no sequence number.");
        DicomWebChangeKind what = kind switch { "stored" => DicomWebChangeKind.Stored, "removed" => DicomWebChangeKind.Removed, _ => DicomWebChangeKind.Other };
        return new DicomWebChange(position, at, what, study, series, new InstanceId(sopClass, instance), modality);
    }

    private static DicomUid Uid(ref Utf8JsonReader reader) =>
        reader.GetString() is { Length: > 0 } text ? DicomUid.IsValid(text) ? new DicomUid(text) : throw new FormatException("No UID.") : default;
}
