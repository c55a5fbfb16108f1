namespace Pacs.Network;

/// <summary>A runner's limits in front of the user's policy, for one connection.</summary>
internal sealed class LimitingPolicy(AssociationRunner runner, RunnerEntry entry, IAssociationPolicy inner) : IAssociationPolicy
{
    public async ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct)
    {
        AssociationDecision decision = await inner.DecideAsync(proposal, ct).ConfigureAwait(false);
        return decision.IsAccepted && !runner.TryTakePlace(entry, proposal.CallingAe) ? AssociationDecision.Reject(RejectReason.LocalLimitExceeded, RejectResult.Transient) : decision;
    }
}
