using Pacs.Core;

namespace Pacs.Archive.Sqlite.Tests;

/// <summary>What the tests ask of an index, in short.</summary>
internal static class IndexExtensions
{
    /// <summary>Applies entries as one batch; their sequence numbers follow <paramref name="after"/>, and the last one is the checkpoint.</summary>
    public static async Task<long> StoreAsync(this IArchiveIndex index, IEnumerable<IndexEntry> entries, long after = 0, bool durable = false)
    {
        ArchiveChange[] changes = [.. entries.Select(e => new InstanceStored(++after, DateTimeOffset.UnixEpoch, e))];
        await index.ApplyAsync(new IndexBatch(changes, after.ToString(), durable), default);
        return after;
    }

    public static async Task<List<DicomDataset>> FindAsync(this IArchiveIndex index, DicomQuery query)
    {
        List<DicomDataset> found = [];
        await foreach (DicomDataset match in index.FindAsync(query, default)) found.Add(match);
        return found;
    }

    public static async Task<List<IndexEntry>> LocateAsync(this IArchiveIndex index, InstanceSelector? which = null)
    {
        List<IndexEntry> found = [];
        await foreach (IndexEntry entry in index.LocateAsync(which ?? new InstanceSelector(), default)) found.Add(entry);
        return found;
    }

    public static async Task<List<ArchiveChange>> ChangesAsync(this IArchiveIndex index)
    {
        List<ArchiveChange> changes = [];
        await foreach (ArchiveChange change in index.ChangesAsync(0, default)) changes.Add(change);
        return changes;
    }
}
