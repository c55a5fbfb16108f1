namespace Pacs.DicomWeb;

/// <summary>How many threads of the pool may wait for a socket at a time: half of those it keeps, so that others find one.</summary>
internal static class WaitingThreads
{
    private static readonly int s_most = Most();
    private static int s_count;

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
        return Math.Max(1, workers / 2);
    }
}
