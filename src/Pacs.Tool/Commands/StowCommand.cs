using System.CommandLine;
using Pacs.DicomWeb.Client;

namespace Pacs.Tool.Commands;

/// <summary>Stores files on a DICOMweb server (STOW-RS).</summary>
internal sealed class StowCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var web = new WebOptions();
        var files = new Argument<string[]>("file") { Description = "DICOM files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var study = new Option<string?>("--study") { Description = "Study that all must belong to." };
        var json = new Option<bool>("--json") { Description = "One JSON object an instance." };
        var command = new Command("stow", "Store files on a DICOMweb server (STOW-RS).") { study, json };
        web.AddTo(command);
        command.Add(files);
        command.SetAction(async (result, ct) =>
        {
            List<string> paths = InputFiles.Expand(result.GetValue(files)!);
            List<DicomWebUpload> uploads = [.. paths.Select(DicomWebUpload.FromPath)];
            long total = Math.Max(1, uploads.Sum(static upload => upload.Length ?? 0));
            int sent = 0, warned = 0, failed = 0;
            (DicomWebClient client, HttpClient http) = web.Connect(result);
            using (http)
            {
                await ProgressBar.RunAsync(console, "Storing", 1000, async report =>
                {
                    var progress = new Direct(bytes => report((int)Math.Min(1000, 1000 * bytes / total), 1000));
                    await foreach (DicomWebStoreResult stored in client.StoreAsync(uploads, WebOptions.Uid(result.GetValue(study)), progress, ct))
                    {
                        if (stored.Status.IsSuccess) sent++;
                        else if (stored.Status.IsWarning) warned++;
                        else failed++;
                        if (result.GetValue(json))
                            console.Out.WriteLine(JsonLine.Of(("sopInstance", stored.Instance.SopInstance.Value), ("status", $"{stored.Status.Code:X4}"), ("retrieveUrl", stored.RetrieveUrl?.ToString())));
                        else if (!stored.Status.IsSuccess)
                            console.Fail($"{stored.Instance.SopInstance}: {stored.Status}");
                    }
                });
            }

            if (!result.GetValue(json)) console.Out.WriteLine($"{sent} stored, {warned} with warnings, {failed} failed");
            return failed > 0 || sent + warned < paths.Count ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }

    /// <summary>Tells at once; <see cref="Progress{T}"/> would tell later, on another thread.</summary>
    private sealed class Direct(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
