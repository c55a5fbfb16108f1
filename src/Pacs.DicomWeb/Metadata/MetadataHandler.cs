using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>WADO-RS metadata (PS3.18 §10.4.1.1.2): headers without bulk data, from what is kept of each series.</summary>
internal static class MetadataHandler
{
    private const int FlushAbove = 128 * 1024;

    public static async Task HandleAsync(DicomWebContext context)
    {
        DocumentFormat format = DocumentFormat.Choose(context.Request);
        List<IndexEntry> entries = await InstanceList.RequireAsync(context, context.Aborted).ConfigureAwait(false);
        string cache = context.Instance is null ? ConditionalRequest.Revalidate : ConditionalRequest.Immutable;
        ContentCoding coding = ContentCoding.Choose(context.Request);
        if (ConditionalRequest.IsCurrent(context.Http, InstanceList.Tag(entries, $"metadata {format} {coding.Name} {context.BaseUrl}"), cache)) return;
        if (format.IsXml) await WriteXmlAsync(context, entries, coding).ConfigureAwait(false);
        else await WriteJsonAsync(context, entries, format.ContentType, coding).ConfigureAwait(false);
    }

    private static async ValueTask WriteJsonAsync(DicomWebContext context, List<IndexEntry> entries, string contentType, ContentCoding coding)
    {
        CancellationToken ct = context.Aborted;
        List<List<IndexEntry>> series = [];
        foreach (IndexEntry entry in entries)
        {
            if (series.Count == 0 || series[^1][0].Series != entry.Series || series[^1][0].Study != entry.Study) series.Add([]);
            series[^1].Add(entry);
        }

        byte[] baseUrl = JsonEncodedText.Encode(context.BaseUrl, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();
        context.Response.ContentType = contentType;
        SeriesMetadata first = await context.Service.Metadata(context.Http).GetAsync(context.Archive, series[0], ct).ConfigureAwait(false);
        if (series.Count == 1 && coding.IsIdentity) context.Response.ContentLength = 1 + entries.Sum(e => first.Find(e.Id.SopInstance, e.ContentHash)!.LengthWith(baseUrl.Length) + 1);
        if (context.IsHead) return;
        CodedBody body = coding.Begin(context.Response);
        PipeWriter output = body.Output;
        bool isFirst = true;
        foreach (List<IndexEntry> instances in series)
        {
            SeriesMetadata metadata = instances == series[0] ? first : await context.Service.Metadata(context.Http).GetAsync(context.Archive, instances, ct).ConfigureAwait(false);
            foreach (IndexEntry entry in instances)
            {
                Write(output, isFirst ? "["u8 : ","u8);
                isFirst = false;
                metadata.Find(entry.Id.SopInstance, entry.ContentHash)?.WriteTo(output, baseUrl);
                if (output.UnflushedBytes > FlushAbove) await output.FlushAsync(ct).ConfigureAwait(false);
            }
        }

        Write(output, "]"u8);
        await body.EndAsync(ct).ConfigureAwait(false);
    }

    private static async ValueTask WriteXmlAsync(DicomWebContext context, List<IndexEntry> entries, ContentCoding coding)
    {
        var multipart = new MultipartType(MediaTypes.DicomXml);
        context.Response.ContentType = multipart.ContentType;
        if (context.IsHead) return;
        CodedBody body = coding.Begin(context.Response);
        var parts = new MultipartWriter(body.Output, multipart.Boundary);
        foreach (IndexEntry entry in entries)
        {
            StoredHeader header = await HeaderLoader.ReadAsync(context.Archive, entry, context.Aborted).ConfigureAwait(false);
            string url = BulkUris.InstanceUrl(context.BaseUrl, entry.Study, entry.Series, entry.Id.SopInstance);
            if (header.PixelTag is { } pixels) header.Dataset.SetBytes(pixels, pixels == DicomTag.FloatPixelData ? DicomVR.OF : pixels == DicomTag.DoubleFloatPixelData ? DicomVR.OD : DicomVR.OW, new byte[8]);
            var xml = new DicomXmlOptions
            {
                InlineLimit = 0,
                BulkDataUri = bulk => (bulk.Length > context.Options.InlineLimit || bulk.Tag == header.PixelTag) && !BulkUris.IsInline(bulk.Tag, bulk.VR) ? $"{url}/{BulkUris.PathOf(bulk.Path)}" : null,
            };
            parts.BeginPart($"Content-Type: {MediaTypes.DicomXml}\r\nContent-Location: {url}/metadata\r\n");
            Stream stream = body.Output.AsStream(leaveOpen: true);
            await using (stream.ConfigureAwait(false)) await DicomXml.WriteAsync(header.Dataset, stream, xml, context.Aborted).ConfigureAwait(false);
        }

        parts.End();
        await body.EndAsync(context.Aborted).ConfigureAwait(false);
    }

    private static void Write(PipeWriter output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
