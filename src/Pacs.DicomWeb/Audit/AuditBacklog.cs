namespace Pacs.DicomWeb;

/// <summary>Entries that are on their way to the sink while their requests are over already. So many and no more: a sink that is slower than the requests holds them up.</summary>
internal sealed class AuditBacklog
{
    private const int Most = 2000;

    private int _count;

    /// <summary>Lets a recording go on by itself, or waits for it where too many do. It must not throw.</summary>
    public ValueTask LetGoAsync(ValueTask recording)
    {
        if (recording.IsCompleted) return recording;
        if (Interlocked.Increment(ref _count) <= Most)
        {
            _ = FollowAsync(recording);
            return ValueTask.CompletedTask;
        }

        return new ValueTask(FollowAsync(recording));
    }

    private async Task FollowAsync(ValueTask recording)
    {
        try
        {
            await recording.ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
