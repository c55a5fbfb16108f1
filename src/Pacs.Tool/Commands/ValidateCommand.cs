using System.CommandLine;
using Pacs.Core;

namespace Pacs.Tool.Commands;

/// <summary>Reads files whole and tells what is wrong with them: structure, values, frames.</summary>
internal sealed class ValidateCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var files = new Argument<string[]>("file") { Description = "DICOM files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "One JSON object a finding." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the exit code." };
        var command = new Command("validate", "Tell what is wrong with files.") { files, json, quiet };
        command.SetAction(async (result, ct) =>
        {
            int findings = 0, fine = 0;
            int code = await EachFile.RunAsync(console, result.GetValue(files)!, async path =>
            {
                IReadOnlyList<ValidationFinding> found = await FindAsync(path, ct);
                findings += found.Count;
                if (found.Count == 0) fine++;
                if (result.GetValue(quiet)) return;
                foreach (ValidationFinding finding in found) Write(console, path, finding, result.GetValue(json));
            });
            if (!result.GetValue(json) && !result.GetValue(quiet)) console.Error.WriteLine($"{fine} files without findings, {findings} findings in others");
            return code != ExitCode.Success ? code : findings > 0 ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }

    private static async Task<IReadOnlyList<ValidationFinding>> FindAsync(string path, CancellationToken ct)
    {
        await using DicomFile file = await DicomFile.OpenAsync(path, options: null, ct);
        List<ValidationFinding> findings = [.. DicomValidator.Validate(file)];
        // A value that was cut is told already; its frames would only be told of again.
        if (findings.Exists(static finding => finding.Kind == FindingKind.Truncated) || !file.Dataset.Contains(DicomTag.PixelData)) return findings;
        try
        {
            findings.AddRange((await FrameReader.CreateAsync(file, ct)).Findings);
        }
        catch (DicomDataException reason)
        {
            findings.Add(new ValidationFinding(FindingKind.Fragment, DicomTag.PixelData, reason.Offset ?? 0, reason.Message));
        }

        return findings;
    }

    private static void Write(ToolConsole console, string path, ValidationFinding finding, bool isJson)
    {
        if (isJson)
            console.Out.WriteLine(JsonLine.Of(("path", path), ("kind", finding.Kind), ("tag", finding.Tag?.ToString("J", null)), ("where", finding.Path?.ToString()), ("offset", finding.Offset), ("message", finding.Message)));
        else
            console.Out.WriteLine($"{path}: {console.Paint(finding.Kind.ToString(), Ink.Yellow)}{Where(finding)}: {Printable.OneLine(finding.Message)}");
    }

    private static string Where(ValidationFinding finding) => string.Concat(
        finding.Path is { Count: > 0 } path ? $" {Printable.OneLine(path.ToString())}" : string.Empty,
        finding.Offset >= 0 ? FormattableString.Invariant($" at offset {finding.Offset}") : string.Empty);
}
