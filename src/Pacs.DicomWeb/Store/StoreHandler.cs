using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>STOW-RS (PS3.18 §10.5): parts stream into the archive, the next while the one before is being made durable.</summary>
internal static class StoreHandler
{
    public static async Task HandleAsync(DicomWebContext context)
    {
        CancellationToken ct = context.Aborted;
        DocumentFormat format = DatasetBody.ChooseAnswer(context.Request);
        Admit(context);
        var report = new StoreReport(context.BaseUrl);
        var store = new InstanceStore(context, report);
        if (!MediaRangeParser.TryParse(context.Request.ContentType, out MediaRange? type)) throw Unsupported();
        if (type.Type == MediaTypes.Dicom)
        {
            await store.ReceiveAsync(context.Body, ct).ConfigureAwait(false);
        }
        else if (type.IsMultipart && type.Inner is null or MediaTypes.Dicom)
        {
            var parts = new MultipartReader(context.Body, type.Parameters.GetValueOrDefault("boundary"));
            await ReceiveAllAsync(parts, store, report, context.Options, ct).ConfigureAwait(false);
        }
        else if (type.IsMultipart && type.Inner is MediaTypes.DicomJson or MediaTypes.DicomXml or MediaTypes.Json)
        {
            var parts = new MultipartReader(context.Body, type.Parameters.GetValueOrDefault("boundary"));
            await new MetadataStore(context, store, report).ReceiveAsync(parts, ct).ConfigureAwait(false);
        }
        else
        {
            throw Unsupported();
        }

        if (report.Count == 0) throw MultipartReader.Malformed("The request holds no instance.");
        HttpResponse response = context.Response;
        response.StatusCode = report.Status;
        response.Headers.CacheControl = "no-store";
        await DatasetBody.WriteAsync(context, format, report.ToDataset()).ConfigureAwait(false);
    }

    private static async ValueTask ReceiveAllAsync(MultipartReader parts, InstanceStore store, StoreReport report, DicomWebOptions options, CancellationToken ct)
    {
        int count = 0;
        var running = new Queue<Task>();
        try
        {
            while (await parts.ReadNextAsync(ct).ConfigureAwait(false) is { } part)
            {
                if (++count > options.MaxStoreParts) throw new DicomWebException(StatusCodes.Status413PayloadTooLarge, $"A request has at most {options.MaxStoreParts} parts.");
                if (part.Headers.ContentType is { } type && type.Type is not (MediaTypes.Dicom or MediaTypes.OctetStream))
                {
                    report.AddOther(DicomStatus.CannotUnderstand);
                    continue;
                }

                Task receiving = store.ReceiveAsync(part.Content, ct).AsTask();
                // Read, though perhaps not durable yet: the flushes of several are shared.
                await Task.WhenAny(receiving, part.Content.Consumed).ConfigureAwait(false);
                if (receiving.IsCompleted) await receiving.ConfigureAwait(false);
                else running.Enqueue(receiving);
                while (running.Count >= options.StoreConcurrency) await running.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            // None may go on once the request is over.
            foreach (Task receiving in running) await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (Task receiving in running) await receiving.ConfigureAwait(false);
    }

    private static void Admit(DicomWebContext context)
    {
        if (context.Options.MaxStoreLength is { } most && context.Request.ContentLength > most)
            throw new DicomWebException(StatusCodes.Status413PayloadTooLarge, $"At most {most} bytes are accepted.");
        // The server's own limit (30 MB by default) is for requests that are held in memory: these are not.
        if (context.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = context.Options.MaxStoreLength;
    }

    private static DicomWebException Unsupported() => new(StatusCodes.Status415UnsupportedMediaType, "Accepted here: multipart/related of type application/dicom, application/dicom+json or application/dicom+xml; and application/dicom.");
}
