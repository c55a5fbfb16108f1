using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>QIDO-RS (PS3.18 §10.6): results are encoded as the index yields them.</summary>
internal static class SearchHandler
{
    /// <summary>Until so many bytes are written nothing is sent, so that headers can still tell how it ended.</summary>
    private const int HoldBack = 1024 * 1024;
    private const int FlushAbove = 64 * 1024;

    public static Func<DicomWebContext, Task> At(QueryLevel level) => context => HandleAsync(context, level);

    private static async Task HandleAsync(DicomWebContext context, QueryLevel level)
    {
        DocumentFormat format = DocumentFormat.Choose(context.Request);
        SearchRequest request = SearchRequest.Parse(context, level);
        CancellationToken ct = context.Aborted;
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Accept, Accept-Encoding, Authorization";
        if (context.Archive.Archive.Attributes.UnsupportedKeys(request.Query) is { Count: > 0 } unsupported)
            // PS3.18 §10.6.3.3: attributes that were neither matched nor returned.
            response.Headers.Append("Warning", $"299 pacs \"These attributes are not indexed at this level: {string.Join(", ", unsupported.Take(20).Select(t => t.Keyword ?? t.ToString("J", null)))}\"");
        var writer = ResultWriter.Begin(response, format, ContentCoding.Choose(context.Request));
        var urls = new RetrieveUrls(context.BaseUrl, level);
        int count = 0;
        bool isCut = false, isStreaming = request.Limit is null;
        await using (writer.ConfigureAwait(false))
        {
            DicomQuery query = request.Query.Skip(request.Offset);
            // One more than wanted tells whether there are more.
            if (request.Limit is { } limit and < int.MaxValue) query = query.Take(limit + 1);
            await foreach (DicomDataset result in context.Archive.FindAsync(query, ct).ConfigureAwait(false))
            {
                isCut = count == request.Limit;
                if (isCut) break;
                await WriteAsync(result).ConfigureAwait(false);
            }

            if (!response.HasStarted) await TellHowManyAsync(context, request, count, isCut).ConfigureAwait(false);
            await writer.EndAsync(ct).ConfigureAwait(false);
        }

        async ValueTask WriteAsync(DicomDataset result)
        {
            count++;
            urls.AddTo(result);
            await writer.WriteAsync(result, ct).ConfigureAwait(false);
            if (writer.Unsent <= (isStreaming ? FlushAbove : HoldBack)) return;
            if (!isStreaming && !response.HasStarted) await TellBeforehandAsync(context, request).ConfigureAwait(false);
            await writer.SendAsync(ct).ConfigureAwait(false);
        }
    }

    // Who goes through a list in an order wants to know how long it is, where that can be had for little. Others are told only that there is more.
    private static async ValueTask TellHowManyAsync(DicomWebContext context, SearchRequest request, int count, bool isCut)
    {
        // Beyond the end nothing tells where it was.
        bool isSeen = !isCut && (count > 0 || request.Offset == 0), isWorthCounting = !isCut || request.Query.Order.Count > 0;
        long? total = isSeen ? (long)request.Offset + count : isWorthCounting ? await context.Archive.CountAsync(request.Query, context.Aborted).ConfigureAwait(false) : null;
        Tell(context.Response, total, isCut, (long)request.Offset + count);
    }

    // A page that is too long to be held back: its headers go before its end is known, and the index is asked what they are to say. Without a word a client would take the page for all.
    private static async ValueTask TellBeforehandAsync(DicomWebContext context, SearchRequest request)
    {
        long end = (long)request.Offset + request.Limit!.Value;
        long? total = await context.Archive.CountAsync(request.Query, context.Aborted).ConfigureAwait(false);
        bool isCut = total > end;
        if (total is null && end < int.MaxValue)
        {
            await foreach (DicomDataset _ in context.Archive.FindAsync(request.Query.Skip((int)end).Take(1), context.Aborted).ConfigureAwait(false)) isCut = true;
        }

        Tell(context.Response, total, isCut, end);
    }

    // PS3.18 §8.3.4.4. What was stored between two looks makes no difference to there being more.
    private static void Tell(HttpResponse response, long? total, bool isCut, long end)
    {
        if (total is { } all) response.Headers["X-Total-Count"] = all.ToString(CultureInfo.InvariantCulture);
        if (!isCut) return;
        string more = total is null ? string.Empty : Math.Max(1, total.Value - end).ToString(CultureInfo.InvariantCulture) + " ";
        response.Headers.Append("Warning", $"299 pacs \"There are {more}additional results that can be requested\"");
    }
}
