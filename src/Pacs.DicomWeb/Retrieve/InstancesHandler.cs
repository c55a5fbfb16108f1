using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>WADO-RS of studies, series and instances as files (PS3.18 §10.4.1.1.1 to 3).</summary>
internal static class InstancesHandler
{
    public static async Task HandleAsync(DicomWebContext context)
    {
        List<IndexEntry> entries = await InstanceList.RequireAsync(context, context.Aborted).ConfigureAwait(false);
        if (InstanceForm.Choose(context.Request, entries, context.Service.Transcoder) is not { } form)
        {
            await BulkResource.WriteAsync(context, entries, isPixelsOnly: false).ConfigureAwait(false);
            return;
        }

        List<InstanceBody> bodies = [.. entries.Select(e => new InstanceBody(context, e, form.Syntaxes.Choose(e.TransferSyntax, context.Service.Transcoder)!))];
        string variant = $"{form.Container} {string.Join(' ', bodies.Select(b => b.Target.Uid.Value).Distinct())}";
        string tag = InstanceList.Tag(entries, variant);
        string cache = context.Instance is null ? ConditionalRequest.Revalidate : ConditionalRequest.Immutable;
        if (ConditionalRequest.IsCurrent(context.Http, tag, cache)) return;
        switch (form.Container)
        {
            case InstanceContainer.Single:
                await WriteSingleAsync(context, bodies[0]).ConfigureAwait(false);
                break;
            case InstanceContainer.Zip:
                await WriteZipAsync(context, bodies).ConfigureAwait(false);
                break;
            default:
                await WriteMultipartAsync(context, bodies).ConfigureAwait(false);
                break;
        }
    }

    private static async ValueTask WriteSingleAsync(DicomWebContext context, InstanceBody body)
    {
        HttpResponse response = context.Response;
        string type = $"{MediaTypes.Dicom}; transfer-syntax={body.Target.Uid.Value}";
        if (body.Length is { } length)
        {
            // As it is stored it is given by ranges, too: what broke off goes on where it was.
            await RangedBody.WriteAsync(context, type, length, WriteStoredAsync).ConfigureAwait(false);
            return;
        }

        response.ContentType = type;
        if (!context.IsHead) await WriteTranscodedAsync(body, response.BodyWriter, context.Aborted).ConfigureAwait(false);

        async ValueTask WriteStoredAsync(long offset, long count)
        {
            IEncodedDataset stored = await body.OpenAsync().ConfigureAwait(false);
            await using (stored.ConfigureAwait(false)) await body.WriteAsync(response.BodyWriter, stored, offset, count).ConfigureAwait(false);
        }
    }

    private static async ValueTask WriteMultipartAsync(DicomWebContext context, List<InstanceBody> bodies)
    {
        HttpResponse response = context.Response;
        MultipartWriter multipart = MultipartWriter.Begin(response, MediaTypes.Dicom);
        string[] headers = [.. bodies.Select(b => PartHeaders(context, b))];
        if (bodies.TrueForAll(b => b.IsVerbatim))
        {
            long length = multipart.EndLength;
            for (int i = 0; i < bodies.Count; i++) length += multipart.OverheadOf(headers[i], isFirst: i == 0) + bodies[i].Length!.Value;
            response.ContentLength = length;
        }

        if (context.IsHead) return;
        for (int i = 0; i < bodies.Count; i++)
        {
            InstanceBody body = bodies[i];
            if (body.IsVerbatim)
            {
                IEncodedDataset stored = await body.OpenAsync().ConfigureAwait(false);
                await using (stored.ConfigureAwait(false))
                {
                    multipart.BeginPart(headers[i]);
                    await body.WriteAsync(response.BodyWriter, stored).ConfigureAwait(false);
                }
            }
            else
            {
                multipart.BeginPart(headers[i]);
                await WriteTranscodedAsync(body, response.BodyWriter, context.Aborted).ConfigureAwait(false);
            }
        }

        multipart.End();
        await response.BodyWriter.FlushAsync(context.Aborted).ConfigureAwait(false);
    }

    private static async ValueTask WriteZipAsync(DicomWebContext context, List<InstanceBody> bodies)
    {
        HttpResponse response = context.Response;
        response.ContentType = MediaTypes.Zip;
        response.Headers.ContentDisposition = $"attachment; filename=\"{context.Instance ?? context.Series ?? context.Study}.zip\"";
        if (context.IsHead) return;
        Stream stream = response.BodyWriter.AsStream(leaveOpen: true);
        await using (stream.ConfigureAwait(false))
        {
            // Pixels that are compressed already do not get smaller, and those that are not cost more time than they save on a local network.
            var forward = new ForwardStream(stream);
            var zip = new ZipArchive(forward, ZipArchiveMode.Create, leaveOpen: true);
            await using (zip.ConfigureAwait(false))
            {
                foreach (InstanceBody body in bodies)
                {
                    ZipArchiveEntry entry = zip.CreateEntry($"{body.Entry.Study}/{body.Entry.Series}/{body.Entry.Id.SopInstance}.dcm", CompressionLevel.NoCompression);
                    entry.LastWriteTime = body.Entry.ReceivedAt.Year >= 1980 ? body.Entry.ReceivedAt : new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                    Stream content = await entry.OpenAsync(context.Aborted).ConfigureAwait(false);
                    await using (content.ConfigureAwait(false))
                    {
                        PipeWriter output = PipeWriter.Create(content, new StreamPipeWriterOptions(leaveOpen: true, minimumBufferSize: 128 * 1024));
                        if (body.IsVerbatim)
                        {
                            IEncodedDataset stored = await body.OpenAsync().ConfigureAwait(false);
                            await using (stored.ConfigureAwait(false)) await body.WriteAsync(output, stored).ConfigureAwait(false);
                        }
                        else
                        {
                            await WriteTranscodedAsync(body, output, context.Aborted).ConfigureAwait(false);
                        }

                        await output.CompleteAsync().ConfigureAwait(false);
                    }
                }
            }

            await forward.ReleaseAsync(context.Aborted).ConfigureAwait(false);
        }
    }

    private static async ValueTask WriteTranscodedAsync(InstanceBody body, PipeWriter output, CancellationToken ct)
    {
        (DicomFile source, DicomFile result) = await body.TranscodeAsync().ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        await using (result.ConfigureAwait(false))
        {
            Stream stream = output.AsStream(leaveOpen: true);
            await using (stream.ConfigureAwait(false)) await result.SaveAsync(stream, ct).ConfigureAwait(false);
        }
    }

    private static string PartHeaders(DicomWebContext context, InstanceBody body)
    {
        IndexEntry entry = body.Entry;
        string length = body.Length is { } known ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {known}\r\n") : string.Empty;
        return $"Content-Type: {MediaTypes.Dicom}; transfer-syntax={body.Target.Uid.Value}\r\n{length}Content-Location: {context.BaseUrl}/studies/{entry.Study}/series/{entry.Series}/instances/{entry.Id.SopInstance}\r\n";
    }
}
