using System.CommandLine;
using Pacs.Core;
using Pacs.Tool.Output;

namespace Pacs.Tool.Commands;

/// <summary>Shows what is in files, for people.</summary>
internal sealed class DumpCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var files = new Argument<string[]>("file") { Description = "DICOM files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var width = new Option<int>("--width", "-w") { Description = "Most characters shown of a value; 0 shows all.", DefaultValueFactory = static _ => 80 };
        var tags = new Option<string[]>("--tag", "-t") { Description = "Show only this tag or keyword, at any depth (repeatable)." };
        var noMeta = new Option<bool>("--no-meta") { Description = "Leave file meta information out." };
        var frames = new Option<bool>("--frames") { Description = "List the frames of the pixel data and where they stand." };
        var json = new Option<bool>("--json") { Description = "One JSON object an element." };
        var command = new Command("dump", "Show the elements of files.") { files, width, tags, noMeta, frames, json };
        command.SetAction(async (result, ct) =>
        {
            DicomTag[] wanted = [.. (result.GetValue(tags) ?? []).Select(static text => DicomTag.Parse(text))];
            var writer = new DumpWriter(console, new DumpOptions(Math.Max(0, result.GetValue(width)), !result.GetValue(noMeta), result.GetValue(frames), result.GetValue(json), wanted));
            return await EachFile.RunAsync(console, result.GetValue(files)!, async path =>
            {
                await using DicomFile file = await DicomFile.OpenAsync(path, options: null, ct);
                await writer.WriteAsync(path, file, ct);
            });
        });
        return command;
    }
}
