using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Volumes looked at lately. Whoever asks for one that is being put together waits for it, so that it is read once.</summary>
internal sealed class VolumeCache(long limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _recent = [];

    /// <summary>The volume, made when it is not there. It is the caller's to dispose, and there until then even if the cache lets go of it.</summary>
    /// <param name="key">Tag of its instances.</param>
    /// <param name="load">Makes it. Not cancelled with the request: others may wait for it, and the next picture is likely to need it.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async ValueTask<Volume> GetAsync(string key, Func<Task<Volume>> load, CancellationToken ct)
    {
        Entry entry = Enter(key, load);
        try
        {
            await entry.Volume.WaitAsync(ct).ConfigureAwait(false);
            lock (_lock)
            {
                Trim();
                return entry.Volume.Result.Share();
            }
        }
        finally
        {
            lock (_lock)
            {
                entry.Waiting--;
                if (entry.Volume.IsFaulted || entry.Volume.IsCanceled) _recent.Remove(entry);
                else DisposeUnused(entry);
            }
        }
    }

    private Entry Enter(string key, Func<Task<Volume>> load)
    {
        lock (_lock)
        {
            Entry? entry = _recent.FirstOrDefault(e => e.Key == key);
            if (entry is not null) _recent.Remove(entry);
            else entry = new Entry(key, Task.Run(load, CancellationToken.None));
            _recent.AddFirst(entry);
            entry.Waiting++;
            return entry;
        }
    }

    // The one asked for last stays, however large.
    private void Trim()
    {
        long length = 0;
        for (LinkedListNode<Entry>? node = _recent.First; node is not null;)
        {
            LinkedListNode<Entry>? next = node.Next;
            Entry entry = node.Value;
            if (entry.Volume.IsCompletedSuccessfully) length += 2 * entry.Volume.Result.Geometry.Count;
            if (length > limit && node != _recent.First && entry.Volume.IsCompleted)
            {
                _recent.Remove(node);
                entry.IsOut = true;
                DisposeUnused(entry);
            }

            node = next;
        }
    }

    // Those who wait for it take their share first.
    private static void DisposeUnused(Entry entry)
    {
        if (entry is { IsOut: true, Waiting: 0, Volume.IsCompletedSuccessfully: true }) entry.Volume.Result.Dispose();
    }

    private sealed class Entry(string key, Task<Volume> volume)
    {
        public string Key => key;

        public Task<Volume> Volume => volume;

        public int Waiting { get; set; }

        public bool IsOut { get; set; }
    }
}
