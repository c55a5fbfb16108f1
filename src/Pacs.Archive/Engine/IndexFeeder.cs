using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Brings acknowledged changes to the index, many at once, on a thread of its own; and lets those who ask the index wait until it has all of them.</summary>
internal sealed class IndexFeeder : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    private readonly object _gate = new();
    private readonly IArchiveIndex _index;
    private readonly IBlobStore _blobs;
    private readonly ArchiveOptions _options;
    private readonly ILogger _logger;
    private readonly PendingTail _tail = new();
    private readonly List<(long Sequence, TaskCompletionSource Done)> _waiters = [];
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _retry = FirstRetry;
    private bool _isDue;
    private bool _isRetrying;
    private bool _isClosing;

    public IndexFeeder(IBlobStore blobs, IArchiveIndex index, ArchiveOptions options, ILogger logger)
    {
        _blobs = blobs;
        _index = index;
        _options = options;
        _logger = logger;
        _timer = options.Time.CreateTimer(_ => Due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = "Pacs index feeder" };
        _thread.Start();
    }

    /// <summary>Why the index does not take changes at the moment; null while it does.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Acknowledged changes that the index does not have yet.</summary>
    public int PendingCount
    {
        get
        {
            lock (_gate) return _tail.Count;
        }
    }

    /// <summary>Waits while too many changes are pending. False: the index fails and there is no room for more.</summary>
    public async ValueTask<bool> WaitForRoomAsync(CancellationToken ct)
    {
        while (true)
        {
            Task progress;
            lock (_gate)
            {
                if (_tail.Count < _options.MaxPendingChanges) return true;
                if (Failure is not null) return false;
                progress = _progress.Task;
            }

            await progress.WaitAsync(ct).OnOwnThread().ConfigureAwait(false);
        }
    }

    /// <summary>Says that a commit begins; pair with <see cref="End"/>.</summary>
    public LinkedListNode<long> Begin()
    {
        lock (_gate) return _tail.Begin();
    }

    /// <summary>Says that a commit has returned: with its change, or null when it failed. Call it before the answer goes out.</summary>
    /// <returns>Completes when the index holds the change durably, where <paramref name="isUrgent"/>; else at once.</returns>
    public Task End(LinkedListNode<long> commit, BlobLogEntry? entry, ArchiveChange? change, bool isUrgent = false)
    {
        lock (_gate)
        {
            TaskCompletionSource? applied = isUrgent && change is not null ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            bool wasEmpty = _tail.Count == 0;
            _tail.End(commit, change is null || entry is null ? null : new PendingChange(change, entry.Checkpoint, entry is BlobRemoval or BlobRecord { Replaces: not null }, Stopwatch.GetTimestamp(), applied));
            if (isUrgent) _isDue = true;
            // Due with nothing applied: what waits came after a commit that was still under way, perhaps this one.
            if (_isDue || _waiters.Count > 0 || _tail.Count >= _options.IndexBatchSize) Monitor.Pulse(_gate);
            else if (wasEmpty && _tail.Count > 0 && !_isRetrying) _timer.Change(_options.IndexInterval, Timeout.InfiniteTimeSpan);
            return applied?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>What is pending for an instance: true with its entry, or with null when it was removed; false when the index knows best.</summary>
    public bool TryFind(DicomUid sopInstance, out IndexEntry? entry)
    {
        lock (_gate)
        {
            bool isPending = _tail.TryFind(sopInstance, out PendingChange? pending);
            entry = (pending?.Change as InstanceStored)?.Entry;
            return isPending;
        }
    }

    /// <summary>Completes when the index has everything acknowledged before this call, or fails to take it (<see cref="Failure"/>).</summary>
    public Task CatchUpAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_tail.Count == 0 || Failure is not null) return Task.CompletedTask;
            _waiters.Add((_tail.Newest, done));
            Monitor.Pulse(_gate);
        }

        return done.Task.OnOwnThread(); // may block: not with the lock that the feeder needs
    }

    /// <summary>Completes when the index takes the next changes; get it before looking at the index.</summary>
    public Task NextProgress()
    {
        lock (_gate) return _progress.Task;
    }

    /// <summary>Applies what is left, if the index takes it, and ends. What it does not take comes again from the log.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.PulseAll(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    private void Due()
    {
        lock (_gate)
        {
            _isDue = true;
            _isRetrying = false;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (NextBatch() is { } batch)
        {
            Exception? failure = TryApply(batch);
            if (failure is not null and not IndexException && TryApplySingly(batch)) failure = null;
            if (failure is null) Applied(batch);
            else Failed(batch, failure);
        }

        lock (_gate)
        {
            foreach ((_, TaskCompletionSource done) in _waiters) done.TrySetResult();
            _progress.TrySetResult();
        }

        _ended.SetResult();
    }

    // Waits until there is reason to apply something; null when it is time to end.
    private List<PendingChange>? NextBatch()
    {
        lock (_gate)
        {
            while (true)
            {
                bool isWanted = _isDue || _waiters.Count > 0 || _tail.Count >= _options.IndexBatchSize || _isClosing;
                if (isWanted && !_isRetrying && _tail.Peek(_options.IndexBatchSize) is { Count: > 0 } batch) return batch;
                if (_isClosing) return null;
                Monitor.Wait(_gate);
            }
        }
    }

#pragma warning disable CA1031 // an index may fail in any way; images are safe in the log, and the failure is told
    private Exception? TryApply(List<PendingChange> batch)
    {
        try
        {
            bool freesSpace = false, isDurable = false;
            var changes = new List<ArchiveChange>(batch.Count);
            foreach (PendingChange pending in batch)
            {
                changes.Add(pending.Change);
                freesSpace |= pending.FreesSpace;
                isDurable |= pending.Applied is not null;
            }

            string checkpoint = batch[^1].Checkpoint;
            Wait(_index.ApplyAsync(new IndexBatch(changes, checkpoint, isDurable || freesSpace), CancellationToken.None));
            if (freesSpace) Trim(checkpoint);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    // Not the index's medium but one of the changes is the trouble: it must not hold up all others. Its bytes are safe; verification will name it.
    private bool TryApplySingly(List<PendingChange> batch)
    {
        foreach (PendingChange pending in batch)
        {
            switch (TryApply([pending]))
            {
                case null: break;
                case IndexException: return false;
                case { } refused when pending.Applied is null: Log.ChangeRefused(_logger, pending.Change.Sequence, refused); break;
                default: return false;
            }
        }

        return true;
    }

    private void Trim(string checkpoint)
    {
        try
        {
            Wait(_blobs.TrimAsync(checkpoint, CancellationToken.None));
        }
        catch (Exception e)
        {
            Log.StoreTrimFailed(_logger, e);
        }
    }
#pragma warning restore CA1031

    private void Applied(List<PendingChange> batch)
    {
        if (Failure is not null) Log.IndexRecovered(_logger);
        ArchiveMetrics.IndexLag.Record(Stopwatch.GetElapsedTime(batch[0].Since).TotalSeconds);
        List<TaskCompletionSource> done = [];
        lock (_gate)
        {
            Failure = null;
            _retry = FirstRetry;
            _tail.Remove(batch);
            _isDue = false;
            if (_tail.Count > 0) _timer.Change(_options.IndexInterval, Timeout.InfiniteTimeSpan);
            done.Add(_progress);
            _progress = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            long applied = batch[^1].Change.Sequence;
            for (int i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Sequence > applied) continue;
                done.Add(_waiters[i].Done);
                _waiters.RemoveAt(i);
            }
        }

        foreach (PendingChange pending in batch) pending.Applied?.TrySetResult();
        foreach (TaskCompletionSource source in done) source.TrySetResult();
    }

    // Those who must have the index are told; the rest waits for the next attempt. Queries see what is there.
    private void Failed(List<PendingChange> batch, Exception failure)
    {
        Log.IndexFailed(_logger, batch.Count, failure);
        List<TaskCompletionSource> released = [];
        lock (_gate)
        {
            Failure = failure;
            foreach (PendingChange pending in batch)
                if (pending.Applied is not null) _tail.Withdraw(pending);
            foreach ((_, TaskCompletionSource done) in _waiters) released.Add(done);
            _waiters.Clear();
            released.Add(_progress);
            _progress = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_isClosing)
            {
                _tail.Remove(_tail.Peek(int.MaxValue)); // the log has them
            }
            else
            {
                _isRetrying = _tail.Count > 0;
                if (_isRetrying) _timer.Change(_retry, Timeout.InfiniteTimeSpan);
                _retry = _retry * 2 < LongestRetry ? _retry * 2 : LongestRetry;
            }
        }

        foreach (PendingChange pending in batch) pending.Applied?.TrySetException(failure);
        foreach (TaskCompletionSource source in released) source.TrySetResult();
    }

    private static void Wait(ValueTask task)
    {
        if (task.IsCompleted) task.GetAwaiter().GetResult();
        else task.AsTask().GetAwaiter().GetResult();
    }
}
