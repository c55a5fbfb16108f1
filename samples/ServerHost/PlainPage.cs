using System.Net;

namespace Pacs.ServerHost;

/// <summary>A page of the server itself, without script: for who is not in the viewer, or not yet.</summary>
internal static class PlainPage
{
    /// <param name="http">The request.</param>
    /// <param name="title">What it is, as text.</param>
    /// <param name="body">What stands below the title, as HTML.</param>
    /// <param name="status">Status of the answer.</param>
    public static IResult Render(HttpContext http, string title, string body, int status)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        string name = WebUtility.HtmlEncode(title);
        return Results.Content($$"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{{name}} · Pacs</title><meta name="viewport" content="width=device-width">
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem; color: #e6e9ee; background: #14171c; }
              h1 { font-size: 1.3rem; } label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
              input { margin: .3rem 0 1rem; padding: .5rem; border: 1px solid #55606e; border-radius: .3rem; background: #1d2229; color: inherit; }
              button { padding: .6rem; border: 0; border-radius: .3rem; background: #2f7dd1; color: #fff; } p[role=alert] { color: #ff9c9c; }
            </style></head>
            <body><h1>{{name}}</h1>
            {{body}}
            </body></html>
            """, "text/html; charset=utf-8", null, status);
    }
}
