using System.Diagnostics;

namespace Pacs.Imaging.Tests;

/// <summary>Other people's programs. A test that needs one is ignored, with the reason, where it is missing.</summary>
internal static class Peer
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    public static byte[] Run(string program, ReadOnlySpan<byte> input, params string[] arguments)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (path is null) Assert.Ignore($"{program} is not installed.");
        var start = new ProcessStartInfo(path!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        reading.Wait();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}: {errors.Result}");
        return output.ToArray();
    }

    /// <summary>The samples of a PGM or PPM file of 8 bits.</summary>
    public static byte[] Samples(byte[] netpbm)
    {
        int at = 0;
        for (int fields = 0; fields < 4; fields++, at++)
            while (!char.IsWhiteSpace((char)netpbm[at])) at++;
        return netpbm[at..];
    }

    /// <summary>A PGM or PPM file of 8-bit samples.</summary>
    public static byte[] Netpbm(ReadOnlySpan<byte> samples, int rows, int columns, int samplesPerPixel) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"P{(samplesPerPixel == 1 ? 5 : 6)} {columns} {rows} 255\n"), .. samples];
}
