using System.CommandLine;
using Pacs.Core;
using Pacs.DicomWeb.Client;
using Pacs.Tool.Output;

namespace Pacs.Tool.Commands;

/// <summary>Searches a DICOMweb server (QIDO-RS).</summary>
internal sealed class QidoCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var web = new WebOptions();
        var level = new Option<string>("--level", "-l") { Description = "study, series, or image.", DefaultValueFactory = static _ => "study" };
        level.AcceptOnlyFromAmong("study", "series", "image");
        var keys = new Option<string[]>("--key", "-k") { Description = "KEYWORD=VALUE to match, or KEYWORD to return (repeatable)." };
        var fuzzy = new Option<bool>("--fuzzy") { Description = "Match names without regard to accents." };
        var order = new Option<string[]>("--order-by") { Description = "KEYWORD to order by, -KEYWORD for the reverse (repeatable; not every server knows it)." };
        var limit = new Option<int>("--limit") { Description = "End after this many matches; 0 takes all.", DefaultValueFactory = static _ => 0 };
        var offset = new Option<int>("--offset") { Description = "Leave out this many matches first.", DefaultValueFactory = static _ => 0 };
        var json = new Option<bool>("--json") { Description = "Write the matches as an array of DICOM JSON." };
        var command = new Command("qido", "Search a DICOMweb server (QIDO-RS).") { level, keys, fuzzy, order, limit, offset, json };
        web.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            (DicomQuery query, DicomTag[] columns) = Query(result.GetValue(level)!, result.GetValue(keys) ?? []);
            foreach (string by in result.GetValue(order) ?? []) query = query.OrderBy(TagOf(by.TrimStart('-')), isDescending: by.StartsWith('-'));
            if (result.GetValue(fuzzy)) query = query.IgnoreAccents();
            if (result.GetValue(offset) is > 0 and int skip) query = query.Skip(skip);
            if (result.GetValue(limit) is > 0 and int most) query = query.Take(most);
            (DicomWebClient client, HttpClient http) = web.Connect(result);
            using (http)
            {
                IAsyncEnumerable<DicomDataset> matches = client.FindAsync(query, ct);
                if (result.GetValue(json))
                {
                    await DicomJson.WriteAllAsync(matches, await console.OutStreamAsync(), options: null, ct);
                    console.Out.WriteLine();
                    return ExitCode.Success;
                }

                int count = await MatchTable.WriteAsync(console, columns, matches, ct);
                console.Error.WriteLine($"{count} {(count == 1 ? "match" : "matches")}");
                return ExitCode.Success;
            }
        });
        return command;
    }

    private static (DicomQuery Query, DicomTag[] Columns) Query(string level, string[] keys)
    {
        (DicomQuery query, List<DicomTag> columns) = level switch
        {
            "series" => (DicomQuery.Series(), new List<DicomTag> { DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.Modality, DicomTag.SeriesNumber }),
            "image" => (DicomQuery.Instances(), [DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID, DicomTag.InstanceNumber]),
            _ => (DicomQuery.Studies(), [DicomTag.StudyInstanceUID, DicomTag.StudyDate, DicomTag.PatientID, DicomTag.PatientName, DicomTag.StudyDescription]),
        };
        foreach (string key in keys)
        {
            int separator = key.IndexOf('=', StringComparison.Ordinal);
            string name = separator < 0 ? key : key[..separator];
            DicomTag tag = TagOf(name);
            if (separator >= 0) query = query.Match(tag, key[(separator + 1)..]);
            if (!columns.Contains(tag)) columns.Add(tag);
        }

        return (query.Return([.. columns]), [.. columns]);
    }

    private static DicomTag TagOf(string name) =>
        DicomPath.Parse(name) is [{ Item: null } only] ? only.Tag : throw new ToolException($"'{name}' is no attribute of the top level.", ExitCode.Usage);
}
