using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Sqlite.Tests;

/// <summary>What a crash or a full disk leaves of the index: whole batches, up to one that it names.</summary>
public sealed class CrashTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Crash_WithTheLogCutAnywhere_LeavesTheFirstBatchesWhole()
    {
        var random = new Random(5);
        string path = _folder.File("index.db");
        var batches = new List<IndexEntry[]>();
        // Never copied into the file: before it is, SQLite flushes the log, and what was flushed is not cut off.
        await using SqliteIndex index = await SqliteIndex.OpenAsync(path, new SqliteIndexOptions { AutoCheckpointPages = 0 });
        long sequence = 0;
        foreach (IndexEntry[] batch in new SyntheticEntries(3).Archive(40, 2, 2).Chunk(8))
        {
            sequence = await index.StoreAsync(batch, sequence);
            batches.Add(batch);

            // The files as they stand, with the unflushed end of the write-ahead log cut off.
            string copy = _folder.File($"crash{batches.Count}.db");
            File.Copy(path, copy);
            File.Copy(path + "-wal", copy + "-wal");
            await using (FileStream wal = File.OpenWrite(copy + "-wal")) wal.SetLength(random.NextInt64(wal.Length + 1));
            await CheckAsync(copy, batches);
        }
    }

    [Test]
    public async Task Index_WithoutSpace_AppliesAllOfABatchOrNothing()
    {
        using var database = Database.Open(_folder.File("index.db"), isReader: false);
        SchemaSetup.Apply(database, SchemaVersions.All);
        using var writer = new IndexWriter(database, IndexAttributes.Default);
        IndexEntry[] entries = [.. new SyntheticEntries(1).Archive(200, 1, 2)];
        writer.Apply(Batch(entries[..10], 0), default);
        long pages = database.QueryInt64("PRAGMA page_count");
        database.Execute($"PRAGMA max_page_count={pages + 2}");
        var full = Assert.Throws<IndexException>(() => writer.Apply(Batch(entries[10..], 10), default));
        Assert.That((full!.Fault, full.IsTransient), Is.EqualTo((IndexFault.Full, true)));
        Assert.That((database.QueryInt64("SELECT count(*) FROM instances"), writer.GetMeta("checkpoint")), Is.EqualTo((10, "10")));

        database.Execute("PRAGMA max_page_count=1000000");
        writer.Apply(Batch(entries[10..], 10), default);
        Assert.That((database.QueryInt64("SELECT count(*) FROM instances"), database.QueryInt64("SELECT sum(instances) FROM studies")), Is.EqualTo((400, 400)));
        await Task.CompletedTask;

        static IndexBatch Batch(IndexEntry[] entries, long after) =>
            new([.. entries.Select(e => new InstanceStored(++after, default, e))], after.ToString(), false);
    }

    private static async Task CheckAsync(string path, List<IndexEntry[]> batches)
    {
        await using SqliteIndex left = await SqliteIndex.OpenAsync(path, new SqliteIndexOptions { IntegrityCheck = SqliteIntegrityCheck.Always });
        int count = int.Parse(await left.GetCheckpointAsync(default) ?? "0");
        Assert.That(count % 8, Is.Zero, "half a batch");
        List<IndexEntry> entries = await left.LocateAsync();
        Assert.That(entries.Select(e => e.Id), Is.EquivalentTo(batches.SelectMany(b => b).Take(count).Select(e => e.Id)));
        List<DicomDataset> studies = await left.FindAsync(DicomQuery.Studies());
        Assert.That(studies.Sum(s => s.GetInt32(DicomTag.NumberOfStudyRelatedInstances)), Is.EqualTo(count));

        // What it lacks comes again from the store's log; what it has does not count twice.
        await left.StoreAsync(batches.SelectMany(b => b));
        Assert.That(await left.LocateAsync(), Has.Count.EqualTo(batches.Count * 8));
    }
}
