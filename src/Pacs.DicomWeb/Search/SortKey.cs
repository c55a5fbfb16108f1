using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>An attribute to order results by.</summary>
/// <param name="Tag">The attribute, at top level.</param>
/// <param name="IsDescending">Largest or latest first.</param>
internal sealed record SortKey(DicomTag Tag, bool IsDescending)
{
    /// <summary>Reads <c>-StudyDate,PatientName</c>: keywords or tags, with a minus for the reverse.</summary>
    /// <exception cref="DicomWebException">No such attribute.</exception>
    public static IReadOnlyList<SortKey> ParseAll(string text)
    {
        var keys = new List<SortKey>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            bool isDescending = part[0] == '-';
            if (AttributePath.TryParse(part.TrimStart('-', '+', ' ')) is not [var tag])
                throw new DicomWebException(StatusCodes.Status400BadRequest, "orderby names an unknown attribute.");
            keys.Add(new SortKey(tag, isDescending));
        }

        return keys;
    }
}
