using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Pacs.DicomWeb;

/// <summary>The list of frames in a path: numbers from 1, parted by commas (PS3.18 §10.4.1.1.4).</summary>
internal static class FrameNumbers
{
    private const int MaxNumbers = 100_000;

    /// <summary>Frame indexes from 0, in the order asked for.</summary>
    /// <exception cref="DicomWebException">No such list, or one of more than <paramref name="count"/>.</exception>
    public static int[] Parse(string? text, int count)
    {
        text = Uri.UnescapeDataString(text ?? string.Empty);
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > MaxNumbers) throw new DicomWebException(StatusCodes.Status400BadRequest, "Too many frames are asked for at once.");
        var frames = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
                throw new DicomWebException(StatusCodes.Status400BadRequest, "Frames are numbers from 1, parted by commas.");
            if (number > count) throw new DicomWebException(StatusCodes.Status404NotFound, $"There is no frame {number}: the instance has {count}.", new ArgumentOutOfRangeException(nameof(text)));
            frames[i] = number - 1;
        }

        return frames;
    }

    /// <summary>Index of the only frame that is asked for; null for several, or for what is no number.</summary>
    public static int? TryParseOne(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 ? number - 1 : null;
}
