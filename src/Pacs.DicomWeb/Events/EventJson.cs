using System.Buffers;
using System.Text.Json;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Writes one change as a JSON object: what happened to which instance, and nothing of the patient.</summary>
internal sealed class EventJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _writer;

    public EventJson() => _writer = new Utf8JsonWriter(_buffer);

    /// <summary>The object, without line breaks; good until the next call.</summary>
    public ReadOnlyMemory<byte> Write(ArchiveChange change)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteNumber("sequence"u8, change.Sequence);
        _writer.WriteString("at"u8, change.At.ToUniversalTime());
        switch (change)
        {
            case InstanceStored { Entry: var entry }:
                Write("stored", entry.Id, entry.Study, entry.Series);
                if (entry.Attributes.GetString(DicomTag.Modality) is { Length: > 0 } modality) _writer.WriteString("modality"u8, modality);
                break;
            case InstanceRemoved removed:
                Write("removed", removed.Id, removed.Study, removed.Series);
                break;
            default:
                // A kind that came later: its number is still to be told.
                _writer.WriteString("kind"u8, "other");
                break;
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _writer.Dispose();

    private void Write(string kind, InstanceId id, DicomUid study, DicomUid series)
    {
        _writer.WriteString("kind"u8, kind);
        _writer.WriteString("study"u8, study.Value);
        _writer.WriteString("series"u8, series.Value);
        _writer.WriteString("instance"u8, id.SopInstance.Value);
        _writer.WriteString("sopClass"u8, id.SopClass.Value);
    }
}
