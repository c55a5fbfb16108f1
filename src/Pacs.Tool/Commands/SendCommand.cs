using System.CommandLine;
using Pacs.Network;

namespace Pacs.Tool.Commands;

/// <summary>Sends files to a peer (C-STORE).</summary>
internal sealed class SendCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var peer = new PeerOptions();
        var files = new Argument<string[]>("file") { Description = "DICOM files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "One JSON object a file." };
        var command = new Command("send", "Send files to a peer (C-STORE).") { json };
        peer.AddTo(command);
        command.Add(files);
        command.SetAction(async (result, ct) =>
        {
            List<string> paths = InputFiles.Expand(result.GetValue(files)!);
            await using DicomClient client = peer.Connect(result);
            int sent = 0, warned = 0, failed = 0;
            await ProgressBar.RunAsync(console, $"Sending to {client.Peer.AeTitle}", paths.Count, async report =>
            {
                await foreach (StoreResult stored in client.StoreAsync(paths, ct))
                {
                    if (stored.Status.IsSuccess) sent++;
                    else if (stored.Status.IsWarning) warned++;
                    else failed++;
                    if (result.GetValue(json))
                        console.Out.WriteLine(JsonLine.Of(("path", stored.Path), ("sopInstance", stored.Instance.SopInstance.Value), ("status", $"{stored.Status.Code:X4}"), ("comment", stored.Status.Comment)));
                    else if (!stored.Status.IsSuccess)
                        console.Fail($"{stored.Path}: {stored.Status}");
                    report(sent + warned + failed, paths.Count);
                }
            });
            if (!result.GetValue(json)) console.Out.WriteLine($"{sent} sent, {warned} with warnings, {failed} failed");
            return failed > 0 ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }
}
