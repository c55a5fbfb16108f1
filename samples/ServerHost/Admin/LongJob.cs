namespace Pacs.ServerHost;

/// <summary>How a long job stands.</summary>
/// <param name="Running">Whether it runs now.</param>
/// <param name="StartedAt">When it began; null when it never did.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Done">Objects dealt with.</param>
/// <param name="Total">Objects that there were at the start, at least <paramref name="Done"/>.</param>
/// <param name="Failure">Why it ended early; null when it did not.</param>
internal sealed record JobProgress(bool Running, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, long Done, long Total, string? Failure);

/// <summary>Work over the whole archive beside everything else; one run at a time.</summary>
internal abstract class LongJob(ArchiveCounts counts, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private JobProgress _progress = new(false, null, null, 0, 0, null);
    private long _done;

    /// <summary>Begins a run; false when one is under way.</summary>
    public bool TryStart()
    {
        lock (_gate)
        {
            if (_progress.Running) return false;
            _progress = new JobProgress(true, time.GetUtcNow(), null, 0, 0, null);
            Interlocked.Exchange(ref _done, 0);
            Reset();
        }

        _ = Task.Run(RunToEndAsync);
        return true;
    }

    protected JobProgress Progress()
    {
        long done = Interlocked.Read(ref _done);
        lock (_gate) return _progress with { Done = done, Total = Math.Max(_progress.Total, done) };
    }

    /// <summary>Says how many objects were dealt with.</summary>
    protected void Report(long done) => Interlocked.Exchange(ref _done, done);

    /// <summary>Forgets the results of the run before.</summary>
    protected abstract void Reset();

    /// <summary>The work. What it throws ends the run and is told.</summary>
    protected abstract Task RunAsync(CancellationToken ct);

    private async Task RunToEndAsync()
    {
        string? failure = null;
        try
        {
            long total = (await counts.GetAsync(lifetime.ApplicationStopping)).Instances;
            lock (_gate) _progress = _progress with { Total = total };
            await RunAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            failure = "Ended with the server.";
        }
#pragma warning disable CA1031 // whatever it was, it is told on the page and ends the run only
        catch (Exception caught)
#pragma warning restore CA1031
        {
            failure = caught.Message;
        }

        lock (_gate) _progress = _progress with { Running = false, EndedAt = time.GetUtcNow(), Failure = failure };
    }
}
