using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;

namespace Pacs.DicomWeb;

/// <summary>Where a client wants the feed to begin.</summary>
internal static class EventStart
{
    /// <summary>The sequence number that a client names: its last event, else <c>after</c>. Null when it names none.</summary>
    /// <exception cref="DicomWebException">It is no number.</exception>
    public static long? Parse(HttpRequest request)
    {
        // After a lost connection a browser asks the same URL again, with the header: what it got last counts.
        string last = request.Headers["Last-Event-ID"].ToString();
        string text = last.Length > 0 ? last : request.Query["after"].ToString();
        if (text.Length == 0) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? sequence : throw new DicomWebException(StatusCodes.Status400BadRequest, "after and Last-Event-ID take a sequence number, which is not negative.");
    }

    /// <summary>The number to begin after: who names none gets what comes from now on. Null when the number is beyond the feed's end, so that it is not of this archive.</summary>
    public static async ValueTask<(long? After, long End)> ResolveAsync(DicomArchive archive, long? wanted, CancellationToken ct)
    {
        long end = await archive.GetLastSequenceAsync(ct).ConfigureAwait(false);
        return (wanted is null ? end : wanted <= end ? wanted : null, end);
    }
}
