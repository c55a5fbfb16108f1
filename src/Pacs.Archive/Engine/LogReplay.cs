using Microsoft.Extensions.Logging;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Brings an index up from the store's log: after a crash the last moments, for a new index everything.</summary>
internal sealed class LogReplay(IBlobStore blobs, IArchiveIndex index, EntryMaker entries, ArchiveOptions options, ILogger logger)
{
    private readonly List<ArchiveChange> _changes = [];
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
                _changes.Add(change);
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
        await index.ApplyAsync(new IndexBatch([.. _changes], _checkpoint!, Durable: !blobs.IndexFollows), ct).ConfigureAwait(false);
        _changes.Clear();
        _checkpoint = null;
    }

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
