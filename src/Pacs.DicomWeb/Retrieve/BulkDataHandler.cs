using System.Globalization;
using System.IO.Pipelines;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Bulk data: each value of each instance has a URI (PS3.18 §10.4.1.1.6), and is given whole or by ranges.</summary>
internal static class BulkDataHandler
{
    // Values from here on are left where they are and copied by range.
    private static readonly DicomReadOptions Options = new() { DeferAbove = 4096 };

    public static async Task HandleAsync(DicomWebContext context)
    {
        DicomPathStep[] path = BulkPath.Parse(context.RouteValue("path"));
        IndexEntry entry = await InstanceList.RequireOneAsync(context, context.Aborted).ConfigureAwait(false);
        if (path is [{ Tag: var tag }] && IsPixelData(tag) && entry.TransferSyntax.IsEncapsulated)
        {
            string type = MediaTypes.OfFrame(entry.TransferSyntax);
            if (!type.StartsWith("video/", StringComparison.Ordinal))
            {
                // Compressed pixel data is a part for each frame.
                await FramesHandler.WriteAllAsync(context, entry).ConfigureAwait(false);
                return;
            }

            PictureType video = PictureType.Choose(context.Request, [type, MediaTypes.OctetStream]);
            if (ConditionalRequest.IsCurrent(context.Http, InstanceList.Tag([entry], "video"), ConditionalRequest.Immutable)) return;
            await VideoBody.WriteAsync(context, entry, video.MediaType).ConfigureAwait(false);
            return;
        }

        string? stated = path is [{ Tag: var document }] && document == DicomTag.EncapsulatedDocument && entry.Attributes.GetString(DicomTag.MIMETypeOfEncapsulatedDocument) == "application/pdf" ? "application/pdf" : null;
        PictureType form = stated is null ? PictureType.Choose(context.Request, [MediaTypes.OctetStream]) : PictureType.Choose(context.Request, [stated, MediaTypes.OctetStream]);
        if (ConditionalRequest.IsCurrent(context.Http, InstanceList.Tag([entry], $"bulk {context.RouteValue("path")} {form}"), ConditionalRequest.Immutable)) return;
        await WriteValueAsync(context, entry, path, form.MediaType, form.IsMultipart).ConfigureAwait(false);
    }

    /// <summary>Writes a value as the body.</summary>
    /// <exception cref="DicomWebException">There is none at that path.</exception>
    public static ValueTask WriteValueAsync(DicomWebContext context, IndexEntry entry, DicomPathStep[] path, string mediaType, bool isMultipart = false) =>
        ReadValueAsync(context, entry, path, (length, write) => WriteBytesAsync(context, length, write, mediaType, isMultipart));

    /// <summary>Writes a value as a part.</summary>
    /// <param name="context">The request.</param>
    /// <param name="entry">The instance.</param>
    /// <param name="path">Of the value.</param>
    /// <param name="url">Of the value, below the instance.</param>
    /// <param name="multipart">Takes it.</param>
    public static ValueTask WritePartAsync(DicomWebContext context, IndexEntry entry, DicomPathStep[] path, string url, MultipartWriter multipart) =>
        ReadValueAsync(context, entry, path, async (length, write) =>
        {
            string instance = BulkUris.InstanceUrl(context.BaseUrl, entry.Study, entry.Series, entry.Id.SopInstance);
            multipart.BeginPart(string.Create(CultureInfo.InvariantCulture, $"Content-Type: {MediaTypes.OctetStream}\r\nContent-Length: {length}\r\nContent-Location: {instance}/{url}\r\n"));
            await write(0, length).ConfigureAwait(false);
        });

