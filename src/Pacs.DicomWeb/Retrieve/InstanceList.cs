using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The instances that a path selects, in the order of their series and numbers.</summary>
internal static class InstanceList
{
    /// <exception cref="DicomWebException">There are none.</exception>
    public static async ValueTask<List<IndexEntry>> RequireAsync(DicomWebContext context, CancellationToken ct)
    {
        var entries = new List<IndexEntry>();
        await foreach (IndexEntry entry in context.Archive.LocateAsync(context.Selector, ct).ConfigureAwait(false)) entries.Add(entry);
        if (entries.Count == 0) throw new DicomWebException(StatusCodes.Status404NotFound, "There is no such study, series or instance.");
        if (context.Audit is { } audit) await audit.AnnounceAsync(isLocated: true).ConfigureAwait(false);
        return entries;
    }

    /// <exception cref="DicomWebException">There is none.</exception>
    public static async ValueTask<IndexEntry> RequireOneAsync(DicomWebContext context, CancellationToken ct)
    {
        await foreach (IndexEntry entry in context.Archive.LocateAsync(context.Selector, ct).ConfigureAwait(false))
        {
            if (context.Audit is { } audit) await audit.AnnounceAsync(isLocated: true).ConfigureAwait(false);
            return entry;
        }

        throw new DicomWebException(StatusCodes.Status404NotFound, "There is no such instance.");
    }

    /// <summary>A tag of the state of these instances, for one of its forms.</summary>
    public static string Tag(IEnumerable<IndexEntry> entries, string form)
    {
        var hash = new XxHash128();
        Span<UInt128> value = stackalloc UInt128[1];
        foreach (IndexEntry entry in entries)
        {
            value[0] = entry.ContentHash;
            hash.Append(MemoryMarshal.AsBytes(value));
        }

        hash.Append(MemoryMarshal.AsBytes(form.AsSpan()));
        return hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);
    }
}
