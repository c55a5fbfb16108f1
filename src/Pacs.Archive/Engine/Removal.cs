using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Removes instances: store first, then index.</summary>
internal sealed class Removal(IBlobStore blobs, IArchiveIndex index, IndexFeeder feeder, UidClaims claims)
{
    private const int AtOnce = 16; // so that they share flushes

    public async ValueTask<int> RunAsync(InstanceSelector which, CancellationToken ct)
    {
        var selected = new List<IndexEntry>();
        // What is hidden goes as well: else it would show again when the note that hides it goes.
        await foreach (IndexEntry entry in index.LocateAsync(which with { IncludesRejected = true }, ct).ConfigureAwait(false)) selected.Add(entry);
        int count = 0;
        await Parallel.ForEachAsync(
            selected,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (entry, token) =>
            {
                if (await RemoveAsync(entry, token).ConfigureAwait(false)) Interlocked.Increment(ref count);
            }).ConfigureAwait(false);
        return count;
    }

    private async ValueTask<bool> RemoveAsync(IndexEntry entry, CancellationToken ct)
    {
        using UidClaims.Claim claim = await claims.EnterAsync(entry.Id.SopInstance).ConfigureAwait(false);
        if (feeder.TryFind(entry.Id.SopInstance, out IndexEntry? pending) && pending?.Blob != entry.Blob) return false; // removed or replaced meanwhile
        LinkedListNode<long> commit = feeder.Begin();
        BlobRemoval? removal = null;
        InstanceRemoved? change = null;
        Task applied;
        try
        {
            removal = await blobs.RemoveAsync(entry.Blob, ct).ConfigureAwait(false);
            if (removal is not null) change = new InstanceRemoved(removal.Sequence, removal.RemovedAt, entry.Id, entry.Study, entry.Series);
        }
        finally
        {
            applied = feeder.End(commit, removal, change, isUrgent: !blobs.IndexFollows);
        }

        await applied.ConfigureAwait(false);
        return removal is not null;
    }
}
