using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The parameter <c>orderby</c>: <c>-StudyDate,PatientName</c>, keywords or tags, with a minus for the reverse. Not the standard's.</summary>
internal static class OrderParameter
{
    private const int Most = 8;

    /// <summary>The query in that order.</summary>
    /// <exception cref="DicomWebException">No such attribute, or too many.</exception>
    public static DicomQuery AddTo(DicomQuery query, string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > Most) throw new DicomWebException(StatusCodes.Status400BadRequest, $"orderby takes {Most} attributes at most.");
        foreach (string part in parts)
        {
            // A plus comes as a space.
            if (AttributePath.TryParse(part.TrimStart('-', '+', ' ')) is not [var tag])
                throw new DicomWebException(StatusCodes.Status400BadRequest, "orderby names an unknown attribute.");
            query = query.OrderBy(tag, isDescending: part[0] == '-');
        }

        return query;
    }
}
