using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pacs.Benchmarks.Imaging;

/// <summary>The least time that a piece of work took.</summary>
internal static unsafe partial class Timing
{
    private const int ThreadTime = 3;

    /// <summary>Processor time of the calling thread in seconds, best of the runs within <paramref name="seconds"/>, after warming up.</summary>
    public static double Best(Action work, double seconds = 1)
    {
        var warming = Stopwatch.StartNew();
        for (int i = 0; i < 60 || warming.Elapsed.TotalSeconds < 0.25; i++)
        {
            work();
            if (warming.Elapsed.TotalSeconds > 1) break;
        }

        double best = double.MaxValue;
        var all = Stopwatch.StartNew();
        do
        {
            double started = Now();
            work();
            best = Math.Min(best, Now() - started);
        }
        while (all.Elapsed.TotalSeconds < seconds);
        return best;
    }

    private static double Now()
    {
        long* time = stackalloc long[2];
        return OperatingSystem.IsLinux() && GetTime(ThreadTime, time) == 0 ? time[0] + (time[1] / 1e9) : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
