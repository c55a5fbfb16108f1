using System.Diagnostics;

namespace Pacs.Interop.Tests.Harness;

internal sealed record CommandResult(int ExitCode, string Output)
{
    /// <summary>Fails the test with everything the program said, unless it ended with 0.</summary>
    public CommandResult MustSucceed(string what)
    {
        Assert.That(ExitCode, Is.Zero, $"{what}\n{Output}");
        return this;
    }
}

/// <summary>A foreign program, run to its end; its output and errors come back in one text.</summary>
internal static class Command
{
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Skips the test, and says why, when a peer is not installed.</summary>
    public static void Require(params string[] programs)
    {
        foreach (var program in programs)
            if (!Exists(program))
                Assert.Ignore($"{program} is not installed");
    }

    public static Task<CommandResult> RunAsync(string program, params IEnumerable<string> arguments) =>
        RunAsync(program, arguments, folder: null, TimeSpan.FromMinutes(2));

    public static async Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, string? folder, TimeSpan timeout)
    {
        using var process = Start(program, arguments, folder, []);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            Assert.Fail($"{program} did not end within {timeout}\n{await output}{await error}");
        }
        return new CommandResult(process.ExitCode, await output + await error);
    }

    public static Process Start(string program, IEnumerable<string> arguments, string? folder, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
