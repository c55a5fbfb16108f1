using Microsoft.Extensions.Logging;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>
/// The metadata of series, in memory for those asked for lately and in one file each: a request reads one place, not every instance.
/// An entry counts only for the content it was made of, so that nothing stale is ever given; removals are taken from the archive's change feed, so that nothing of what was deleted stays.
/// </summary>
internal sealed class MetadataCache(DicomWebOptions options, ILogger logger)
{
    private readonly MetadataFiles? _files = options.CacheFolder is { } folder ? new MetadataFiles(Path.Combine(folder, "metadata"), options.InlineLimit) : null;
    private readonly Lock _lock = new();
    private readonly Dictionary<(DicomUid Study, DicomUid Series), LinkedListNode<Held>> _held = [];
    private readonly LinkedList<Held> _recent = [];
    private long _length;
    private int _follows;

    /// <summary>Hears of each removal, too.</summary>
    public Action<InstanceRemoved>? Removed { get; init; }

    /// <summary>Metadata of a series that knows at least these instances.</summary>
    public async ValueTask<SeriesMetadata> GetAsync(ArchiveView archive, IReadOnlyList<IndexEntry> instances, CancellationToken ct)
    {
        (DicomUid study, DicomUid series) = (instances[0].Study, instances[0].Series);
        SeriesMetadata? metadata = Touch(study, series);
        if (metadata is not null && instances.All(i => metadata.Find(i.Id.SopInstance, i.ContentHash) is not null)) return metadata;
        bool isNew = metadata is null;
        metadata ??= new SeriesMetadata();
        await metadata.Changing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (isNew && _files is not null) await _files.LoadAsync(study, series, metadata, ct).ConfigureAwait(false);
            List<IndexEntry> missing = [.. instances.Where(i => metadata.Find(i.Id.SopInstance, i.ContentHash) is null)];
            foreach (IndexEntry entry in missing)
            {
                StoredHeader header = await HeaderLoader.ReadAsync(archive, entry, ct).ConfigureAwait(false);
                metadata.Set(entry.Id.SopInstance, entry.ContentHash, HeaderJson.Make(header, $"/studies/{study}/series/{series}/instances/{entry.Id.SopInstance}", options.InlineLimit));
            }

            if (missing.Count > 0 && _files is not null) await KeepAsync(study, series, metadata, missing, ct).ConfigureAwait(false);
        }
        finally
        {
            metadata.Changing.Release();
        }

        Hold(study, series, metadata);
        return metadata;
    }

    /// <summary>Follows the archive's removals until told to stop. Once only, whoever calls.</summary>
    public void Follow(DicomArchive archive, CancellationToken stopping)
    {
        if (Interlocked.Exchange(ref _follows, 1) == 0) _ = Task.Run(() => FollowAsync(archive, stopping), CancellationToken.None);
    }

    private async Task FollowAsync(DicomArchive archive, CancellationToken stopping)
    {
        try
        {
            // What is in memory alone is of what was there since: the feed before concerns nobody.
            long bookmark = _files?.Bookmark ?? await archive.GetLastSequenceAsync(stopping).ConfigureAwait(false);
            await foreach (ArchiveChange change in archive.ChangesAsync(bookmark, stopping).ConfigureAwait(false))
            {
                if (change is not InstanceRemoved removed) continue;
                Removed?.Invoke(removed);
                await RemoveAsync(removed.Study, removed.Series, removed.Id.SopInstance, stopping).ConfigureAwait(false);
                if (_files is not null) _files.Bookmark = change.Sequence;
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (ObjectDisposedException)
        {
            // The archive was closed.
        }
#pragma warning disable CA1031 // nobody awaits it: what fails is told in the log, and the bookmark makes the next start go on here
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.FollowFailed(logger, failure);
        }
    }

    private async ValueTask RemoveAsync(DicomUid study, DicomUid series, DicomUid instance, CancellationToken ct)
    {
        SeriesMetadata? metadata = Touch(study, series);
        if (metadata is null)
        {
            if (_files?.Exists(study, series) != true) return;
            metadata = new SeriesMetadata();
            await _files.LoadAsync(study, series, metadata, ct).ConfigureAwait(false);
        }

        await metadata.Changing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (metadata.Remove(instance) && _files is not null) await _files.ReplaceAsync(study, series, metadata, ct).ConfigureAwait(false);
        }
        finally
        {
            metadata.Changing.Release();
        }
    }

    private async ValueTask KeepAsync(DicomUid study, DicomUid series, SeriesMetadata metadata, List<IndexEntry> added, CancellationToken ct)
    {
        try
        {
            await _files!.AppendAsync(study, series, added.Select(a => (a.Id.SopInstance, a.ContentHash, metadata.Find(a.Id.SopInstance, a.ContentHash)!)), ct).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            Log.CacheFailed(logger, failure); // a full disk: the answer does not need the file
        }
        catch (UnauthorizedAccessException failure)
        {
            Log.CacheFailed(logger, failure);
        }
    }

    private SeriesMetadata? Touch(DicomUid study, DicomUid series)
    {
        lock (_lock)
        {
            if (!_held.TryGetValue((study, series), out LinkedListNode<Held>? node)) return null;
            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Metadata;
        }
    }

    private void Hold(DicomUid study, DicomUid series, SeriesMetadata metadata)
    {
        lock (_lock)
        {
            if (_held.Remove((study, series), out LinkedListNode<Held>? before)) Drop(before);
            var node = _recent.AddFirst(new Held((study, series), metadata, metadata.Length));
            _held.Add((study, series), node);
            _length += metadata.Length;
            while (_length > options.MetadataMemory && _recent.Last is { } last && last != node)
            {
                _held.Remove(last.Value.Key);
                Drop(last);
            }

            if (_length > options.MetadataMemory)
            {
                _held.Remove((study, series));
                Drop(node);
            }
        }
    }

    private void Drop(LinkedListNode<Held> node)
    {
        _recent.Remove(node);
        _length -= node.Value.Length;
    }

    private sealed record Held((DicomUid Study, DicomUid Series) Key, SeriesMetadata Metadata, long Length);
}
