using Pacs.Imaging;

namespace Pacs.DicomWeb;

/// <summary>Volumes looked at lately. Whoever asks for one that is being put together waits for it, so that it is read once.</summary>
internal sealed class VolumeCache(long limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, Task<Volume> Volume)> _recent = [];

    /// <summary>The volume, made when it is not there.</summary>
    /// <param name="key">Tag of its instances.</param>
    /// <param name="load">Makes it. Not cancelled with the request: others may wait for it, and the next picture is likely to need it.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async ValueTask<Volume> GetAsync(string key, Func<Task<Volume>> load, CancellationToken ct)
    {
        Task<Volume> volume;
        lock (_lock)
        {
            LinkedListNode<(string Key, Task<Volume> Volume)>? node = _recent.First;
            while (node is not null && node.Value.Key != key) node = node.Next;
            if (node is not null) _recent.Remove(node);
            else node = new((key, Task.Run(load, CancellationToken.None)));
            _recent.AddFirst(node);
            volume = node.Value.Volume;
        }

        try
        {
            Volume result = await volume.WaitAsync(ct).ConfigureAwait(false);
            Trim();
            return result;
        }
        catch when (volume.IsFaulted || volume.IsCanceled)
        {
            lock (_lock)
                for (LinkedListNode<(string Key, Task<Volume> Volume)>? node = _recent.First; node is not null; node = node.Next)
                    if (node.Value.Volume == volume)
                    {
                        _recent.Remove(node);
                        break;
                    }

            throw;
        }
    }

    // The one asked for last stays, however large.
    private void Trim()
    {
        lock (_lock)
        {
            long length = 0;
            for (LinkedListNode<(string Key, Task<Volume> Volume)>? node = _recent.First; node is not null;)
            {
                LinkedListNode<(string Key, Task<Volume> Volume)>? next = node.Next;
                if (node.Value.Volume.IsCompletedSuccessfully) length += 2 * node.Value.Volume.Result.Geometry.Count;
                if (length > limit && node != _recent.First && node.Value.Volume.IsCompleted) _recent.Remove(node);
                node = next;
            }
        }
    }
}
