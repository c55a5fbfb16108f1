using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Reads the one data set of an answer, JSON or XML.</summary>
internal static class DocumentReader
{
    /// <returns>Null when the answer has none: no content, or another media type.</returns>
    public static async Task<DicomDataset?> ReadAsync(DicomWebTransport transport, HttpResponseMessage response, CancellationToken ct)
    {
        BodyStream body = await BodyStream.OpenAsync(transport, response, progress: null, ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            string? type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
            bool isJson = type is "application/dicom+json" or "application/json", isXml = type is "application/dicom+xml" or "text/xml" or "application/xml";
            if (!isJson && !isXml) return null;
            using PooledBuffer buffer = await PooledBuffer.ReadAsync(body, transport.Options.MaxInMemoryLength, ct).ConfigureAwait(false);
            if (buffer.Length == 0) return null;
            if (isJson) return DicomJson.ParseAll(buffer.Written.Span, transport.Options.Json) is [var first, ..] ? first : null;
            using var text = new MemoryStream(buffer.Written.ToArray(), writable: false);
            return DicomXml.Parse(text, transport.Options.Xml);
        }
    }
}
