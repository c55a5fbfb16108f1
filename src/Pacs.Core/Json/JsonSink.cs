using System.Buffers;
using System.Text.Json;

namespace Pacs.Core;

/// <summary>Writes elements as attribute objects of the DICOM JSON Model (PS3.18 §F.2.2), straight from their bytes.</summary>
internal sealed class JsonSink(Utf8JsonWriter writer, DicomJsonOptions options) : IElementSink
{
    private static readonly JsonEncodedText ValueName = JsonEncodedText.Encode("Value"), VRName = JsonEncodedText.Encode("vr");
    private static readonly JsonEncodedText InlineName = JsonEncodedText.Encode("InlineBinary"), UriName = JsonEncodedText.Encode("BulkDataURI");

    private readonly BulkPlaces? _places = options.BulkDataUri is null ? null : new BulkPlaces();
    private bool _isArrayDue;

    public void BeginSequence(DicomTag tag)
    {
        BeginAttribute(tag, DicomVR.SQ);
        _isArrayDue = true; // an empty sequence has no Value
        _places?.BeginSequence(tag);
    }

    public void EndSequence()
    {
        if (!_isArrayDue) writer.WriteEndArray();
        _isArrayDue = false;
        writer.WriteEndObject();
        _places?.EndSequence();
    }

    public void BeginItem()
    {
        if (_isArrayDue) writer.WriteStartArray(ValueName);
        _isArrayDue = false;
        writer.WriteStartObject();
        _places?.BeginItem();
    }

    public void EndItem() => writer.WriteEndObject();

    public void Value(in WalkedValue value)
    {
        BeginAttribute(value.Tag, value.VR);
        if (value.IsBinary || value.Bulk is not null) WriteBinary(in value);
        else if (value.VR == DicomVR.PN) JsonNames.Write(writer, ValueName, in value);
        else if (value.VR.IsText()) JsonTexts.Write(writer, ValueName, in value, options);
        else JsonNumbers.Write(writer, ValueName, in value, options);
        writer.WriteEndObject();
    }

    /// <summary>Begins an attribute whose value is to be written in pieces; false when the caller's policy has a URI for it, which is then written.</summary>
    public bool BeginInline(DicomTag tag, DicomVR vr, long length)
    {
        BeginAttribute(tag, vr);
        if (UriOf(tag, vr, length) is { } uri)
        {
            writer.WriteString(UriName, uri);
            writer.WriteEndObject();
            return false;
        }

        writer.WritePropertyName(InlineName);
        return true;
    }

    private void BeginAttribute(DicomTag tag, DicomVR vr)
    {
        Span<byte> name = stackalloc byte[8];
        tag.Value.TryFormat(name, out _, "X8");
        writer.WriteStartObject(name);
        writer.WriteString(VRName, (ReadOnlySpan<byte>)[(byte)((ushort)vr & 0xFF), (byte)((ushort)vr >> 8)]);
    }

    private void WriteBinary(in WalkedValue value)
    {
        if (value.Length == 0) return;
        if (UriOf(value.Tag, value.VR, value.Length) is { } uri) writer.WriteString(UriName, uri);
        else if (value.Bulk is { } bulk) WriteBulk(bulk, in value);
        else WriteInline(value.Bytes, value.IsBigEndian ? value.VR.WordSize() : 1);
    }

    private string? UriOf(DicomTag tag, DicomVR vr, long length) =>
        options.BulkDataUri is { } policy && length > options.InlineLimit ? policy(new BulkDataElement(_places!.PathOf(tag), tag, vr, length)) : null;

    private void WriteBulk(BulkValue bulk, in WalkedValue value)
    {
        if (bulk.Uri is { } uri)
        {
            writer.WriteString(UriName, uri);
            return;
        }

        writer.WritePropertyName(InlineName);
        int wordSize = value.IsBigEndian ? value.VR.WordSize() : 1;
        byte[] chunk = ArrayPool<byte>.Shared.Rent(BulkChunks.Length);
        try
        {
            for (long position = 0; ;)
            {
                int read = bulk.Read(position, chunk.AsSpan(0, BulkChunks.Length));
                if (read == 0) throw new DicomDataException($"The value ends after {position} of {bulk.Length} bytes.", value.Tag, bulk.Offset + position);
                ByteOrder.Swap(chunk.AsSpan(0, read), wordSize);
                position += read;
                bool isLast = position >= bulk.Length;
                writer.WriteBase64StringSegment(chunk.AsSpan(0, read), isLast);
                if (isLast) return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private void WriteInline(ReadOnlySpan<byte> bytes, int wordSize)
    {
        if (wordSize == 1)
        {
            writer.WriteBase64String(InlineName, bytes);
            return;
        }

        byte[] swapped = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(swapped);
        ByteOrder.Swap(swapped.AsSpan(0, bytes.Length), wordSize);
        writer.WriteBase64String(InlineName, swapped.AsSpan(0, bytes.Length));
        ArrayPool<byte>.Shared.Return(swapped);
    }
}
