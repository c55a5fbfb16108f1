using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Pacs.ServerHost.Viewer;

/// <summary>Serves the built viewer: hashed files for ever, the page itself anew each time.</summary>
internal static class ViewerPages
{
    private const string NoncePlace = "__CSP_NONCE__";

    /// <summary>Where the build puts the viewer beside the server.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "viewer");

    /// <summary>Whether a viewer was built: without Node.js at build time there is none, and the server does without.</summary>
    public static bool IsBuilt(string folder) => File.Exists(Path.Combine(folder, "index.html"));

    /// <summary>Maps the viewer's files and its pages: the worklist at <c>/</c>, a study at <c>/viewer/UID</c>, administration at <c>/admin</c>.</summary>
    public static void MapViewer(this WebApplication app, string folder)
    {
        // Read once: the page is small, and only the nonce differs between answers.
        string page = File.ReadAllText(Path.Combine(folder, "index.html"));
        var types = new FileExtensionContentTypeProvider();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            ContentTypeProvider = types,
            OnPrepareResponse = context => Prepare(context.Context.Response, context.Context.Request.Path),
        });
        foreach (string route in (string[])["/", "/viewer/{study}", "/admin"]) app.MapGet(route, (HttpResponse response) => Page(response, page)).AllowAnonymous(); // what is on them needs permission
    }

    private static void Prepare(HttpResponse response, PathString path)
    {
        ViewerPolicy.Apply(response);
        // The name of an asset holds the hash of its content.
        response.Headers.CacheControl = path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    private static IResult Page(HttpResponse response, string page)
    {
        string nonce = ViewerPolicy.NewNonce();
        ViewerPolicy.Apply(response, nonce);
        response.Headers.CacheControl = "no-store";
        return Results.Content(page.Replace(NoncePlace, nonce, StringComparison.Ordinal), "text/html; charset=utf-8");
    }
}
