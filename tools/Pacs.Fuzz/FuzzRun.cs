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
            TimeSpan started = time.Elapsed;
            if (Execute(input)) accepted++;
            TimeSpan took = time.Elapsed - started;
            // The machine may have been elsewhere: slow is what is slow each time.
            for (int again = 0; again < 3 && took > options.TimeLimit; again++)
            {
                started = time.Elapsed;
                Execute(input);
                TimeSpan repeated = time.Elapsed - started;
                if (repeated < took) took = repeated;
            }

            if (took > options.TimeLimit) Keep(input, $"slow: {took.TotalMilliseconds:0} ms for {input.Length} bytes");
            if (took > slowest) slowest = took;
            if (time.Elapsed < untilReport) continue;
            untilReport += TimeSpan.FromSeconds(30);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {executions:N0} executions"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: {executions:N0} executions of {seeds.Length} seeds in {time.Elapsed.TotalSeconds:0} s, {accepted:N0} accepted, {bytes / 1e6:N0} MB, slowest {slowest.TotalMilliseconds:0} ms, {_failures} failures (seed {options.Seed})"));
        return _failures;
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
