using System.CommandLine;
using System.Diagnostics;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Tool.Commands;

/// <summary>Asks whether a peer is there (C-ECHO).</summary>
internal sealed class EchoCommand : IToolCommand
{
    public Command Build(ToolConsole console)
    {
        var peer = new PeerOptions();
        var json = new Option<bool>("--json") { Description = "Tell the answer as JSON." };
        var command = new Command("echo", "Ask whether a peer is there (C-ECHO).") { json };
        peer.AddTo(command);
        command.SetAction(async (result, ct) =>
        {
            await using DicomClient client = peer.Connect(result);
            long start = Stopwatch.GetTimestamp();
            DicomStatus status = await client.EchoAsync(ct);
            double milliseconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);
            if (result.GetValue(json)) console.Out.WriteLine(JsonLine.Of(("peer", client.Peer.ToString()), ("status", $"{status.Code:X4}"), ("milliseconds", milliseconds)));
            else console.Out.WriteLine(FormattableString.Invariant($"{client.Peer} answered {Printable.OneLine(status.ToString())} after {milliseconds} ms"));
            return status.IsSuccess ? ExitCode.Success : ExitCode.Findings;
        });
        return command;
    }
}
