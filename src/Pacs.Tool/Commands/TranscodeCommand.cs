using System.CommandLine;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Tool.Commands;

/// <summary>Writes the same image in another transfer syntax.</summary>
internal sealed class TranscodeCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var file = new Argument<string>("file") { Description = "A DICOM file." };
        var syntax = new Option<string>("--syntax", "-s") { Description = $"Keyword or UID: {string.Join(", ", Names())}.", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "The new file.", Required = true };
        var quality = new Option<int>("--quality") { Description = "Lossy JPEG: 1 to 100.", DefaultValueFactory = static _ => EncodeOptions.Default.Quality };
        var near = new Option<int>("--near") { Description = "Near-lossless JPEG-LS: greatest error of a sample.", DefaultValueFactory = static _ => EncodeOptions.Default.NearLossless };
        var ratio = new Option<double>("--ratio") { Description = "Lossy JPEG 2000: wanted compression ratio.", DefaultValueFactory = static _ => EncodeOptions.Default.CompressionRatio };
        var command = new Command("transcode", "Change the transfer syntax. A loss makes a new instance that names its source.") { file, syntax, output, quality, near, ratio };
        command.SetAction(async (result, ct) =>
        {
            TransferSyntax target = Find(result.GetValue(syntax)!);
            var encoding = new EncodeOptions { Quality = result.GetValue(quality), NearLossless = result.GetValue(near), CompressionRatio = result.GetValue(ratio) };
            await using DicomFile source = await DicomFile.OpenAsync(result.GetValue(file)!, options: null, ct);
            await using DicomFile transcoded = await new Transcoder(new TranscodeOptions { Encoding = encoding }).TranscodeAsync(source, target, ct);
            await transcoded.SaveAsync(result.GetValue(output)!, ct);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The syntax of a UID, of a keyword, or of a beginning that only one keyword has; case, dashes and underscores do not matter.</summary>
    internal static TransferSyntax Find(string name)
    {
        string wanted = Folded(name);
        TransferSyntax[] known = [.. CodecRegistry.Default.Encodes];
        TransferSyntax[] alike = [.. known.Where(syntax => Folded(syntax.ToString()).StartsWith(wanted, StringComparison.Ordinal))];
        return known.FirstOrDefault(syntax => name == syntax.Uid.Value || wanted == Folded(syntax.ToString()))
            ?? (alike.Length == 1 ? alike[0] : throw new ToolException($"'{name}' is {(alike.Length == 0 ? "no syntax that is written" : "not one syntax alone")}; there are {string.Join(", ", Names())}", ExitCode.Usage));

        static string Folded(string text) => text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
    }

    private static IEnumerable<string> Names() => CodecRegistry.Default.Encodes.Select(static syntax => syntax.ToString()).Order(StringComparer.Ordinal);
}
