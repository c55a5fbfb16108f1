using System.Net;
using Microsoft.Extensions.Logging;
using Pacs.Core;
using Pacs.Network;

namespace Pacs.Server;

/// <summary>How a <see cref="PacsServer"/> presents itself and whom it serves.</summary>
public sealed record PacsServerOptions
{
    /// <summary>AE title of the server, at most 16 characters (PS3.5 §6.2).</summary>
    public string AeTitle { get; init; } = "PACS";

    /// <summary>Address to listen on. Default: loopback, so that an archive is reachable from other machines only by decision.</summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 takes a free one, see <see cref="PacsServer.EndPoint"/>. Default 11112.</summary>
    public int Port { get; init; } = 11112;

    /// <summary>Who is known, as <c>AETITLE@HOST:PORT</c>: where C-MOVE may send and, with <see cref="RequireKnownCaller"/>, who may call.</summary>
    public PeerList Peers { get; init; } = [];

    /// <summary>Whether peers that call another AE title than <see cref="AeTitle"/> are rejected. Default false.</summary>
    public bool RequireCalledAe { get; init; }

    /// <summary>Whether callers that are not among <see cref="Peers"/> are rejected. Default false.</summary>
    public bool RequireKnownCaller { get; init; }

    /// <summary>Whether storage SOP classes that PS3.6 does not register are accepted: private ones, and those of later editions. Default true: an archive keeps what it is given.</summary>
    public bool AcceptUnknownStorageSopClasses { get; init; } = true;

    /// <summary>Most associations at once; further ones are rejected for now. Default 100.</summary>
    public int MaxAssociations { get; init; } = 100;

    /// <summary>Whether instances are asked for with keys of one level alone (relational retrieval, PS3.4 §C.4.2.2.2), without the unique keys of the levels above. Default true.</summary>
    public bool AllowRelational { get; init; } = true;

    /// <summary>How long running operations may take to finish when the server is stopped. Default 30 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time-outs, PDU length and clock of associations.</summary>
    public AssociationOptions Association { get; init; } = new();

    /// <summary>Who is told of associations that come, are refused and go. None by default.</summary>
    public IReadOnlyList<IAssociationObserver> Observers { get; init; } = [];

    /// <summary>Where audit entries of queries, retrievals, received instances and refused associations go (PS3.15 §A.5); null (the default) for nowhere. One that fails is told of in the log, and stops nothing. Not owned.</summary>
    public IAuditSink? Audit { get; init; }

    /// <summary>How audit entries name this system; null for the AE title.</summary>
    public AuditSource? AuditSource { get; init; }

    /// <summary>Where the server writes its log; nowhere by default. UIDs, AE titles, counts and durations only: no patient data.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
