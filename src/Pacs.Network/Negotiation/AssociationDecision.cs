namespace Pacs.Network;

/// <summary>What an acceptor's policy decides about a proposal.</summary>
public sealed record AssociationDecision
{
    private AssociationDecision()
    {
    }

    /// <summary>Whether the association is accepted. Contexts are then decided one by one; an association without any accepted context is still accepted.</summary>
    public bool IsAccepted { get; private init; }

    /// <summary>What is supported; used when accepted.</summary>
    public IReadOnlyList<SupportedContext> Supported { get; private init; } = [];

    /// <summary>Whose order of transfer syntaxes decides.</summary>
    public TransferSyntaxPreference Preference { get; init; }

    /// <summary>The largest window of outstanding operations to grant when the requestor asks for one; 0 grants any. By default one each way.</summary>
    public AsyncOperationsWindow MaxWindow { get; init; } = AsyncOperationsWindow.Synchronous;

    /// <summary>Extended negotiation to answer with (PS3.7 §D.3.3.5).</summary>
    public IReadOnlyList<ExtendedNegotiation> ExtendedNegotiations { get; init; } = [];

    /// <summary>What to answer when the requestor asked for a positive response to its identity, e.g. a Kerberos ticket; null sends no answer, which tells the requestor that the identity was not checked.</summary>
    public ReadOnlyMemory<byte>? UserIdentityResponse { get; init; }

    /// <summary>Permanent or transient; used when rejected.</summary>
    public RejectResult RejectResult { get; private init; } = RejectResult.Permanent;

    /// <summary>Source and reason; used when rejected.</summary>
    public RejectReason RejectReason { get; private init; } = RejectReason.NoReasonGiven;

    /// <summary>Accepts with what is supported.</summary>
    public static AssociationDecision Accept(IReadOnlyList<SupportedContext> supported) => new() { IsAccepted = true, Supported = supported };

    /// <summary>Rejects.</summary>
    public static AssociationDecision Reject(RejectReason reason, RejectResult result = RejectResult.Permanent) =>
        new() { RejectReason = reason, RejectResult = result };
}
