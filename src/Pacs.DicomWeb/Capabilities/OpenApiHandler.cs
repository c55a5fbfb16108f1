using System.Buffers;
using System.IO.Hashing;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>The OpenAPI document of the running service. PS3.18 has no such resource; tools that make clients and test suites read it.</summary>
internal static class OpenApiHandler
{
    public const string MediaType = "application/json";

    public static async Task HandleAsync(DicomWebContext context)
    {
        PictureType.Choose(context.Request, [MediaType, "application/openapi+json"]);
        var body = new ArrayBufferWriter<byte>(128 * 1024);
        using (var json = new Utf8JsonWriter(body))
            new OpenApiDocument(json, context.Archive.Archive.Attributes).Write(context.BaseUrl, context.Service.Routes);
        string tag = XxHash128.HashToUInt128(body.WrittenSpan).ToString("x32", CultureInfo.InvariantCulture);
        if (ConditionalRequest.IsCurrent(context.Http, tag, ConditionalRequest.Revalidate)) return;
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = body.WrittenCount;
        if (!context.IsHead) await context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.Aborted).ConfigureAwait(false);
    }
}
