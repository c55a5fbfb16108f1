using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>WADO-RS metadata (PS3.18 §10.4.1.1.2): headers without bulk data.</summary>
internal static class MetadataHandler
{
    private const int FlushAbove = 64 * 1024;

    public static async Task HandleAsync(DicomWebContext context)
    {
        DocumentFormat format = DocumentFormat.Choose(context.Request);
        List<IndexEntry> entries = await InstanceList.RequireAsync(context, context.Aborted).ConfigureAwait(false);
        string cache = context.Instance is null ? ConditionalRequest.Revalidate : ConditionalRequest.Immutable;
        if (ConditionalRequest.IsCurrent(context.Http, InstanceList.Tag(entries, $"metadata {format} {context.BaseUrl}"), cache)) return;
        if (format.IsXml) await WriteXmlAsync(context, entries).ConfigureAwait(false);
        else await WriteJsonAsync(context, entries, format.ContentType).ConfigureAwait(false);
    }

    private static async ValueTask WriteJsonAsync(DicomWebContext context, List<IndexEntry> entries, string contentType)
    {
        context.Response.ContentType = contentType;
        if (context.IsHead) return;
        PipeWriter output = context.Response.BodyWriter;
        for (int i = 0; i < entries.Count; i++)
        {
            IndexEntry entry = entries[i];
            StoredHeader header = await HeaderLoader.ReadAsync(context.Archive, entry, context.Aborted).ConfigureAwait(false);
            Write(output, i == 0 ? "["u8 : ","u8);
            Encode(header, BulkUris.InstanceUrl(context.BaseUrl, entry.Study, entry.Series, entry.Id.SopInstance), context.Options, output);
            if (output.UnflushedBytes > FlushAbove) await output.FlushAsync(context.Aborted).ConfigureAwait(false);
        }

        Write(output, "]"u8);
        await output.FlushAsync(context.Aborted).ConfigureAwait(false);
    }

    private static void Encode(StoredHeader header, string url, DicomWebOptions options, PipeWriter output)
    {
        var json = new DicomJsonOptions
        {
            InlineLimit = options.InlineLimit,
            BulkDataUri = bulk => BulkUris.IsInline(bulk.Tag, bulk.VR) ? null : $"{url}/{BulkUris.PathOf(bulk.Path)}",
        };
        byte[] text = DicomJsonText(header.Dataset, json);
        if (header.PixelTag is not { } pixels)
        {
            Write(output, text);
            return;
        }

        // The last element of the object, before its closing brace.
        Write(output, text.AsSpan(0, text.Length - 1));
        string vr = pixels == DicomTag.FloatPixelData ? "OF" : pixels == DicomTag.DoubleFloatPixelData ? "OD" : "OW";
        string element = $"{(text.Length > 2 ? "," : string.Empty)}\"{pixels:J}\":{{\"vr\":\"{vr}\",\"BulkDataURI\":\"{url}/bulkdata/{pixels:J}\"}}}}";
        output.Advance(System.Text.Encoding.UTF8.GetBytes(element, output.GetSpan(element.Length * 3)));
    }

    private static byte[] DicomJsonText(DicomDataset dataset, DicomJsonOptions json)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 4 * json.MaxDepth + 8 }))
            DicomJson.Write(dataset, writer, json);
        return buffer.WrittenSpan.ToArray();
    }

    private static async ValueTask WriteXmlAsync(DicomWebContext context, List<IndexEntry> entries)
    {
        MultipartWriter multipart = MultipartWriter.Begin(context.Response, MediaTypes.DicomXml);
        if (context.IsHead) return;
        PipeWriter output = context.Response.BodyWriter;
        foreach (IndexEntry entry in entries)
        {
            StoredHeader header = await HeaderLoader.ReadAsync(context.Archive, entry, context.Aborted).ConfigureAwait(false);
            string url = BulkUris.InstanceUrl(context.BaseUrl, entry.Study, entry.Series, entry.Id.SopInstance);
            var xml = new DicomXmlOptions
            {
                InlineLimit = context.Options.InlineLimit,
                BulkDataUri = bulk => BulkUris.IsInline(bulk.Tag, bulk.VR) ? null : $"{url}/{BulkUris.PathOf(bulk.Path)}",
            };
            multipart.BeginPart($"Content-Type: {MediaTypes.DicomXml}\r\nContent-Location: {url}/metadata\r\n");
            Stream stream = output.AsStream(leaveOpen: true);
            await using (stream.ConfigureAwait(false)) await DicomXml.WriteAsync(header.Dataset, stream, xml, context.Aborted).ConfigureAwait(false);
        }

        multipart.End();
        await output.FlushAsync(context.Aborted).ConfigureAwait(false);
    }

    private static void Write(PipeWriter output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
