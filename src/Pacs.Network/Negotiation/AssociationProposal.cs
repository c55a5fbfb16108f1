using System.Net;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>An association request as the acceptor's policy sees it.</summary>
public sealed record AssociationProposal
{
    /// <summary>AE title of the requestor, without padding.</summary>
    public required string CallingAe { get; init; }

    /// <summary>AE title that the requestor wants to reach, without padding.</summary>
    public required string CalledAe { get; init; }

    /// <summary>The requestor's address, or null where the transport has none.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The proposed contexts, in order, with the roles the requestor asks for.</summary>
    public required IReadOnlyList<ProposedContext> Contexts { get; init; }

    /// <summary>Implementation Class UID of the requestor; empty when it gave none.</summary>
    public DicomUid ImplementationClassUid { get; init; }

    /// <summary>Implementation Version Name of the requestor, or null.</summary>
    public string? ImplementationVersionName { get; init; }

    /// <summary>Who the requestor says it is, or null.</summary>
    public UserIdentity? UserIdentity { get; init; }

    /// <summary>The window of operations asked for, or null.</summary>
    public AsyncOperationsWindow? AsyncOperationsWindow { get; init; }

    /// <summary>Extended negotiation asked for.</summary>
    public IReadOnlyList<ExtendedNegotiation> ExtendedNegotiations { get; init; } = [];

    /// <summary>Common extended negotiation given.</summary>
    public IReadOnlyList<CommonExtendedNegotiation> CommonExtendedNegotiations { get; init; } = [];
}
