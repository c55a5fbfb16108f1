using System.CommandLine;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Tool;

/// <summary>Which instances a C-GET or C-MOVE is about, and how its end is told.</summary>
internal sealed class RetrieveOptions
{
    private readonly Option<string> _patient = new("--patient") { Description = "Patient ID (Patient Root)." };
    private readonly Option<string[]> _study = new("--study") { Description = "Study Instance UID (repeatable)." };
    private readonly Option<string[]> _series = new("--series") { Description = "Series Instance UID, with one --study (repeatable)." };
    private readonly Option<string[]> _instance = new("--instance") { Description = "SOP Instance UID, with one --study and one --series (repeatable)." };
    private readonly Option<bool> _json = new("--json") { Description = "Tell the end as JSON." };

    public void AddTo(Command command)
    {
        command.Add(_patient);
        command.Add(_study);
        command.Add(_series);
        command.Add(_instance);
        command.Add(_json);
    }

    public InstanceSelector Selector(ParseResult result)
    {
        var selector = new InstanceSelector { PatientId = result.GetValue(_patient), Studies = Uids(result, _study), Series = Uids(result, _series), Instances = Uids(result, _instance) };
        return selector.IsUnrestricted ? throw new ToolException("Say which instances: --patient, --study, --series or --instance.", ExitCode.Usage) : selector;
    }

    /// <returns>The exit code.</returns>
    public int Report(ToolConsole console, ParseResult result, RetrieveResult end)
    {
        SubOperations counters = end.Counters;
        if (result.GetValue(_json))
            console.Out.WriteLine(JsonLine.Of(("status", $"{end.Status.Code:X4}"), ("comment", end.Status.Comment), ("completed", counters.Completed), ("warning", counters.Warning), ("failed", counters.Failed)));
        else
            console.Out.WriteLine($"{Printable.OneLine(end.Status.ToString())}: {counters.Completed} completed, {counters.Warning} with warnings, {counters.Failed} failed");
        foreach (DicomUid failed in end.FailedInstances) console.Fail($"failed: {failed}");
        return end.Status.IsSuccess ? ExitCode.Success : ExitCode.Findings;
    }

    private static DicomUid[] Uids(ParseResult result, Option<string[]> option) => [.. (result.GetValue(option) ?? []).Select(static text =>
        DicomUid.IsValid(text) ? new DicomUid(text) : throw new ToolException($"'{text}' is no UID.", ExitCode.Usage))];
}
