using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>How data sets are answered: DICOM JSON, or the Native DICOM Model in one part each.</summary>
/// <param name="IsXml">Whether as XML.</param>
/// <param name="ContentType">For JSON: what the client called it.</param>
internal readonly record struct DocumentFormat(bool IsXml, string ContentType)
{
    /// <exception cref="DicomWebException">The client takes neither.</exception>
    public static DocumentFormat Choose(HttpRequest request)
    {
        foreach (MediaRange range in AcceptHeader.Of(request))
        {
            if (range.Accepts(MediaTypes.DicomJson) || range is { IsMultipart: true, Inner: MediaTypes.DicomJson or MediaTypes.Json }) return new(false, MediaTypes.DicomJson);
            if (range.Type == MediaTypes.Json) return new(false, MediaTypes.Json);
            if (range.Type is MediaTypes.DicomXml || (range.IsMultipart && range.AcceptsParts(MediaTypes.DicomXml))) return new(true, MediaTypes.DicomXml);
        }

        throw new DicomWebException(StatusCodes.Status406NotAcceptable, $"Acceptable here: {MediaTypes.DicomJson}; multipart/related; type=\"{MediaTypes.DicomXml}\".");
    }
}
