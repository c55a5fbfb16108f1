using System.Diagnostics;

namespace Pacs.Imaging.Tests;

/// <summary>The tests that compare pixels, once more on a machine that has fewer vectors: what ARM and older processors run must give the same.</summary>
[Category("Slow")]
public sealed class InstructionSetTests
{
    private const string Child = "PACS_TESTS_OF_INSTRUCTION_SETS";

    private static readonly string[] Compared =
        ["JpegKernelTests", "JpegStreamTests", "JpegEncodeTests", "RleCodecTests", "JpegLsCodecTests", "PlanesTests", "WindowKernelTests", "GrayscaleTests", "ColorTests", "ResamplerTests", "CodeRangeTests", "PngTests", "JpegLsCodecContractTests.Decode_OfEncode", "JpegCodecContractTests.Decode_OfEncode"];

    [TestCase("DOTNET_EnableAVX2")]
    [TestCase("DOTNET_EnableHWIntrinsic")]
    public void PixelsAreTheSame_Without(string instructions)
    {
        if (Environment.GetEnvironmentVariable(Child) is not null) Assert.Ignore("This is the child already.");
        string filter = string.Join('|', Compared.Select(static name => $"FullyQualifiedName~{name}"));
        var start = new ProcessStartInfo("dotnet", ["test", typeof(InstructionSetTests).Assembly.Location, "--nologo", "--filter", filter]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[instructions] = "0";
        start.Environment[Child] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.That(process.ExitCode, Is.Zero, $"{output}\n{errors.Result}");
        Assert.That(output, Does.Contain("Passed!"));
    }
}
