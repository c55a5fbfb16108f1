using System.Diagnostics;

namespace Pacs.Core.Tests.Peers;

/// <summary>Runs a program of another project and gives back what it printed; the test is ignored, with the reason, where the program is missing.</summary>
internal static class PeerTool
{
    public static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(program, arguments);
        Assert.That(code, Is.Zero, $"{program} {string.Join(' ', arguments)}: {error}");
        return output;
    }

    public static async Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        string? path = Path.IsPathRooted(program) ? program : folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (path is null || !File.Exists(path)) Assert.Ignore($"{program} is not installed.");
        var info = new ProcessStartInfo(path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        using var process = Process.Start(info)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>A Python script that needs pydicom; ignored where there is none.</summary>
    public static async Task<string> PydicomAsync(string script, params string[] arguments)
    {
        const string python = "/usr/bin/python3";
        (int found, _, _) = await RunAsync(python, "-c", "import pydicom");
        if (found != 0) Assert.Ignore("pydicom is not installed.");
        return await OutputAsync(python, ["-c", script, .. arguments]);
    }
}
