using Microsoft.AspNetCore.StaticFiles;

namespace Pacs.ServerHost.Ohif;

/// <summary>Serves OHIF's published build (npm <c>@ohif/app</c>) with a configuration that points to this server.</summary>
internal static class OhifPages
{
    public const string Path = "/ohif";

    /// <summary>Whether a folder holds a build.</summary>
    public static bool IsBuild(string folder) => File.Exists(System.IO.Path.Combine(folder, "index.html"));

    /// <summary>Maps the build's files, its configuration, and its pages at <c>/ohif</c>.</summary>
    public static void MapOhif(this WebApplication app, string folder)
    {
        string page = Moved(File.ReadAllText(System.IO.Path.Combine(folder, "index.html")));
        string configuration = Configuration();
        app.Use((context, next) =>
        {
            // A document, such as a PDF, that an isolated page shows must agree to it.
            if (context.Request.Path.StartsWithSegments("/dicom-web", StringComparison.Ordinal)) OhifPolicy.Isolate(context.Response);
            return next(context);
        });
        app.MapGet(Path + "/app-config.js", (HttpResponse response) =>
        {
            OhifPolicy.Apply(response);
            response.Headers.CacheControl = "no-cache";
            return Results.Content(configuration, "text/javascript; charset=utf-8");
        }).AllowAnonymous();
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".jsonc"] = "application/json";
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = Path,
            FileProvider = new OhifFiles(System.IO.Path.GetFullPath(folder), Path),
            ContentTypeProvider = types,
            OnPrepareResponse = context =>
            {
                OhifPolicy.Apply(context.Context.Response);
                context.Context.Response.Headers.CacheControl = "no-cache";
            },
        });
        // What is no file is a page of the application. (A route that matched files too would keep them from being served.)
        foreach (string route in (string[])[Path, Path + "/{**page:nonfile}"]) app.MapGet(route, (HttpResponse response) => Page(response, page)).AllowAnonymous(); // what is on them needs permission
    }

    private static IResult Page(HttpResponse response, string page)
    {
        string nonce = OhifPolicy.NewNonce();
        OhifPolicy.Apply(response, nonce);
        response.Headers.CacheControl = "no-store";
        return Results.Content(page.Replace("<script>", $"<script nonce=\"{nonce}\">", StringComparison.Ordinal), "text/html; charset=utf-8");
    }

    // Attributes, and the inline script that says where everything is.
    private static string Moved(string page) => page.Replace("=\"/", $"=\"{Path}/", StringComparison.Ordinal);

    private static string Configuration()
    {
        using Stream stream = typeof(OhifPages).Assembly.GetManifestResourceStream("ohif-app-config.js") ?? throw new InvalidOperationException("The configuration is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
