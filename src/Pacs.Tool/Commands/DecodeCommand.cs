using System.CommandLine;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Tool.Commands;

/// <summary>Writes the stored pixels of all frames, without any header.</summary>
internal sealed class DecodeCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var file = new Argument<string>("file") { Description = "A DICOM image." };
        var output = new Option<string>("--out", "-o") { Description = "Where the pixels go.", Required = true };
        var command = new Command("decode", "Write the stored pixels of all frames: little endian words, interleaved by pixel, one frame after the other.") { file, output };
        command.SetAction((result, ct) => RunAsync(console, result.GetValue(file)!, result.GetValue(output)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, string source, string target, CancellationToken ct)
    {
        await using DicomFile file = await DicomFile.OpenAsync(source, options: null, ct);
        await using FileStream pixels = File.Create(target);
        (int frames, int partial) = await DicomImage.WritePixelsAsync(file, pixels, options: null, ct);
        if (partial == 0) return ExitCode.Success;
        console.Fail($"{partial} of {frames} frames are cut off: what is missing is zero or coarse");
        return ExitCode.Findings;
    }
}
