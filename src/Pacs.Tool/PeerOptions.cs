using System.CommandLine;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Tool;

/// <summary>Whom to call and how: what all network commands share.</summary>
internal sealed class PeerOptions
{
    private readonly Argument<string> _peer = new("peer") { Description = "Whom to call: AETITLE@host:port." };
    private readonly Option<string> _callingAe = new("--calling-ae", "-a") { Description = "AE title of this side.", DefaultValueFactory = static _ => "PACS_TOOL" };
    private readonly Option<int> _timeout = new("--timeout") { Description = "Seconds to wait for an answer.", DefaultValueFactory = static _ => 60 };

    public void AddTo(Command command)
    {
        command.Add(_peer);
        command.Add(_callingAe);
        command.Add(_timeout);
    }

    /// <exception cref="FormatException">The text is no peer.</exception>
    public DicomClient Connect(ParseResult result)
    {
        int seconds = result.GetValue(_timeout);
        if (seconds <= 0) throw new ToolException("--timeout is a positive number of seconds.", ExitCode.Usage);
        var options = new DicomClientOptions
        {
            KeepOpen = TimeSpan.Zero,
            Association = new AssociationOptions { ArtimTimeout = TimeSpan.FromSeconds(Math.Min(seconds, 30)), IdleTimeout = TimeSpan.FromSeconds(seconds), StallTimeout = TimeSpan.FromSeconds(seconds) },
        };
        return new DicomClient(Peer.Parse(result.GetValue(_peer)!), result.GetValue(_callingAe)!, options);
    }

    /// <summary>Whether a status lets the command succeed.</summary>
    public static bool IsGood(DicomStatus status) => status.IsSuccess || status.IsWarning;
}
