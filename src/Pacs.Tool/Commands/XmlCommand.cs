using System.CommandLine;
using Pacs.Core;

namespace Pacs.Tool.Commands;

/// <summary>Writes a file as Native DICOM Model XML (PS3.19 Annex A).</summary>
internal sealed class XmlCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var file = new Argument<string>("file") { Description = "A DICOM file." };
        var indented = new Option<bool>("--indent", "-i") { Description = "Break and indent lines." };
        var inlineLimit = new Option<int?>("--inline") { Description = "Leave binary values longer than this many bytes out; without it all are inline." };
        var command = new Command("xml", "Write a file as Native DICOM Model XML.") { file, indented, inlineLimit };
        command.SetAction(async (result, ct) =>
        {
            await using DicomFile opened = await DicomFile.OpenAsync(result.GetValue(file)!, options: null, ct);
            var options = new DicomXmlOptions
            {
                IsIndented = result.GetValue(indented),
                InlineLimit = result.GetValue(inlineLimit) ?? int.MaxValue,
                BulkDataUri = result.GetValue(inlineLimit) is null ? null : static bulk => $"#/{bulk.Path}",
            };
            Stream output = await console.OutStreamAsync();
            await DicomXml.WriteAsync(opened.Dataset, output, options, ct);
            console.Out.WriteLine();
            return ExitCode.Success;
        });
        return command;
    }
}
