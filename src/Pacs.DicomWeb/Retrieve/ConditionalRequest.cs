using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Pacs.DicomWeb;

/// <summary>ETag, If-None-Match and cache headers (RFC 9110 §13, RFC 9111).</summary>
internal static class ConditionalRequest
{
    /// <summary>An instance never changes under its UID, as long as it is there.</summary>
    public const string Immutable = "private, max-age=31536000, immutable";

    /// <summary>May be kept, but is to be asked for again each time: more instances may come.</summary>
    public const string Revalidate = "private, no-cache";

    /// <summary>Sets ETag and Cache-Control; true when the client has this state already, and 304 was set.</summary>
    public static bool IsCurrent(HttpContext context, string tag, string cacheControl)
    {
        HttpResponse response = context.Response;
        string quoted = $"\"{tag}\"";
        response.Headers.ETag = quoted;
        response.Headers.CacheControl = cacheControl;
        response.Headers.Vary = "Accept, Accept-Encoding, Authorization";
        if (context.Request.Headers.IfNoneMatch.Count == 0) return false;
        if (!EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? known)) return false;
        var mine = new EntityTagHeaderValue(quoted);
        if (!known.Any(k => k.Tag == "*" || k.Compare(mine, useStrongComparison: false))) return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
