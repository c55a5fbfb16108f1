namespace Pacs.Network;

/// <summary>What a requestor asks for.</summary>
public sealed record AssociationRequest
{
    /// <summary>AE title of this side: 1 to 16 characters of ISO 646, no backslash or control character.</summary>
    public required string CallingAe { get; init; }

    /// <summary>AE title of the peer.</summary>
    public required string CalledAe { get; init; }

    /// <summary>1 to 128 contexts; they get the ids 1, 3, 5… in this order.</summary>
    public required IReadOnlyList<ProposedContext> Contexts { get; init; }

    /// <summary>Asks for asynchronous operations; null asks for none.</summary>
    public AsyncOperationsWindow? AsyncOperationsWindow { get; init; }

    /// <summary>Says who the user is; null says nothing.</summary>
    public UserIdentity? UserIdentity { get; init; }

    /// <summary>Extended negotiation per SOP class.</summary>
    public IReadOnlyList<ExtendedNegotiation> ExtendedNegotiations { get; init; } = [];

    /// <summary>Common extended negotiation per SOP class.</summary>
    public IReadOnlyList<CommonExtendedNegotiation> CommonExtendedNegotiations { get; init; } = [];
}
