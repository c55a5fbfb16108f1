namespace Pacs.DicomWeb;

/// <summary>How many threads of the pool may wait for sockets at a time, and for how long: half of those that the pool keeps, so that whatever else comes finds one.</summary>
/// <remarks>
/// A socket that was once waited for asynchronously stays with .NET's engine, which from then on wakes a thread of the pool whenever anything arrives, needed or not.
/// So it is worth a second before that.
/// </remarks>
internal static class WaitingThreads
{
    /// <summary>A wait goes on slice by slice, and is cancelled between two.</summary>
    public const int Slices = 20;

    private static readonly int s_most = Most();
    private static int s_count;

    public static TimeSpan Slice { get; } = TimeSpan.FromMilliseconds(50);

    public static bool TryEnter()
    {
        if (Interlocked.Increment(ref s_count) <= s_most) return true;
        Exit();
        return false;
    }

    public static void Exit() => Interlocked.Decrement(ref s_count);

    private static int Most()
    {
        ThreadPool.GetMinThreads(out int workers, out _);
        return workers / 2;
    }
}
