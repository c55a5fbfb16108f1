using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>OPTIONS on the service and on each resource (PS3.18 §8.9): what it can do, with the methods in Allow.</summary>
internal static class CapabilitiesHandler
{
    private const string Wadl = "application/vnd.sun.wadl+xml";
    private const string WadlAsJson = "application/vnd.sun.wadl+json";

    /// <summary>An OPTIONS route for the service and for each resource.</summary>
    public static IEnumerable<DicomWebRoute> RoutesFor(IReadOnlyList<DicomWebRoute> routes)
    {
        ResourceTree tree = ResourceTree.Of(routes);
        foreach (string pattern in routes.Select(r => r.Pattern).Where(p => p != "/").Distinct().Prepend(string.Empty))
        {
            ResourceTree resource = tree.Find(pattern);
            yield return new DicomWebRoute("OPTIONS", pattern, DicomWebOperation.Describe, "Retrieve capabilities", new RouteForm("RetrieveCapabilities"), context => HandleAsync(context, resource));
        }
    }

    private static async Task HandleAsync(DicomWebContext context, ResourceTree resource)
    {
        HttpResponse response = context.Response;
        response.Headers.Allow = resource.Allow;
        response.Headers.CacheControl = ConditionalRequest.Revalidate;
        response.Headers.Vary = "Accept, Authorization";
        PictureType type = PictureType.Choose(context.Request, [Wadl, MediaTypes.Json, WadlAsJson, "application/xml", "text/xml"]);
        XElement document = WadlDocument.Make(context.BaseUrl, resource, context.Archive.Archive.Attributes);
        var body = new ArrayBufferWriter<byte>(32 * 1024);
        if (type.MediaType is MediaTypes.Json or WadlAsJson)
        {
            using var json = new Utf8JsonWriter(body);
            WadlJson.Write(document, json);
        }
        else
        {
            body.Write(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document}"));
        }

        response.ContentType = type.MediaType;
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, context.Aborted).ConfigureAwait(false);
    }
}
