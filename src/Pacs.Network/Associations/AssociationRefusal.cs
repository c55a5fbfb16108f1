using System.Net;

namespace Pacs.Network;

/// <summary>A connection to which this side refused an association, and why: by A-ASSOCIATE-RJ, by A-ABORT, or by closing it.</summary>
public sealed record AssociationRefusal
{
    internal AssociationRefusal(EndPoint? remote, AssociationProposal? proposal, AssociateRejectPdu rejection) =>
        (RemoteEndPoint, Proposal, Rejection) = (remote, proposal, rejection);

    internal AssociationRefusal(EndPoint? remote, AssociationProposal? proposal, AssociationAbortedException failure) =>
        (RemoteEndPoint, Proposal, Failure) = (remote, proposal, failure);

    /// <summary>The peer's address, or null where the transport has none.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>Who asked for what; null when no A-ASSOCIATE-RQ came that could be read.</summary>
    public AssociationProposal? Proposal { get; }

    /// <summary>The answer, where the request was answered; else null, and <see cref="Failure"/> says why.</summary>
    public AssociateRejectPdu? Rejection { get; }

    /// <summary>Why the connection was broken off without an answer: what came was no valid request (ProtocolError), nothing came (Timeout), or this side could not decide or had no room (Local). Null where there is a <see cref="Rejection"/>.</summary>
    public AssociationAbortedException? Failure { get; }

    /// <summary>One line, in the words of the standard where it has some: <c>rejected-permanent, called-AE-title-not-recognized (DICOM UL service-user)</c>.</summary>
    public string Reason => Rejection is { } rejection ? StandardWords.Of(rejection) : StandardWords.Of(Failure!);
}
