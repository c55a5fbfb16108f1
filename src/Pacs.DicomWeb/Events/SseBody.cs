using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pacs.Archive;

namespace Pacs.DicomWeb;

/// <summary>Server-Sent Events (HTML Living Standard §9.2): each change with its sequence as the id, and a comment while nothing happens, so that proxies keep the connection and a lost client is noticed.</summary>
internal static class SseBody
{
    public const string MediaType = "text/event-stream";
    private const int FlushAbove = 64 * 1024;

    public static async ValueTask WriteAsync(DicomWebContext context, long after, TimeProvider time, CancellationToken ending)
    {
        HttpResponse response = context.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back
        if (context.IsHead) return;
        context.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        PipeWriter output = response.BodyWriter;
        Write(output, "retry: 2000\n\n");
        await output.FlushAsync(context.Aborted).ConfigureAwait(false);
        var batches = new EventBatches(context.Archive.Archive, after, time, ending);
        await using (batches.ConfigureAwait(false))
        {
            using var json = new EventJson();
            try
            {
                while (await batches.ReadAsync(context.Options.EventHeartbeat).ConfigureAwait(false) is { } batch)
                {
                    bool isQuiet = batch.Count == 0;
                    long last = isQuiet ? 0 : batch[^1].Sequence;
                    await EventFilter.ApplyAsync(context.Archive, batch, ending).ConfigureAwait(false);
                    if (isQuiet) Write(output, ":\n\n");
                    foreach (ArchiveChange change in batch)
                    {
                        Write(output, string.Create(CultureInfo.InvariantCulture, $"id: {change.Sequence}\ndata: "));
                        output.Write(json.Write(change).Span);
                        Write(output, "\n\n");
                        if (output.UnflushedBytes > FlushAbove && (await output.FlushAsync(context.Aborted).ConfigureAwait(false)).IsCompleted) return;
                    }

                    // An id alone moves the bookmark on past what was hidden (no data: the browser dispatches nothing).
                    if (!isQuiet && (batch.Count == 0 || batch[^1].Sequence < last)) Write(output, string.Create(CultureInfo.InvariantCulture, $"id: {last}\n\n"));
                    if ((await output.FlushAsync(context.Aborted).ConfigureAwait(false)).IsCompleted) return;
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested && !context.Aborted.IsCancellationRequested)
            {
                // The server stops, or the stream has lived long enough: the body ends whole, and the client comes again with its last id.
            }
        }
    }

    private static void Write(PipeWriter output, string text)
    {
        int length = Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length));
        output.Advance(length);
    }
}