    // Finds a value and hands on its length and what copies some of it into the answer.
    private static async ValueTask ReadValueAsync(DicomWebContext context, IndexEntry entry, DicomPathStep[] path, Func<long, Func<long, long, ValueTask>, ValueTask> use)
    {
        CancellationToken ct = context.Aborted;
        if (entry.TransferSyntax.IsDeflated || entry.TransferSyntax.IsBigEndian)
        {
            // Not to be had by range: inflated, or turned round, first.
            DicomFile file = await StoredFile.OpenAsync(context.Archive, entry, context.Options.TranscodeInMemoryLimit, ct).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
            {
                DicomElement element = Find(file.Dataset, path);
                await use(element.Length, (offset, count) => CopyAsync(element, offset, count, context.Response.BodyWriter, ct)).ConfigureAwait(false);
            }

            return;
        }

        IEncodedDataset stored = await context.Archive.Archive.OpenAsync(entry, ct).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            if (path is [{ Tag: var tag }] && IsPixelData(tag))
            {
                FrameReader reader = await FramesHandler.OpenAsync(stored, ct).ConfigureAwait(false);
                if (reader.Tag != tag) throw BulkPath.NotFound();
                long start = reader.ValueOffset ?? 0, length = stored.Length - start;
                // To the end of the value, which hardly ever has anything behind it.
                length = await ValueLengthAsync(stored, start, length, ct).ConfigureAwait(false);
                await use(length, (offset, count) => StoredCopy.CopyAsync(stored, start + offset, count, context.Response.BodyWriter, ct)).ConfigureAwait(false);
                return;
            }

            DicomElement value = Find(await HeaderLoader.ReadAsync(stored, Options, ct).ConfigureAwait(false), path);
            Func<long, long, ValueTask> write = value.Bulk is { IsAvailable: false } bulk
                ? (offset, count) => StoredCopy.CopyAsync(stored, bulk.Offset + offset, count, context.Response.BodyWriter, ct)
                : (offset, count) => CopyAsync(value, offset, count, context.Response.BodyWriter, ct);
            await use(value.Length, write).ConfigureAwait(false);
        }
    }

    private static bool IsPixelData(DicomTag tag) => tag == DicomTag.PixelData || tag == DicomTag.FloatPixelData || tag == DicomTag.DoubleFloatPixelData;

    // The length in the element's header, which is the four bytes before the value in every encoding of native pixel data.
    private static async ValueTask<long> ValueLengthAsync(IEncodedDataset stored, long start, long rest, CancellationToken ct)
    {
        byte[] length = new byte[4];
        int read = await stored.ReadAsync(start - 4, length, ct).ConfigureAwait(false);
        return read == 4 ? Math.Min(rest, System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(length)) : rest;
    }

    private static async ValueTask WriteBytesAsync(DicomWebContext context, long length, Func<long, long, ValueTask> write, string mediaType, bool isMultipart)
    {
        if (!isMultipart)
        {
            await RangedBody.WriteAsync(context, mediaType, length, write).ConfigureAwait(false);
            return;
        }

        // A range is one of the value, and stands in its part (RFC 9110 §15.3.7.2); clients that take multipart only ask so.
        if (RangedBody.Select(context, length) is not { } chosen) return;
        MultipartWriter multipart = MultipartWriter.Begin(context.Response, mediaType);
        string range = chosen.Range is null ? string.Empty : $"Content-Range: {chosen.Range}\r\n";
        string headers = string.Create(CultureInfo.InvariantCulture, $"Content-Type: {mediaType}\r\nContent-Length: {chosen.Count}\r\n{range}Content-Location: {context.BaseUrl}/studies/{context.Study}/series/{context.Series}/instances/{context.Instance}/bulkdata/{context.RouteValue("path")}\r\n");
        context.Response.ContentLength = multipart.OverheadOf(headers, isFirst: true) + chosen.Count + multipart.EndLength;
        if (context.IsHead) return;
        multipart.BeginPart(headers);
        await write(chosen.Offset, chosen.Count).ConfigureAwait(false);
        multipart.End();
        await context.Response.BodyWriter.FlushAsync(context.Aborted).ConfigureAwait(false);
    }

    private static async ValueTask CopyAsync(DicomElement element, long offset, long count, PipeWriter output, CancellationToken ct)
    {
        if (element.Bulk is not { } bulk)
        {
            await output.WriteAsync(element.GetBytes().Slice((int)offset, (int)count), ct).ConfigureAwait(false);
            return;
        }

        while (count > 0)
        {
            Memory<byte> piece = output.GetMemory(64 * 1024);
            if (piece.Length > count) piece = piece[..(int)count];
            int read = await bulk.ReadAsync(offset, piece, ct).ConfigureAwait(false);
            if (read == 0) throw new DicomDataException("The value ends early.", element.Tag, offset);
            output.Advance(read);
            offset += read;
            count -= read;
            await output.FlushAsync(ct).ConfigureAwait(false);
        }
    }

    private static DicomElement Find(DicomDataset dataset, DicomPathStep[] path)
    {
        for (int i = 0; i + 1 < path.Length; i++)
        {
            if (dataset.GetSequence(path[i].Tag) is not { } items || path[i].Item is not { } item || item >= items.Count) throw BulkPath.NotFound();
            dataset = items[item];
        }

        return dataset.TryGet(path[^1].Tag, out DicomElement element) && element.VR != DicomVR.SQ && !element.IsEmpty ? element : throw BulkPath.NotFound();
    }
}
