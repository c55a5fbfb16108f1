using System.Runtime.CompilerServices;
using Pacs.Archive;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

/// <summary>An index whose feed, read from its very beginning, has no end; it says when its reader has gone.</summary>
internal sealed class EndlessFeed(IArchiveIndex inner) : IArchiveIndex
{
    private readonly TaskCompletionSource<long> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many changes were read, once the reader has gone.</summary>
    public Task<long> Left => _left.Task;

    public IndexAttributes Attributes => inner.Attributes;

    public async IAsyncEnumerable<ArchiveChange> ChangesAsync(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        if (after > 0)
        {
            await foreach (ArchiveChange change in inner.ChangesAsync(after, ct)) yield return change; // the server's own followers begin at the end
            yield break;
        }

        long told = 0;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                if (++told % 1000 == 0) await Task.Yield();
                yield return new InstanceRemoved(after + told, DateTimeOffset.UnixEpoch, new InstanceId(DicomUid.SecondaryCaptureImageStorage, SyntheticImage.Instance(1, 1)), SyntheticImage.Study(1), SyntheticImage.Series(1));
            }
        }
        finally
        {
            _left.TrySetResult(told);
        }
    }

    public ValueTask ApplyAsync(IndexBatch batch, CancellationToken ct) => inner.ApplyAsync(batch, ct);

    public ValueTask<string?> GetCheckpointAsync(CancellationToken ct) => inner.GetCheckpointAsync(ct);

    public ValueTask<IndexEntry?> GetAsync(DicomUid sopInstance, CancellationToken ct) => inner.GetAsync(sopInstance, ct);

    public IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, CancellationToken ct) => inner.FindAsync(query, ct);

    public IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, CancellationToken ct) => inner.LocateAsync(which, ct);

    public ValueTask<long> GetLastSequenceAsync(CancellationToken ct) => inner.GetLastSequenceAsync(ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
