using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Stored bytes as a body of one part, whole or by the range that a client asks for (RFC 9110 §14).</summary>
internal static class RangedBody
{
    /// <summary>Writes the bytes of some ranges of a stored object, one after the other.</summary>
    /// <param name="context">The request. ETag is set already.</param>
    /// <param name="contentType">Of the bytes.</param>
    /// <param name="length">Bytes in all.</param>
    /// <param name="write">Writes bytes from an offset on, so many.</param>
    public static async ValueTask WriteAsync(DicomWebContext context, string contentType, long length, Func<long, long, ValueTask> write)
    {
        HttpResponse response = context.Response;
        response.ContentType = contentType;
        response.Headers.AcceptRanges = "bytes";
        if (Select(context, length) is not { } chosen) return;
        (long offset, long count) = (chosen.Offset, chosen.Count);
        if (chosen.Range is not null) response.Headers.ContentRange = chosen.Range;
        response.ContentLength = count;
        if (context.IsHead) return;
        await write(offset, count).ConfigureAwait(false);
        await response.BodyWriter.FlushAsync(context.Aborted).ConfigureAwait(false);
    }

    /// <summary>Chooses what the client asks for, and sets the status: 206 for a part, 416 for one that is not there.</summary>
    /// <returns>Where it begins, its length, and the Content-Range of a part; null when there is nothing to give.</returns>
    public static (long Offset, long Count, string? Range)? Select(DicomWebContext context, long length)
    {
        HttpResponse response = context.Response;
        if (RangeOf(context.Request, response.Headers.ETag) is not { } range) return (0, length, null);
        (long offset, long count) = range.From is null && range.To is { } suffix
            ? (Math.Max(0, length - suffix), Math.Min(suffix, length))
            : (range.From!.Value, Math.Min(range.To ?? long.MaxValue, length - 1) - range.From.Value + 1);
        if (offset >= length || count <= 0)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.ContentType = null;
            response.Headers.ContentRange = $"bytes */{length}";
            return null;
        }

        response.StatusCode = StatusCodes.Status206PartialContent;
        return (offset, count, new ContentRangeHeaderValue(offset, offset + count - 1, length).ToString());
    }

    /// <summary>Copies some bytes of the concatenation of ranges.</summary>
    public static async ValueTask CopyAsync(DicomWebContext context, IEncodedDataset stored, long valueOffset, IReadOnlyList<ByteRange> ranges, long offset, long count)
    {
        foreach (ByteRange range in ranges)
        {
            if (offset >= range.Length)
            {
                offset -= range.Length;
                continue;
            }

            long take = Math.Min(count, range.Length - offset);
            await StoredCopy.CopyAsync(stored, valueOffset + range.Offset + offset, take, context.Response.BodyWriter, context.Aborted).ConfigureAwait(false);
            count -= take;
            offset = 0;
            if (count == 0) return;
        }
    }

    // One range; of several, or of a range of another state (If-Range), the whole is given, as RFC 9110 allows.
    private static RangeItemHeaderValue? RangeOf(HttpRequest request, StringValues tag)
    {
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out RangeHeaderValue? header) || header.Unit != "bytes" || header.Ranges.Count != 1) return null;
        StringValues condition = request.Headers.IfRange;
        return condition.Count == 0 || condition == tag ? header.Ranges.First() : null;
    }
}
