using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>WADO-RS of frames (PS3.18 §10.4.1.1.4): each by its byte range, in the order asked for.</summary>
internal static class FramesHandler
{
    public static async Task HandleAsync(DicomWebContext context)
    {
        string list = context.RouteValue("frames") ?? string.Empty;
        // What is no list is the client's mistake, whether or not there is such an instance.
        FrameNumbers.Parse(list, int.MaxValue);
        IndexEntry entry = await InstanceList.RequireOneAsync(context, context.Aborted).ConfigureAwait(false);
        await WriteAsync(context, entry, list).ConfigureAwait(false);
    }

    /// <summary>All frames of an instance: its pixel data as bulk data.</summary>
    public static Task WriteAllAsync(DicomWebContext context, IndexEntry entry) => WriteAsync(context, entry, null);

    private static async Task WriteAsync(DicomWebContext context, IndexEntry entry, string? list)
    {
        CancellationToken ct = context.Aborted;
        IEncodedDataset stored = await context.Archive.Archive.OpenAsync(entry, ct).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            FrameReader reader = await OpenAsync(stored, ct).ConfigureAwait(false);
            int[] frames = list is null ? [.. Enumerable.Range(0, reader.Count)] : FrameNumbers.Parse(list, reader.Count);
            FrameForm form = FrameForm.Choose(context.Request, reader.TransferSyntax, frames.Length, context.Service.Transcoder);
            string tag = InstanceList.Tag([entry], $"{form} {list}");
            if (ConditionalRequest.IsCurrent(context.Http, tag, ConditionalRequest.Immutable)) return;
            if (form.Syntax == reader.TransferSyntax && reader.IsVerbatim && reader.ValueOffset is { } offset)
                await WriteStoredAsync(context, entry, form, stored, offset, reader, frames).ConfigureAwait(false);
            else
                await WriteMadeAsync(context, entry, form, reader, frames).ConfigureAwait(false);
        }
    }

    /// <summary>Writes all frames as parts of an answer that has begun.</summary>
    public static async ValueTask WritePartsAsync(DicomWebContext context, IndexEntry entry, FrameForm form, IEncodedDataset stored, FrameReader reader, MultipartWriter multipart)
    {
        CancellationToken ct = context.Aborted;
        PipeWriter output = context.Response.BodyWriter;
        bool isStored = form.Syntax == reader.TransferSyntax && reader.IsVerbatim && reader.ValueOffset is not null;
        for (int frame = 0; frame < reader.Count; frame++)
        {
            if (isStored)
            {
                IReadOnlyList<ByteRange> ranges = await reader.GetRangesAsync(frame, ct).ConfigureAwait(false);
                multipart.BeginPart(PartHeaders(context, entry, form, frame, ranges.Sum(r => r.Length)));
                foreach (ByteRange range in ranges) await StoredCopy.CopyAsync(stored, reader.ValueOffset!.Value + range.Offset, range.Length, output, ct).ConfigureAwait(false);
                continue;
            }

            using EncodedFrame source = await reader.ReadAsync(frame, ct).ConfigureAwait(false);
            using EncodedFrame? made = form.Syntax == reader.TransferSyntax ? null : context.Service.Transcoder.Transcode(source, reader.Dataset, form.Syntax, ct).Frame;
            ReadOnlyMemory<byte> bytes = (made ?? source).Memory;
            multipart.BeginPart(PartHeaders(context, entry, form, frame, bytes.Length));
            await output.WriteAsync(bytes, ct).ConfigureAwait(false);
        }
    }

    public static async ValueTask<FrameReader> OpenAsync(IEncodedDataset stored, CancellationToken ct)
    {
        try
        {
            return await FrameReader.CreateAsync(stored, ct).ConfigureAwait(false);
        }
        catch (DicomDataException none) when (none.Tag == DicomTag.PixelData)
        {
            throw new DicomWebException(StatusCodes.Status404NotFound, "The instance has no frames.", none);
        }
    }

    // From store to network by ranges.
    private static async ValueTask WriteStoredAsync(DicomWebContext context, IndexEntry entry, FrameForm form, IEncodedDataset stored, long valueOffset, FrameReader reader, int[] frames)
    {
        CancellationToken ct = context.Aborted;
        HttpResponse response = context.Response;
        var ranges = new IReadOnlyList<ByteRange>[frames.Length];
        for (int i = 0; i < frames.Length; i++) ranges[i] = await reader.GetRangesAsync(frames[i], ct).ConfigureAwait(false);
        long[] lengths = [.. ranges.Select(r => r.Sum(part => part.Length))];
        if (!form.IsMultipart)
        {
            // By ranges too: the beginning of a frame in HTJ2K is a smaller picture (PS3.5 §10.18).
            await RangedBody.WriteAsync(context, $"{form.MediaType}; transfer-syntax={form.Syntax.Uid.Value}", lengths[0],
                (offset, count) => RangedBody.CopyAsync(context, stored, valueOffset, ranges[0], offset, count)).ConfigureAwait(false);
            return;
        }

        PipeWriter output = response.BodyWriter;
        var multipart = MultipartWriter.Begin(response, form.MediaType, form.Syntax.Uid.Value);
        string[] headers = [.. frames.Select((f, i) => PartHeaders(context, entry, form, f, lengths[i]))];
        long length = multipart.EndLength + lengths.Sum();
        for (int i = 0; i < headers.Length; i++) length += multipart.OverheadOf(headers[i], isFirst: i == 0);
        response.ContentLength = length;
        if (context.IsHead) return;
        for (int i = 0; i < frames.Length; i++)
        {
            multipart.BeginPart(headers[i]);
            foreach (ByteRange range in ranges[i]) await StoredCopy.CopyAsync(stored, valueOffset + range.Offset, range.Length, output, ct).ConfigureAwait(false);
        }

        multipart.End();
        await output.FlushAsync(ct).ConfigureAwait(false);
    }

    private static async ValueTask WriteMadeAsync(DicomWebContext context, IndexEntry entry, FrameForm form, FrameReader reader, int[] frames)
    {
        CancellationToken ct = context.Aborted;
        HttpResponse response = context.Response;
        PipeWriter output = response.BodyWriter;
        MultipartWriter? multipart = form.IsMultipart ? MultipartWriter.Begin(response, form.MediaType, form.Syntax.Uid.Value) : null;
        if (multipart is null) response.ContentType = $"{form.MediaType}; transfer-syntax={form.Syntax.Uid.Value}";
        if (context.IsHead) return;
        foreach (int frame in frames)
        {
            using EncodedFrame source = await reader.ReadAsync(frame, ct).ConfigureAwait(false);
            if (form.Syntax == reader.TransferSyntax)
            {
                await WriteAsync(source).ConfigureAwait(false);
                continue;
            }

            using EncodedFrame made = context.Service.Transcoder.Transcode(source, reader.Dataset, form.Syntax, ct).Frame;
            await WriteAsync(made).ConfigureAwait(false);
        }

        multipart?.End();
        await output.FlushAsync(ct).ConfigureAwait(false);

        async ValueTask WriteAsync(EncodedFrame frame)
        {
            if (multipart is null) response.ContentLength = frame.Memory.Length;
            multipart?.BeginPart(PartHeaders(context, entry, form, frame.Frame, frame.Memory.Length));
            await output.WriteAsync(frame.Memory, ct).ConfigureAwait(false);
        }
    }

    private static string PartHeaders(DicomWebContext context, IndexEntry entry, FrameForm form, int frame, long length) => string.Create(
        CultureInfo.InvariantCulture,
        $"Content-Type: {form.MediaType}; transfer-syntax={form.Syntax.Uid.Value}\r\nContent-Length: {length}\r\nContent-Location: {BulkUris.InstanceUrl(context.BaseUrl, entry.Study, entry.Series, entry.Id.SopInstance)}/frames/{frame + 1}\r\n");
}
