using System.Diagnostics;
using System.Globalization;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>Runs one target until its executions or its time are used up; keeps each input that broke a rule.</summary>
internal sealed class FuzzRun(IFuzzTarget target, FuzzOptions options)
{
    private int _failures;

    /// <summary>Number of inputs that broke a rule.</summary>
    public int Run()
    {
        byte[][] seeds = [.. target.Seeds(options.Corpus).Where(seed => seed.Length <= options.MaxSeedLength)];
        if (seeds.Length == 0) seeds = [[]];
        var mutator = new Mutator(options.Seed, seeds);
        var time = Stopwatch.StartNew();
        long executions = 0, accepted = 0, bytes = 0;
        TimeSpan slowest = TimeSpan.Zero;
        var untilReport = TimeSpan.FromSeconds(30);
        for (; executions < options.Executions && time.Elapsed < options.Duration && _failures < options.MaxFailures; executions++)
        {
            byte[] input = executions < seeds.Length ? seeds[executions] : mutator.Next();
            bytes += input.Length;
            TimeSpan took = Measure(time, input, out bool isAccepted);
            if (isAccepted) accepted++;
            // Who waits for a processor is not slow: the quickest of three runs counts.
            for (int again = 0; again < 2 && took > options.TimeLimit; again++) took = TimeSpan.FromTicks(Math.Min(took.Ticks, Measure(time, input, out _).Ticks));
            if (took > slowest) slowest = took;
            if (took > options.TimeLimit) Keep(input, $"slow: {took.TotalMilliseconds:0} ms for {input.Length} bytes");
            if (time.Elapsed < untilReport) continue;
            untilReport += TimeSpan.FromSeconds(30);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {executions:N0} executions"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: {executions:N0} executions of {seeds.Length} seeds in {time.Elapsed.TotalSeconds:0} s, {accepted:N0} accepted, {bytes / 1e6:N0} MB, slowest {slowest.TotalMilliseconds:0} ms, {_failures} failures (seed {options.Seed})"));
        return _failures;
    }

    private TimeSpan Measure(Stopwatch time, byte[] input, out bool isAccepted)
    {
        TimeSpan started = time.Elapsed;
        isAccepted = Execute(input);
        return time.Elapsed - started;
    }

    private bool Execute(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isAccepted = false;
        try
        {
            target.Run(input);
            isAccepted = true;
        }
        catch (DicomException)
        {
            // What a broken input is for.
        }
        catch (Exception defect)
        {
            Keep(input, defect.ToString());
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > target.AllocationLimit(input.Length)) Keep(input, $"memory: {allocated} bytes allocated for {input.Length}");
        return isAccepted;
    }

    private void Keep(byte[] input, string why)
    {
        Directory.CreateDirectory(options.Findings);
        string path = Path.Combine(options.Findings, $"{target.Name}-{options.Seed}-{_failures++}");
        File.WriteAllBytes(path + ".bin", input);
        File.WriteAllText(path + ".txt", why);
        Console.Error.WriteLine($"{path}.bin: {why.Split('\n')[0]}");
    }
}
