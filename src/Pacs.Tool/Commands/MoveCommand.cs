using System.CommandLine;
using Pacs.Network;

namespace Pacs.Tool.Commands;

/// <summary>Has a peer send instances to another (C-MOVE).</summary>
internal sealed class MoveCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var peer = new PeerOptions();
        var which = new RetrieveOptions();
        var to = new Option<string>("--to") { Description = "AE title of the destination, known to the peer.", Required = true };
        var command = new Command("move", "Have a peer send instances to another (C-MOVE).") { to };
        peer.AddTo(command);
        which.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            var selector = which.Selector(result);
            await using DicomClient client = peer.Connect(result);
            RetrieveResult? end = null;
            await ProgressBar.RunAsync(console, $"Moving to {result.GetValue(to)}", 0, async report =>
                end = await client.MoveAsync(selector, result.GetValue(to)!, new SubOperationProgress(report), ct));
            return which.Report(console, result, end!);
        });
        return command;
    }
}
