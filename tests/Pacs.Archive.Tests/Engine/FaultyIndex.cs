using Pacs.Core;

namespace Pacs.Archive.Tests;

/// <summary>An index that can be told to fail, and remembers what it was given.</summary>
internal sealed class FaultyIndex(IArchiveIndex inner) : IArchiveIndex
{
    /// <summary>Asked before each batch; throw to refuse it, block to hold it up.</summary>
    public Action<IndexBatch>? Before { get; set; }

    /// <summary>The batches that were applied.</summary>
    public List<IndexBatch> Batches { get; } = [];

    public IndexAttributes Attributes => inner.Attributes;

    public async ValueTask ApplyAsync(IndexBatch batch, CancellationToken ct)
    {
        Before?.Invoke(batch);
        await inner.ApplyAsync(batch, ct);
        Batches.Add(batch);
    }

    public ValueTask<string?> GetCheckpointAsync(CancellationToken ct) => inner.GetCheckpointAsync(ct);

    public ValueTask<IndexEntry?> GetAsync(DicomUid sopInstance, CancellationToken ct) => inner.GetAsync(sopInstance, ct);

    public IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, CancellationToken ct) => inner.FindAsync(query, ct);

    public IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, CancellationToken ct) => inner.LocateAsync(which, ct);

    public IAsyncEnumerable<ArchiveChange> ChangesAsync(long after, CancellationToken ct) => inner.ChangesAsync(after, ct);

    /// <summary>The index inside lives on, so that it can be opened again.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
