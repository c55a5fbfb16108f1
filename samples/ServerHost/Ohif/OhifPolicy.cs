using Pacs.ServerHost.Viewer;

namespace Pacs.ServerHost.Ohif;

/// <summary>The headers that keep OHIF's pages to this server, and give them the isolation that shared memory between workers needs.</summary>
internal static class OhifPolicy
{
    /// <summary>A value for the inline scripts of one page.</summary>
    public static string NewNonce() => ViewerPolicy.NewNonce();

    /// <summary>Sets the headers. Worker scripts carry them too: theirs are not inherited from the page.</summary>
    public static void Apply(HttpResponse response, string? nonce = null)
    {
        string scripts = nonce is null ? string.Empty : $" 'nonce-{nonce}'";
        response.Headers.ContentSecurityPolicy =
            "default-src 'self'; "
            + $"script-src 'self'{scripts} 'wasm-unsafe-eval' 'unsafe-eval' blob:; " // its codecs make functions of strings
            + "worker-src 'self' blob:; "
            + "style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self' data: blob:; "
            + "frame-src 'self' blob:; object-src 'self' blob:; " // PDF documents
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        Isolate(response);
    }

    /// <summary>What a document needs to be shown within an isolated page.</summary>
    public static void Isolate(HttpResponse response)
    {
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
