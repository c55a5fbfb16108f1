namespace Pacs.Network;

/// <summary>Decides who may associate, and for what.</summary>
public interface IAssociationPolicy
{
    /// <summary>Decides about one proposal. Called once per association, possibly from many threads at once.</summary>
    /// <remarks>An exception aborts the association.</remarks>
    ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct);
}
