using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Pacs.DicomWeb;

/// <summary>Error answers as all of DICOMweb here gives them: <c>application/problem+json</c> (RFC 9457). For what refuses a request before it reaches an endpoint, too.</summary>
public static class DicomWebProblem
{
    /// <summary>Answers; the headers that are set, such as a challenge, stay.</summary>
    /// <param name="context">The request; its response has not begun.</param>
    /// <param name="status">HTTP status. With 503 goes <c>Retry-After</c>.</param>
    /// <param name="detail">The reason, for people. It goes to the client: no patient data.</param>
    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        ArgumentNullException.ThrowIfNull(context);
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = "5";
        var writer = new Utf8JsonWriter(response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
            writer.WriteNumber("status"u8, status);
            writer.WriteString("detail"u8, detail);
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
