namespace Pacs.Network;

/// <summary>A runner's limits in front of the user's policy, for one connection.</summary>
internal sealed class LimitingPolicy(AssociationRunner runner, RunnerEntry entry, IAssociationPolicy inner) : IAssociationPolicy
{
    public async ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct)
    {
        AssociationDecision decision = await inner.DecideAsync(proposal, ct).ConfigureAwait(false);
        if (!decision.IsAccepted || runner.TryTakePlace(entry, proposal.CallingAe)) return decision;
        return AssociationDecision.Reject(RejectReason.LocalLimitExceeded, RejectResult.Transient);
    }
}
