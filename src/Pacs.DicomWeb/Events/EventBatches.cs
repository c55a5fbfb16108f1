using Pacs.Archive;

namespace Pacs.DicomWeb;

/// <summary>
/// The archive's feed in small batches, read at the pace of one client: nothing is fetched before the batch before was sent, so that a slow reader costs a chunk of the feed and no more.
/// </summary>
internal sealed class EventBatches : IAsyncDisposable
{
    /// <summary>Changes that are decided about and sent at once.</summary>
    private const int MaxBatch = 256;

    private readonly CancellationTokenSource _ending;
    private readonly IAsyncEnumerator<ArchiveChange> _feed;
    private readonly TimeProvider _time;
    private Task<bool>? _next;

    public EventBatches(DicomArchive archive, long after, TimeProvider time, CancellationToken ct)
    {
        _time = time;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _feed = archive.ChangesAsync(after, _ending.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The next changes: at least one, or none when the time ran out. Null when the archive closes.</summary>
    /// <exception cref="OperationCanceledException">The client has gone, or the server stops.</exception>
    public async ValueTask<List<ArchiveChange>?> ReadAsync(TimeSpan wait)
    {
        _next ??= _feed.MoveNextAsync().AsTask();
        if (!_next.IsCompleted)
        {
            try
            {
                await _next.WaitAsync(wait, _time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!_next.IsCompleted)
            {
                return [];
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }

        var batch = new List<ArchiveChange>();
        while (await IsThereOneAsync(_next).ConfigureAwait(false))
        {
            batch.Add(_feed.Current);
            _next = _feed.MoveNextAsync().AsTask();
            if (batch.Count == MaxBatch || !_next.IsCompleted) return batch;
        }

        return batch.Count > 0 ? batch : null;
    }

    private static async ValueTask<bool> IsThereOneAsync(Task<bool> next)
    {
        try
        {
            return await next.ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            return false; // the archive was closed under the reader
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        if (_next is not null) await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _feed.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }
}
