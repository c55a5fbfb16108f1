using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The path of a bulk data URI: tags, with the item's number after each sequence.</summary>
internal static class BulkPath
{
    private const int MaxSteps = 64;

    /// <exception cref="DicomWebException">No such path.</exception>
    public static DicomPathStep[] Parse(string? text)
    {
        string[] parts = (text ?? string.Empty).Split('/');
        if (parts.Length % 2 == 0 || parts.Length > MaxSteps) throw NotFound();
        var steps = new DicomPathStep[(parts.Length + 1) / 2];
        for (int i = 0; i < steps.Length; i++)
        {
            if (parts[2 * i].Length != 8 || !DicomTag.TryParse(parts[2 * i], out DicomTag tag)) throw NotFound();
            int? item = null;
            if (2 * i + 1 < parts.Length)
            {
                if (!int.TryParse(parts[2 * i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) throw NotFound();
                item = number;
            }

            steps[i] = new DicomPathStep(tag, null, item);
        }

        return steps;
    }

    public static DicomWebException NotFound() => new(StatusCodes.Status404NotFound, "There is no such value.");
}
