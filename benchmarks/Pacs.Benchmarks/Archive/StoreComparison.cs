using System.Diagnostics;
using System.Globalization;

namespace Pacs.Benchmarks.Archive;

/// <summary>
/// Both stores in turn, fresh each time, so that what the machine does meanwhile falls on both: <c>dotnet run -c Release -- stores [RUNS]</c>.
/// Prints medians; only their ratios mean something.
/// </summary>
internal static class StoreComparison
{
    private static readonly (int Length, int Count)[] Sizes = [(20_000, 1200), (527_000, 240)];

    public static async Task RunAsync(int runs)
    {
        Console.WriteLine("| bytes | senders | segments/s | files/s | segments : files | CPU ms segments / files | spread |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((int length, int count) in Sizes)
            foreach (int senders in new[] { 1, 4, 16 })
            {
                var rates = new Dictionary<StoreUnderTest, List<(double Rate, double Cpu)>> { [StoreUnderTest.Segments] = [], [StoreUnderTest.Files] = [] };
                for (int run = 0; run < runs; run++)
                    foreach (StoreUnderTest store in rates.Keys) rates[store].Add(await MeasureAsync(store, length, senders, count));
                Print(length, senders, rates);
            }
    }

    private static async Task<(double Rate, double Cpu)> MeasureAsync(StoreUnderTest store, int length, int senders, int count)
    {
        await using ArchiveFolder folder = await ArchiveFolder.CreateAsync(store);
        var source = new ObjectSource(length);
        source.Send(folder.Archive, senders, 64);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        source.Send(folder.Archive, senders, count);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (count / seconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / count);
    }

    private static void Print(int length, int senders, Dictionary<StoreUnderTest, List<(double Rate, double Cpu)>> rates)
    {
        List<(double Rate, double Cpu)> segments = rates[StoreUnderTest.Segments], files = rates[StoreUnderTest.Files];
        // The ratio of each pair that ran side by side, so that a change of the machine between pairs does not count.
        double[] ratios = [.. segments.Zip(files, (s, f) => s.Rate / f.Rate).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {length} | {senders} | {Median(segments.Select(r => r.Rate)):0} | {Median(files.Select(r => r.Rate)):0} | **{Median(ratios):0.0}** | {Median(segments.Select(r => r.Cpu)):0.00} / {Median(files.Select(r => r.Cpu)):0.00} | {ratios[0]:0.0} to {ratios[^1]:0.0} |"));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
