using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>How a rendered resource is given (PS3.18 Table 8.7.4-1).</summary>
/// <param name="MediaType">Of a picture.</param>
/// <param name="IsMultipart">A part for each picture, if there are several or one was asked for so.</param>
internal readonly record struct PictureType(string MediaType, bool IsMultipart)
{
    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";
    public const string Gif = "image/gif";
    public const string Apng = "image/apng";

    /// <summary>Chooses among what can be made, the first being the default.</summary>
    /// <exception cref="DicomWebException">Nothing that is acceptable can be made.</exception>
    public static PictureType Choose(HttpRequest request, ReadOnlySpan<string> offers)
    {
        foreach (MediaRange range in AcceptHeader.Of(request))
        {
            foreach (string offer in offers)
            {
                if (range.IsAny || range.Accepts(offer)) return new PictureType(offer, false);
                if (range.IsMultipart && range.AcceptsParts(offer)) return new PictureType(offer, true);
            }
        }

        throw new DicomWebException(StatusCodes.Status406NotAcceptable, $"Acceptable here: {string.Join(", ", offers.ToArray())}.");
    }
}
