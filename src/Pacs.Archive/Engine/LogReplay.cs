using Microsoft.Extensions.Logging;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Brings an index up from the store's log: after a crash the last moments, for a new index everything.</summary>
internal sealed class LogReplay(IBlobStore blobs, IArchiveIndex index, EntryMaker entries, ArchiveOptions options, ILogger logger)
{
    private readonly List<(ArchiveChange Change, string Checkpoint)> _changes = [];
    private string? _checkpoint;

    /// <summary>Applies what the log holds after the index's checkpoint; returns how many changes that were.</summary>
    public async ValueTask<long> RunAsync(CancellationToken ct)
    {
        long count = 0;
        string? from = await index.GetCheckpointAsync(ct).ConfigureAwait(false);
        await foreach (BlobLogEntry entry in blobs.ReadLogAsync(from, ct).ConfigureAwait(false))
        {
            if (await ToChangeAsync(entry, ct).ConfigureAwait(false) is { } change)
            {
                _changes.Add((change, entry.Checkpoint));
                count++;
            }

            _checkpoint = entry.Checkpoint;
            if (_changes.Count >= options.IndexBatchSize) await ApplyAsync(ct).ConfigureAwait(false);
        }

        if (_checkpoint is not null) await ApplyAsync(ct).ConfigureAwait(false);
        return count;
    }

    private async ValueTask ApplyAsync(CancellationToken ct)
    {
        try
        {
            await ApplyAsync([.. _changes.Select(c => c.Change)], _checkpoint!, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfAChange(e))
        {
            await ApplySinglyAsync(ct).ConfigureAwait(false);
        }

        _changes.Clear();
        _checkpoint = null;
    }

    private ValueTask ApplyAsync(IReadOnlyList<ArchiveChange> changes, string checkpoint, CancellationToken ct) =>
        index.ApplyAsync(new IndexBatch(changes, checkpoint, Durable: !blobs.IndexFollows), ct);

    // One of the changes is the trouble: it must not keep the archive shut. Its bytes are safe; verification will name it.
    private async ValueTask ApplySinglyAsync(CancellationToken ct)
    {
        foreach ((ArchiveChange change, string checkpoint) in _changes)
        {
            try
            {
                await ApplyAsync([change], checkpoint, ct).ConfigureAwait(false);
            }
            catch (Exception e) when (IsOfAChange(e))
            {
                Log.ChangeRefused(logger, change.Sequence, e);
            }
        }

        await ApplyAsync([], _checkpoint!, ct).ConfigureAwait(false);
    }

    private static bool IsOfAChange(Exception e) => e is not (IndexException or OperationCanceledException);

    private async ValueTask<ArchiveChange?> ToChangeAsync(BlobLogEntry entry, CancellationToken ct)
    {
        if (entry is BlobRecord record)
        {
            try
            {
                return new InstanceStored(record.Sequence, record.Header.ReceivedAt, await entries.MakeAsync(record, ct).ConfigureAwait(false));
            }
            catch (Exception e) when (e is DicomDataException or BlobStoreException { Fault: BlobFault.Missing or BlobFault.Corrupt })
            {
                // Removed while we read, or damaged. One object must not keep the archive shut.
                if (e is not BlobStoreException { Fault: BlobFault.Missing }) Log.UnreadableObject(logger, record.Header.Id.SopInstance.Value, record.Address, e);
                return null;
            }
        }

        // The removal concerns one object, not whatever has its UID today.
        var removal = (BlobRemoval)entry;
        if (_changes.Count > 0) await ApplyAsync(ct).ConfigureAwait(false);

        IndexEntry? known = await index.GetAsync(removal.Id.SopInstance, ct).ConfigureAwait(false);
        return known?.Blob == removal.Address ? new InstanceRemoved(removal.Sequence, removal.RemovedAt, known.Id, known.Study, known.Series) : null;
    }
}
