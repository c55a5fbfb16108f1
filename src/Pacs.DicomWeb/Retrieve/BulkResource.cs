using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>All bulk data, or all pixel data, of a study, series or instance, a part for each value or frame (PS3.18 §10.4.1.1.5 and §10.4.1.1.6).</summary>
internal static class BulkResource
{
    public static Task BulkdataAsync(DicomWebContext context) => HandleAsync(context, isPixelsOnly: false);

    public static Task PixelDataAsync(DicomWebContext context) => HandleAsync(context, isPixelsOnly: true);

    private static async Task HandleAsync(DicomWebContext context, bool isPixelsOnly) =>
        await WriteAsync(context, await InstanceList.RequireAsync(context, context.Aborted).ConfigureAwait(false), isPixelsOnly).ConfigureAwait(false);

    /// <summary>Answers with the values of these instances.</summary>
    /// <exception cref="DicomWebException">There are none, or the client does not take them.</exception>
    public static async Task WriteAsync(DicomWebContext context, List<IndexEntry> entries, bool isPixelsOnly)
    {
        List<MediaRange> ranges = AcceptHeader.Of(context.Request);
        if (!ranges.Exists(r => r.IsAny || r.IsMultipart) || (!isPixelsOnly && !ranges.Exists(r => r.AcceptsParts(MediaTypes.OctetStream))))
            throw new DicomWebException(StatusCodes.Status406NotAcceptable, $"Acceptable here: multipart/related{(isPixelsOnly ? string.Empty : $"; type=\"{MediaTypes.OctetStream}\"")}.");
        // Before the answer begins: whether all of it can be made. More than one part is what it is about, so a single body is no form of it.
        Dictionary<TransferSyntax, FrameForm> forms = entries.Where(HasPixels).Select(e => e.TransferSyntax).Distinct()
            .ToDictionary(s => s, s => FrameForm.Choose(context.Request, s, count: 2, context.Service.Transcoder));
        string form = string.Join(' ', forms.Select(f => $"{f.Key.Uid} {f.Value}"));
        string cache = context.Instance is null ? ConditionalRequest.Revalidate : ConditionalRequest.Immutable;
        if (ConditionalRequest.IsCurrent(context.Http, InstanceList.Tag(entries, $"{(isPixelsOnly ? "pixels" : "values")} {form}"), cache)) return;
        if (context.IsHead)
        {
            MultipartWriter.Begin(context.Response, forms.Count > 0 ? forms.First().Value.MediaType : MediaTypes.OctetStream);
            return;
        }

        MultipartWriter? multipart = null;
        foreach (IndexEntry entry in entries)
        {
            if (!isPixelsOnly) multipart = await WriteValuesAsync(context, entry, multipart).ConfigureAwait(false);
            if (HasPixels(entry)) multipart = await WritePixelsAsync(context, entry, forms[entry.TransferSyntax], multipart).ConfigureAwait(false);
        }

        if (multipart is null) throw new DicomWebException(StatusCodes.Status404NotFound, isPixelsOnly ? "There is no pixel data." : "There is no bulk data.");
        multipart.End();
        await context.Response.BodyWriter.FlushAsync(context.Aborted).ConfigureAwait(false);
    }

    private static async ValueTask<MultipartWriter?> WriteValuesAsync(DicomWebContext context, IndexEntry entry, MultipartWriter? multipart)
    {
        StoredHeader header = await HeaderLoader.ReadAsync(context.Archive, entry, context.Aborted).ConfigureAwait(false);
        foreach (DicomPath path in BulkUris.PathsOf(header.Dataset, context.Options.InlineLimit))
        {
            multipart ??= MultipartWriter.Begin(context.Response, MediaTypes.OctetStream);
            await BulkDataHandler.WritePartAsync(context, entry, [.. path], BulkUris.PathOf(path), multipart).ConfigureAwait(false);
        }

        return multipart;
    }

    private static async ValueTask<MultipartWriter?> WritePixelsAsync(DicomWebContext context, IndexEntry entry, FrameForm form, MultipartWriter? multipart)
    {
        IEncodedDataset stored = await context.Archive.Archive.OpenAsync(entry, context.Aborted).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            FrameReader reader;
            try
            {
                reader = await FrameReader.CreateAsync(stored, context.Aborted).ConfigureAwait(false);
            }
            catch (DicomDataException none) when (none.Tag == DicomTag.PixelData)
            {
                return multipart; // a description of pixels, without any
            }

            multipart ??= MultipartWriter.Begin(context.Response, form.MediaType);
            // Native pixel data is one value under its own URI; compressed, each frame is a part.
            if (!form.Syntax.IsEncapsulated && !entry.TransferSyntax.IsEncapsulated)
                await BulkDataHandler.WritePartAsync(context, entry, [new DicomPathStep(reader.Tag)], string.Create(CultureInfo.InvariantCulture, $"bulkdata/{reader.Tag:J}"), multipart).ConfigureAwait(false);
            else
                await FramesHandler.WritePartsAsync(context, entry, form, stored, reader, multipart).ConfigureAwait(false);
        }

        return multipart;
    }

    private static bool HasPixels(IndexEntry entry) => entry.Attributes.GetUInt16(DicomTag.Rows) > 0;
}
