using System.CommandLine;
using Pacs.Core;
using Pacs.Network;
using Pacs.Tool.Output;

namespace Pacs.Tool.Commands;

/// <summary>Queries a peer (C-FIND).</summary>
internal sealed class FindCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var peer = new PeerOptions();
        var level = new Option<string>("--level", "-l") { Description = "patient, study, series, image, or worklist.", DefaultValueFactory = static _ => "study" };
        level.AcceptOnlyFromAmong("patient", "study", "series", "image", "worklist");
        var keys = new Option<string[]>("--key", "-k") { Description = "PATH=VALUE to match, or PATH to return (repeatable). A path is a keyword or tag, items in brackets." };
        var limit = new Option<int>("--limit") { Description = "End after this many matches; 0 takes all.", DefaultValueFactory = static _ => 0 };
        var json = new Option<bool>("--json") { Description = "Write the matches as an array of DICOM JSON." };
        var command = new Command("find", "Query a peer (C-FIND).") { level, keys, limit, json };
        peer.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            string at = result.GetValue(level)!;
            (DicomUid model, DicomDataset identifier) = Identifier(at, result.GetValue(keys) ?? []);
            await using DicomClient client = peer.Connect(result);
            IAsyncEnumerable<DicomDataset> matches = client.FindAsync(model, identifier, ct);
            if (result.GetValue(limit) is > 0 and int most) matches = matches.Take(most);
            if (result.GetValue(json))
            {
                await DicomJson.WriteAllAsync(matches, await console.OutStreamAsync(), options: null, ct);
                console.Out.WriteLine();
                return ExitCode.Success;
            }

            DicomTag[] columns = [.. identifier.Select(static element => element.Tag).Where(static tag => tag != DicomTag.QueryRetrieveLevel && tag != DicomTag.SpecificCharacterSet)];
            int count = await MatchTable.WriteAsync(console, columns, matches, ct);
            console.Error.WriteLine($"{count} {(count == 1 ? "match" : "matches")}");
            return ExitCode.Success;
        });
        return command;
    }

    private static (DicomUid Model, DicomDataset Identifier) Identifier(string level, string[] keys)
    {
        var identifier = new DicomDataset();
        identifier.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        if (level != "worklist") identifier.Set(DicomTag.QueryRetrieveLevel, level.ToUpperInvariant());
        // What a person wants to see when nothing is said; and the unique keys, which are required.
        DicomTag[] usual = level switch
        {
            "patient" => [DicomTag.PatientID, DicomTag.PatientName],
            "series" => [DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.Modality, DicomTag.SeriesNumber],
            "image" => [DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID, DicomTag.InstanceNumber],
            "worklist" => [DicomTag.PatientID, DicomTag.PatientName, DicomTag.AccessionNumber, DicomTag.StudyInstanceUID, DicomTag.RequestedProcedureID],
            _ => [DicomTag.StudyInstanceUID, DicomTag.StudyDate, DicomTag.PatientID, DicomTag.PatientName, DicomTag.StudyDescription],
        };
        foreach (DicomTag tag in usual) identifier.Set(tag, string.Empty);
        if (level == "worklist")
            foreach (DicomTag tag in (DicomTag[])[DicomTag.Modality, DicomTag.ScheduledStationAETitle, DicomTag.ScheduledProcedureStepStartDate, DicomTag.ScheduledProcedureStepStartTime])
                identifier.Set($"ScheduledProcedureStepSequence[0].{tag.Keyword}", string.Empty);
        foreach (string key in keys)
        {
            int separator = key.IndexOf('=', StringComparison.Ordinal);
            DicomPath path = DicomPath.Parse(separator < 0 ? key : key.AsSpan(0, separator));
            identifier.Set(path, separator < 0 ? string.Empty : key[(separator + 1)..]);
        }

        DicomUid model = level switch
        {
            "patient" => DicomUid.PatientRootQueryRetrieveInformationModelFind,
            "worklist" => DicomUid.ModalityWorklistInformationModelFind,
            _ => DicomUid.StudyRootQueryRetrieveInformationModelFind,
        };
        return (model, identifier);
    }
}
