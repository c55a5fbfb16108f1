using System.CommandLine;
using Pacs.Core;

namespace Pacs.Tool.Commands;

/// <summary>Changes elements of files, in place or into new ones.</summary>
internal sealed class ModifyCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var files = new Argument<string[]>("file") { Description = "DICOM files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output", "-o") { Description = "Write to this file, or for several files into this folder; without it the files are replaced." };
        var set = new Option<string[]>("--set", "-s") { Description = "PATH=VALUE: set an element, made when it is not there. A path is a keyword or tag, items in brackets: RequestAttributesSequence[0].StudyID (repeatable)." };
        var insert = new Option<string[]>("--insert") { Description = "PATH=VALUE: set an element that is not there (repeatable)." };
        var remove = new Option<string[]>("--remove", "-r") { Description = "PATH: remove an element or item (repeatable)." };
        var removePrivate = new Option<bool>("--remove-private") { Description = "Remove all private elements." };
        var newUids = new Option<bool>("--new-uids") { Description = "Give studies, series, instances and frames of reference new UIDs, the same for the same in all files given." };
        var syntax = new Option<string>("--syntax") { Description = "Transfer syntax to write: keyword or UID of one without compression." };
        var command = new Command("modify", "Change elements of files.") { files, output, set, insert, remove, removePrivate, newUids, syntax };
        command.SetAction(async (result, ct) =>
        {
            TransferSyntax? target = result.GetValue(syntax) is { } name ? Native(name) : null;
            var changes = new Modification
            {
                Set = Pairs(result.GetValue(set)),
                Insert = Pairs(result.GetValue(insert)),
                Remove = [.. (result.GetValue(remove) ?? []).Select(static text => DicomPath.Parse(text))],
                RemovePrivate = result.GetValue(removePrivate),
                Uids = result.GetValue(newUids) ? new UidMap() : null,
            };
            if (changes.IsEmpty && target is null) throw new ToolException("Say what to change: --set, --insert, --remove, --remove-private, --new-uids or --syntax.", ExitCode.Usage);
            List<string> inputs = InputFiles.Expand(result.GetValue(files)!);
            string? to = result.GetValue(output);
            bool isFolder = to is not null && (inputs.Count > 1 || Directory.Exists(to));
            if (isFolder) Directory.CreateDirectory(to!);
            HashSet<string> targets = new(StringComparer.Ordinal);
            foreach (string path in inputs)
                if (isFolder && !targets.Add(Path.GetFileName(path))) throw new ToolException($"Two of the files are named {Path.GetFileName(path)}; one would replace the other.", ExitCode.Usage);
            return await EachFile.RunAsync(console, inputs, async path =>
            {
                await using DicomFile file = await DicomFile.OpenAsync(path, options: null, ct);
                if (target is not null && file.TransferSyntax.IsEncapsulated)
                    throw new DicomDataException($"The pixel data is compressed ({file.TransferSyntax}); only files without compression change their syntax here.");
                changes.Apply(file);
                await file.SaveAsync(to is null ? path : isFolder ? Path.Combine(to, Path.GetFileName(path)) : to, new DicomWriteOptions { TransferSyntax = target }, ct);
            });
        });
        return command;
    }

    private static TransferSyntax Native(string name)
    {
        TransferSyntax[] native = [TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian, TransferSyntax.DeflatedExplicitVRLittleEndian];
        return native.FirstOrDefault(syntax => syntax.Uid.Value == name || string.Equals(syntax.Uid.Keyword, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ToolException($"'{name}' is no transfer syntax without compression: {string.Join(", ", native.Select(static syntax => syntax.ToString()))}.", ExitCode.Usage);
    }

    private static (DicomPath Path, string Value)[] Pairs(string[]? texts) => [.. (texts ?? []).Select(static text =>
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw new ToolException($"'{text}' is no PATH=VALUE.", ExitCode.Usage);
        return (DicomPath.Parse(text.AsSpan(0, at)), text[(at + 1)..]);
    })];
}
