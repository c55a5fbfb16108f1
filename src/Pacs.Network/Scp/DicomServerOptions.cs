using System.Net;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>How a server listens, whom it serves, and within which limits.</summary>
public sealed record DicomServerOptions
{
    /// <summary>AE title of this server: what it answers to when <see cref="RequireCalledAe"/>, and what it calls itself when it sends for a C-MOVE.</summary>
    public string AeTitle { get; init; } = "PACS";

    /// <summary>Address to listen on. Default: all.</summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Any;

    /// <summary>TCP port; 0 takes a free one, see <see cref="DicomServer.EndPoint"/>. Default 11112 (PS3.8 §9.1.2).</summary>
    public int Port { get; init; } = 11112;

    /// <summary>Rejects peers that call another AE title than <see cref="AeTitle"/> (called AE title not recognized).</summary>
    public bool RequireCalledAe { get; init; }

    /// <summary>Rejects peers whose AE title <see cref="DicomServices.Peers"/> does not know (calling AE title not recognized).</summary>
    public bool RequireKnownCaller { get; init; }

    /// <summary>Buffers and backlog of TCP.</summary>
    public TcpTransportOptions Tcp { get; init; } = new();

    /// <summary>Associations at once; further ones are rejected for now (local limit exceeded). Default 512.</summary>
    public int MaxAssociations { get; init; } = 512;

    /// <summary>Associations at once with the same calling AE title; 0 is no limit.</summary>
    public int MaxAssociationsPerCallingAe { get; init; }

    /// <summary>Associations at once from the same IP address; 0 is no limit.</summary>
    public int MaxAssociationsPerAddress { get; init; }

    /// <summary>Associations that get a thread of their own, which makes receiving several times cheaper; those beyond share the thread pool. Default 256.</summary>
    public int MaxThreads { get; init; } = 256;

    /// <summary>How long <see cref="DicomServer.StopAsync"/> lets running operations go on. Default 30 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time-outs, PDU length, clock and log of each association, accepted or opened for a C-MOVE.</summary>
    public AssociationOptions Association { get; init; } = new();

    /// <summary>Storage SOP classes accepted. Default: all that the standard knows, retired ones included.</summary>
    public IReadOnlyList<DicomUid> StorageSopClasses { get; init; } = SopClasses.Storage;

    /// <summary>Accepts for storage also SOP classes that PS3.6 does not register: private ones, and those of later editions.</summary>
    public bool AcceptUnknownStorageSopClasses { get; init; }

    /// <summary>Transfer syntaxes accepted for storage. Default: all that encode data sets, since the received bytes are kept.</summary>
    public IReadOnlyList<TransferSyntax> StorageTransferSyntaxes { get; init; } = ServiceCatalog.DefaultStorageSyntaxes;

    /// <summary>SOP classes for C-FIND.</summary>
    public IReadOnlyList<DicomUid> FindSopClasses { get; init; } =
        [DicomUid.PatientRootQueryRetrieveInformationModelFind, DicomUid.StudyRootQueryRetrieveInformationModelFind];

    /// <summary>SOP classes for C-MOVE.</summary>
    public IReadOnlyList<DicomUid> MoveSopClasses { get; init; } =
        [DicomUid.PatientRootQueryRetrieveInformationModelMove, DicomUid.StudyRootQueryRetrieveInformationModelMove];

    /// <summary>SOP classes for C-GET.</summary>
    public IReadOnlyList<DicomUid> GetSopClasses { get; init; } =
        [DicomUid.PatientRootQueryRetrieveInformationModelGet, DicomUid.StudyRootQueryRetrieveInformationModelGet];

    /// <summary>Longest query or retrieve identifier taken, in bytes. Default 4 MB: a C-MOVE of some 60,000 single instances.</summary>
    public int MaxIdentifierLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Least time between two pending responses of a C-MOVE or C-GET; zero reports each sub-operation. Default 100 ms.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a C-CANCEL is looked for while a handler works without giving a result. Default 50 ms.</summary>
    public TimeSpan CancelPollInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Opens connections to C-MOVE destinations. Default: TCP.</summary>
    public PeerConnector Connect { get; init; } = PeerConnectors.Tcp;

    /// <summary>Who is told of associations that come, are refused and go. None by default.</summary>
    public IReadOnlyList<IAssociationObserver> Observers { get; init; } = [];
}
