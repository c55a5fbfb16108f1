using System.Net;
using Pacs.Server;

namespace Pacs.Hosting;

/// <summary>What a configuration section may say of a PACS. Every value has a working default.</summary>
/// <remarks>Mutable, as the options pattern of Microsoft.Extensions.Options needs it; read once, at the start.</remarks>
public sealed class PacsOptions
{
    /// <summary>Folder of the archive, made when it is missing. Used where no index or blob store is given. Default <c>data</c>.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>AE title, at most 16 characters.</summary>
    public string AeTitle { get; set; } = "PACS";

    /// <summary>Address to listen on. Default 127.0.0.1.</summary>
    public string BindAddress { get; set; } = "127.0.0.1";

    /// <summary>DICOM port; 0 takes a free one.</summary>
    public int Port { get; set; } = 11112;

    /// <summary>Peers as <c>AETITLE@HOST:PORT</c>.</summary>
    public IList<string> Peers { get; } = [];

    /// <summary>Whether callers that are not among <see cref="Peers"/> are rejected.</summary>
    public bool RequireKnownCaller { get; set; }

    /// <summary>Whether peers that call another AE title are rejected.</summary>
    public bool RequireCalledAe { get; set; }

    /// <summary>Most associations at once.</summary>
    public int MaxAssociations { get; set; } = 100;

    /// <summary>How long running operations may take to finish when the host stops.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The options of the server.</summary>
    /// <exception cref="FormatException">An address or a peer cannot be read.</exception>
    internal PacsServerOptions ToServerOptions()
    {
        var peers = new PeerList();
        foreach (string peer in Peers) peers.Add(peer);
        return new PacsServerOptions
        {
            AeTitle = AeTitle,
            BindAddress = IPAddress.Parse(BindAddress),
            Port = Port,
            Peers = peers,
            RequireKnownCaller = RequireKnownCaller,
            RequireCalledAe = RequireCalledAe,
            MaxAssociations = MaxAssociations,
            StopTimeout = StopTimeout,
        };
    }
}
