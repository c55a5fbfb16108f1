using System.Diagnostics;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Other implementations' programs; a test that needs one is ignored where it is missing.</summary>
internal static class CommandLine
{
    /// <summary>Runs a program to its end; fails the test when it fails.</summary>
    public static void Run(string program, string package, params string[] arguments)
    {
        if (TryRun(program, package, arguments) is { } error) Assert.Fail(error);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it complained of when it failed.</returns>
    public static string? TryRun(string program, string package, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore($"{program} is not installed (Debian package {package}).");
        }

        using (process)
        {
            Task<string> errors = process!.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}";
        }
    }
}
