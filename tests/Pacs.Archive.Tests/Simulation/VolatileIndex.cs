using Pacs.Core;

namespace Pacs.Archive.Tests;

/// <summary>
/// An index whose batches are durable as SQLite's are with a write-ahead log that is not flushed at each commit: a crash leaves
/// those up to some point, and that is not before the last batch that asked to be durable.
/// </summary>
internal sealed class VolatileIndex(SimulatedDisk disk, IReadOnlyList<IndexBatch> before) : IArchiveIndex
{
    private readonly MemoryIndex _index = new();
    private readonly List<(int At, IndexBatch Batch)> _applied = [.. before.Select(b => (0, b))];

    public IndexAttributes Attributes => _index.Attributes;

    public static async ValueTask<VolatileIndex> OpenAsync(SimulatedDisk disk, IReadOnlyList<IndexBatch> before)
    {
        var index = new VolatileIndex(disk, before);
        foreach (IndexBatch batch in before) await index._index.ApplyAsync(batch, default);
        return index;
    }

    /// <summary>The batches that a crash after so many calls to the disk would leave; <paramref name="survives"/> is asked for each that need not.</summary>
    public List<IndexBatch> AfterCrash(int calls, Func<bool> survives)
    {
        List<(int At, IndexBatch Batch)> applied = [.. _applied.TakeWhile(a => a.At <= calls)];
        int kept = applied.FindLastIndex(a => a.Batch.Durable) + 1;
        kept = Math.Max(kept, before.Count);
        while (kept < applied.Count && survives()) kept++;
        return [.. applied.Take(kept).Select(a => a.Batch)];
    }

    public async ValueTask ApplyAsync(IndexBatch batch, CancellationToken ct)
    {
        await _index.ApplyAsync(batch, ct);
        _applied.Add((disk.Journal.Count, batch));
    }

    public ValueTask<string?> GetCheckpointAsync(CancellationToken ct) => _index.GetCheckpointAsync(ct);

    public ValueTask<IndexEntry?> GetAsync(DicomUid sopInstance, CancellationToken ct) => _index.GetAsync(sopInstance, ct);

    public IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, CancellationToken ct) => _index.FindAsync(query, ct);

    public IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, CancellationToken ct) => _index.LocateAsync(which, ct);

    public IAsyncEnumerable<ArchiveChange> ChangesAsync(long after, CancellationToken ct) => _index.ChangesAsync(after, ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
