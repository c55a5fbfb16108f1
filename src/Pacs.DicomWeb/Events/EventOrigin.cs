using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>
/// Whether a page may open an event socket. Browsers let a page of any site open one, with the user's cookies and certificates, and CORS does not apply: the server must look at Origin (RFC 6455 §10.2).
/// </summary>
internal static class EventOrigin
{
    /// <summary>Pages of this server, those of the origins configured, and clients that are no browsers.</summary>
    public static bool IsAllowed(HttpRequest request, DicomWebOptions options)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return true;
        if (options.EventOrigins.Contains("*") || options.EventOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && IsSame(page, options.PublicUrl, request);
    }

    private static bool IsSame(Uri page, Uri? configured, HttpRequest request)
    {
        if (configured is not null) return Uri.Compare(page, configured, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
        return string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
