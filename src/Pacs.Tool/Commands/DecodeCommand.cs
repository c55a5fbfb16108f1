using System.CommandLine;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Tool;

/// <summary>pacs decode: the stored pixels of all frames, without any header.</summary>
internal static class DecodeCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A DICOM image." };
        var output = new Option<FileInfo>("--out") { Description = "Where the pixels go.", Required = true };
        var command = new Command("decode", "Writes the stored pixels of all frames: little endian words, interleaved by pixel, one frame after the other.") { file, output };
        command.SetAction((parsed, ct) => ToolErrors.GuardAsync(() => RunAsync(parsed.GetValue(file)!, parsed.GetValue(output)!, ct)));
        return command;
    }

    private static async Task RunAsync(FileInfo source, FileInfo target, CancellationToken ct)
    {
        await using DicomFile file = await DicomFile.OpenAsync(source.FullName, ct: ct);
        await using FileStream pixels = target.Create();
        (int frames, int partial) = await DicomImage.WritePixelsAsync(file, pixels, ct: ct);
        if (partial > 0) Console.Error.WriteLine($"{partial} of {frames} frames are cut off: zeros stand for what is missing.");
    }
}
