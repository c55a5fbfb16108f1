using System.CommandLine;
using Pacs.Core;

namespace Pacs.Tool.Commands;

/// <summary>Writes a file as DICOM JSON (PS3.18 Annex F).</summary>
internal sealed class JsonCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var file = new Argument<string>("file") { Description = "A DICOM file." };
        var indented = new Option<bool>("--indent", "-i") { Description = "Break and indent lines." };
        var inlineLimit = new Option<int?>("--inline") { Description = "Leave binary values longer than this many bytes out; without it all are inline." };
        var command = new Command("json", "Write a file as DICOM JSON.") { file, indented, inlineLimit };
        command.SetAction(async (result, ct) =>
        {
            await using DicomFile opened = await DicomFile.OpenAsync(result.GetValue(file)!, options: null, ct);
            // A URI that leads nowhere but says where the value is: its path in this file.
            var options = new DicomJsonOptions
            {
                IsIndented = result.GetValue(indented),
                InlineLimit = result.GetValue(inlineLimit) ?? int.MaxValue,
                BulkDataUri = result.GetValue(inlineLimit) is null ? null : static bulk => $"#/{bulk.Path}",
            };
            Stream output = await console.OutStreamAsync();
            await DicomJson.WriteAsync(opened.Dataset, output, options, ct);
            console.Out.WriteLine();
            return ExitCode.Success;
        });
        return command;
    }
}
