using System.Security.Cryptography;

namespace Pacs.ServerHost.Viewer;

/// <summary>The headers that keep the viewer's pages to themselves: everything comes from this server, and no string is run as code.</summary>
internal static class ViewerPolicy
{
    /// <summary>A value for the style elements of one answer.</summary>
    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    /// <summary>Sets the headers. Worker scripts carry the policy too: theirs is not inherited from the page.</summary>
    public static void Apply(HttpResponse response, string? nonce = null)
    {
        string styles = nonce is null ? "'self'" : $"'self' 'nonce-{nonce}'";
        response.Headers.ContentSecurityPolicy =
            "default-src 'self'; "
            + "script-src 'self' 'wasm-unsafe-eval'; " // the codecs are WebAssembly
            + "worker-src 'self'; "
            + $"style-src {styles}; style-src-attr 'unsafe-inline'; " // Cornerstone writes the style attribute of its labels; style elements need the nonce
            + "img-src 'self' data: blob:; media-src 'self'; connect-src 'self'; "
            + "frame-src 'self' blob:; " // PDF documents
            + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
