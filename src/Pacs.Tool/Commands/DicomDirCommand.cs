using System.CommandLine;
using Pacs.Core;

namespace Pacs.Tool.Commands;

/// <summary>Makes and changes file-sets with a DICOMDIR (PS3.10 §8).</summary>
internal sealed class DicomDirCommand : IToolCommand
{
    public Command Build(ToolConsole console) => new("dicomdir", "Make, list and change file-sets with a DICOMDIR.")
    {
        Create(console), List(console), Add(console), Remove(console),
    };

    private static Command Create(ToolConsole console)
    {
        Argument<string> folder = Folder("A folder without a DICOMDIR; made when it is not there.");
        Argument<string[]> files = Files();
        var id = new Option<string>("--id") { Description = "File-set ID: up to 16 characters A to Z, 0 to 9, space, underscore.", DefaultValueFactory = static _ => "" };
        var command = new Command("create", "Begin a file-set and add files.") { folder, files, id };
        command.SetAction(async (result, ct) =>
        {
            string to = result.GetValue(folder)!;
            if (File.Exists(Path.Combine(to, DicomFileSet.DirectoryName))) throw new ToolException($"{to} has a DICOMDIR: use 'add'.", ExitCode.Usage);
            return await AddAsync(console, DicomFileSet.Create(to, result.GetValue(id)!), result.GetValue(files)!, ct);
        });
        return command;
    }

    private static Command Add(ToolConsole console)
    {
        Argument<string> folder = Folder("The folder of the file-set.");
        Argument<string[]> files = Files();
        var command = new Command("add", "Add files.") { folder, files };
        command.SetAction(async (result, ct) => await AddAsync(console, await DicomFileSet.OpenAsync(result.GetValue(folder)!, options: null, ct), result.GetValue(files)!, ct));
        return command;
    }

    private static Command Remove(ToolConsole console)
    {
        Argument<string> folder = Folder("The folder of the file-set.");
        var what = new Argument<string[]>("what") { Description = "File IDs as 'list' shows them, SOP Instance UIDs, or UIDs of series and studies.", Arity = ArgumentArity.OneOrMore };
        var keep = new Option<bool>("--keep-files") { Description = "Take them out of the DICOMDIR only." };
        var command = new Command("remove", "Remove instances, series or studies, with their files.") { folder, what, keep };
        command.SetAction(async (result, ct) =>
        {
            DicomFileSet set = await DicomFileSet.OpenAsync(result.GetValue(folder)!, options: null, ct);
            foreach (string name in result.GetValue(what)!)
            {
                DirectoryRecord record = set.Records.FirstOrDefault(record => record.FileId?.Value == name || record.Instance.SopInstance.Value == name
                    || record.Dataset.GetString(DicomTag.StudyInstanceUID) == name || record.Dataset.GetString(DicomTag.SeriesInstanceUID) == name)
                    ?? throw new ToolException($"The DICOMDIR lists no {name}.", ExitCode.Findings);
                set.Remove(record, deleteFiles: !result.GetValue(keep));
            }

            await set.SaveAsync(ct);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command List(ToolConsole console)
    {
        Argument<string> folder = Folder("A folder with a DICOMDIR, or a directory file.");
        var json = new Option<bool>("--json") { Description = "One JSON object a file." };
        var command = new Command("list", "List the records; missing files are told of.") { folder, json };
        command.SetAction(async (result, ct) =>
        {
            DicomFileSet set = await DicomFileSet.OpenAsync(result.GetValue(folder)!, options: null, ct);
            int missing = 0;
            foreach (DirectoryRecord record in set.Records)
            {
                bool isMissing = record.FileId is not null && !File.Exists(set.PathOf(record));
                if (isMissing) missing++;
                if (result.GetValue(json)) WriteJson(console, set, record, isMissing);
                else WriteLine(console, record, isMissing);
            }

            foreach (ValidationFinding finding in set.Findings) console.Fail($"{finding.Message}");
            return missing > 0 || set.Findings.Count > 0 ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }

    private static void WriteLine(ToolConsole console, DirectoryRecord record, bool isMissing)
    {
        int depth = 0;
        for (DirectoryRecord? above = record.Parent; above is not null; above = above.Parent) depth++;
        DicomDataset keys = record.Dataset;
        string text = record.Type switch
        {
            DirectoryRecordType.Patient => $"{keys.GetString(DicomTag.PatientID)} {keys.GetString(DicomTag.PatientName)}",
            DirectoryRecordType.Study => $"{keys.GetString(DicomTag.StudyDate)} {keys.GetString(DicomTag.StudyDescription)} {keys.GetString(DicomTag.StudyInstanceUID)}",
            DirectoryRecordType.Series => $"{keys.GetString(DicomTag.Modality)} {keys.GetString(DicomTag.SeriesNumber)} {keys.GetString(DicomTag.SeriesInstanceUID)}",
            _ => $"{record.FileId} {record.Instance.SopInstance}",
        };
        console.Out.WriteLine($"{new string(' ', depth * 2)}{console.Paint(Printable.OneLine(record.Type), Ink.Cyan)} {Printable.OneLine(text)}{(isMissing ? console.Paint(" (missing)", Ink.Red) : "")}");
    }

    private static void WriteJson(ToolConsole console, DicomFileSet set, DirectoryRecord record, bool isMissing)
    {
        if (record.FileId is not { } id) return;
        console.Out.WriteLine(JsonLine.Of(
            ("type", record.Type), ("fileId", id.Value), ("path", set.PathOf(record)), ("sopClass", record.Instance.SopClass.Value),
            ("sopInstance", record.Instance.SopInstance.Value), ("exists", !isMissing)));
    }

    private static async Task<int> AddAsync(ToolConsole console, DicomFileSet set, string[] paths, CancellationToken ct)
    {
        int code = ExitCode.Success;
        List<string> files = InputFiles.Expand(paths);
        string directory = Path.Combine(set.Folder, DicomFileSet.DirectoryName);
        await ProgressBar.RunAsync(console, "Adding", files.Count, async report =>
        {
            int done = 0;
            code = await EachFile.RunAsync(console, files.Where(path => Path.GetFullPath(path) != directory), async path =>
            {
                await set.AddAsync(path, ct);
                report(++done, files.Count);
            });
        });
        await set.SaveAsync(ct);
        foreach (ValidationFinding finding in set.Findings) console.Error.WriteLine($"{finding.Tag?.Keyword}: {finding.Message}");
        return code;
    }

    private static Argument<string> Folder(string description) => new("folder") { Description = description };

    private static Argument<string[]> Files() => new("file") { Description = "DICOM files, or folders of them.", Arity = ArgumentArity.OneOrMore };
}
