using System.CommandLine;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Tool;

/// <summary>pacs transcode: the same image in another transfer syntax.</summary>
internal static class TranscodeCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A DICOM file." };
        var syntax = new Option<string>("--syntax") { Description = $"Keyword or UID: {string.Join(", ", Names())}.", Required = true };
        var output = new Option<FileInfo>("--out") { Description = "The new file.", Required = true };
        var quality = new Option<int>("--quality") { Description = "Lossy JPEG: 1 to 100.", DefaultValueFactory = _ => EncodeOptions.Default.Quality };
        var near = new Option<int>("--near") { Description = "Near-lossless JPEG-LS: greatest error of a sample.", DefaultValueFactory = _ => EncodeOptions.Default.NearLossless };
        var ratio = new Option<double>("--ratio") { Description = "Lossy JPEG 2000: wanted compression ratio.", DefaultValueFactory = _ => EncodeOptions.Default.CompressionRatio };
        var command = new Command("transcode", "Changes the transfer syntax. A loss makes a new instance that names its source.") { file, syntax, output, quality, near, ratio };
        command.SetAction((parsed, ct) => ToolErrors.GuardAsync(() => RunAsync(
            parsed.GetValue(file)!, Find(parsed.GetValue(syntax)!), parsed.GetValue(output)!,
            new EncodeOptions { Quality = parsed.GetValue(quality), NearLossless = parsed.GetValue(near), CompressionRatio = parsed.GetValue(ratio) }, ct)));
        return command;
    }

    private static async Task RunAsync(FileInfo source, TransferSyntax syntax, FileInfo target, EncodeOptions encoding, CancellationToken ct)
    {
        await using DicomFile file = await DicomFile.OpenAsync(source.FullName, ct: ct);
        await using DicomFile transcoded = await new Transcoder(new TranscodeOptions { Encoding = encoding }).TranscodeAsync(file, syntax, ct);
        await transcoded.SaveAsync(target.FullName, ct);
    }

    /// <summary>The syntax of a UID, of a keyword, or of a beginning that only one keyword has; case, dashes and underscores do not matter.</summary>
    private static TransferSyntax Find(string name)
    {
        string wanted = Folded(name);
        TransferSyntax[] known = [.. CodecRegistry.Default.Encodes];
        TransferSyntax[] alike = [.. known.Where(syntax => Folded(syntax.ToString()).StartsWith(wanted, StringComparison.Ordinal))];
        return known.FirstOrDefault(syntax => name == syntax.Uid.Value || wanted == Folded(syntax.ToString()))
            ?? (alike.Length == 1 ? alike[0] : throw new DicomImageException($"'{name}' is {(alike.Length == 0 ? "no syntax that is written" : "not one syntax alone")}; there are {string.Join(", ", Names())}."));

        static string Folded(string text) => text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
    }

    private static IEnumerable<string> Names() => CodecRegistry.Default.Encodes.Select(static syntax => syntax.ToString()).Order(StringComparer.Ordinal);
}
