using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>Reads the change feed: what was stored is the table of instances, what was removed a table of its own.</summary>
internal static class ChangeReader
{
    private const int ChunkSize = 256;

    /// <summary>The next changes in order; none at the end.</summary>
    /// <remarks>A chunk at a time, so that a slow reader of the feed holds no old state of the file.</remarks>
    internal static List<ArchiveChange> Read(Database database, long after)
    {
        // Both tables as of one moment.
        database.Execute("BEGIN");
        try
        {
            List<ArchiveChange> stored = Stored(database, after), removed = Removed(database, after);
            // A full list ends before the other may: what lies beyond its end is for the next chunk.
            long end = Math.Min(EndOf(stored), EndOf(removed));
            return [.. stored.Concat(removed).Where(c => c.Sequence <= end).OrderBy(c => c.Sequence)];
        }
        finally
        {
            database.Execute("COMMIT");
        }
    }

    private static long EndOf(List<ArchiveChange> changes) => changes.Count < ChunkSize ? long.MaxValue : changes[^1].Sequence;

    private static List<ArchiveChange> Stored(Database database, long after)
    {
        var changes = new List<ArchiveChange>();
        var reader = new EntryReader();
        using Statement.Use rows = database.Prepare($"{EntryReader.Select} WHERE i.id > ?1 ORDER BY i.id LIMIT {ChunkSize}").Begin();
        rows.Bind(1, after);
        while (rows.Step()) changes.Add(new InstanceStored(rows.GetInt64(0), Time(rows.GetInt64(8)), reader.Read(rows)));
        return changes;
    }

    private static List<ArchiveChange> Removed(Database database, long after)
    {
        var changes = new List<ArchiveChange>();
        using Statement.Use rows = database.Prepare($"SELECT id, uid, sop_class, study, series, removed FROM removals WHERE id > ?1 ORDER BY id LIMIT {ChunkSize}").Begin();
        rows.Bind(1, after);
        while (rows.Step())
        {
            var id = new InstanceId(DicomUid.FromBytes(rows.GetBytes(2)), DicomUid.FromBytes(rows.GetBytes(1)));
            changes.Add(new InstanceRemoved(rows.GetInt64(0), Time(rows.GetInt64(5)), id, DicomUid.FromBytes(rows.GetBytes(3)), DicomUid.FromBytes(rows.GetBytes(4))));
        }

        return changes;
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
