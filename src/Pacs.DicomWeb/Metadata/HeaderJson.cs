using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The metadata of one instance as DICOM JSON, with gaps where the base of its URLs goes: servers are reached under several names.</summary>
/// <param name="Text">The object, without the base of URLs.</param>
/// <param name="Gaps">Where the base goes, ascending, in bytes of <paramref name="Text"/>.</param>
internal sealed record HeaderJson(ReadOnlyMemory<byte> Text, int[] Gaps)
{
    // Nothing in a data set can be the same.
    private static readonly string Marker = $"{Guid.NewGuid():N}{Guid.NewGuid():N}";
    private static readonly byte[] MarkerBytes = Encoding.ASCII.GetBytes(Marker);

    /// <summary>Bytes with a base of that length.</summary>
    public long LengthWith(int baseLength) => Text.Length + (long)Gaps.Length * baseLength;

    public void WriteTo(IBufferWriter<byte> output, ReadOnlySpan<byte> baseUrl)
    {
        ReadOnlySpan<byte> text = Text.Span;
        int from = 0;
        foreach (int gap in Gaps)
        {
            output.Write(text[from..gap]);
            output.Write(baseUrl);
            from = gap;
        }

        output.Write(text[from..]);
    }

    /// <summary>Makes it of a header.</summary>
    /// <param name="header">The header.</param>
    /// <param name="instancePath">Path of the instance below the base, beginning with a slash.</param>
    /// <param name="inlineLimit">Binary values above so many bytes are given by URI.</param>
    public static HeaderJson Make(StoredHeader header, string instancePath, int inlineLimit)
    {
        var options = new DicomJsonOptions
        {
            InlineLimit = inlineLimit,
            BulkDataUri = bulk => BulkUris.IsInline(bulk.Tag, bulk.VR) ? null : $"{Marker}{instancePath}/{BulkUris.PathOf(bulk.Path)}",
        };
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 4 * options.MaxDepth + 8 }))
            DicomJson.Write(header.Dataset, writer, options);
        ReadOnlySpan<byte> text = buffer.WrittenSpan;
        if (header.PixelTag is { } pixels)
        {
            // The last element of the object, before its closing brace.
            string vr = pixels == DicomTag.FloatPixelData ? "OF" : pixels == DicomTag.DoubleFloatPixelData ? "OD" : "OW";
            string element = $"{(text.Length > 2 ? "," : string.Empty)}\"{pixels:J}\":{{\"vr\":\"{vr}\",\"BulkDataURI\":\"{Marker}{instancePath}/bulkdata/{pixels:J}\"}}}}";
            return Cut([.. text[..^1], .. Encoding.UTF8.GetBytes(element)]);
        }

        return Cut(text.ToArray());
    }

    private static HeaderJson Cut(byte[] text)
    {
        var gaps = new List<int>(1);
        int length = 0;
        for (ReadOnlySpan<byte> rest = text; ;)
        {
            int at = rest.IndexOf(MarkerBytes);
            int take = at < 0 ? rest.Length : at;
            rest[..take].CopyTo(text.AsSpan(length)); // to the left, never over what is still to be read
            length += take;
            if (at < 0) return new HeaderJson(text.AsMemory(0, length), [.. gaps]);
            gaps.Add(length);
            rest = rest[(at + MarkerBytes.Length)..];
        }
    }
}
