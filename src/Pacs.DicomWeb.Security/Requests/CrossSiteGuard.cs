using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb.Security;

/// <summary>Refuses what pages of other sites let a browser send to change something, or to open a WebSocket, which CORS does not hold back: a browser on this machine, or with a client certificate, needs no further credentials.</summary>
internal sealed class CrossSiteGuard(RequestDelegate next, DicomWebSecurityOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsAbusable(context.Request) || IsOwn(context.Request))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        await DicomWebProblem.WriteAsync(context, StatusCodes.Status403Forbidden, "Pages of other sites may not do this here.").ConfigureAwait(false);
    }

    private static bool IsAbusable(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) || request.IsWebSocket();

    private bool IsOwn(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return true; // no browser, or no other site
        if (options.Origins.Contains(origin) || options.Origins.Contains("*")) return true;
        // By host and port: behind a proxy that ends TLS the schemes differ.
        return Uri.TryCreate(origin, UriKind.Absolute, out Uri? site)
            && string.Equals(site.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && site.Port == (request.Host.Port ?? (site.Scheme == "https" ? 443 : 80));
    }
}
