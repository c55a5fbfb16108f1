namespace Pacs.Network;

/// <summary>Outcome of the negotiation of presentation contexts.</summary>
/// <param name="Results">What A-ASSOCIATE-AC says, one for each proposal.</param>
/// <param name="Accepted">The accepted contexts with the roles of this side.</param>
/// <param name="Rejected">The others.</param>
/// <param name="RoleSelections">Roles granted to the requestor.</param>
internal sealed record NegotiatedContexts(
    IReadOnlyList<PresentationContextResult> Results,
    IReadOnlyList<PresentationContext> Accepted,
    IReadOnlyList<RejectedContext> Rejected,
    IReadOnlyList<RoleSelection> RoleSelections);
