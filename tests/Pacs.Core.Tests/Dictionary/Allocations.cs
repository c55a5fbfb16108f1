namespace Pacs.Core.Tests;

/// <summary>Measures what code allocates.</summary>
internal static class Allocations
{
    /// <summary>Bytes allocated by a hundred calls after one that may fill caches.</summary>
    public static long OfHundred(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
