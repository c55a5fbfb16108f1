using System.CommandLine;
using Pacs.Network;

namespace Pacs.Tool.Commands;

/// <summary>Fetches instances from a peer into a folder (C-GET).</summary>
internal sealed class GetCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var peer = new PeerOptions();
        var which = new RetrieveOptions();
        var output = new Option<string>("--output", "-o") { Description = "Folder for the files, named by SOP Instance UID.", DefaultValueFactory = static _ => "." };
        var command = new Command("get", "Fetch instances from a peer (C-GET).") { output };
        peer.AddTo(command);
        which.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            var selector = which.Selector(result);
            await using DicomClient client = peer.Connect(result);
            var folder = new FolderStore(result.GetValue(output)!);
            RetrieveResult? end = null;
            await ProgressBar.RunAsync(console, $"Fetching from {client.Peer.AeTitle}", 0, async report =>
                end = await client.GetAsync(selector, folder, options: null, new SubOperationProgress(report), ct));
            return which.Report(console, result, end!);
        });
        return command;
    }
}
