namespace Pacs.Network;

/// <summary>A runner's limits in front of the user's policy, for one connection.</summary>
internal sealed class LimitingPolicy(AssociationRunner runner, RunnerEntry entry, IAssociationPolicy inner, IAssociationObserver observer) : IAssociationPolicy
{
    public async ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct)
    {
        AssociationDecision decision = await inner.DecideAsync(proposal, ct).ConfigureAwait(false);
        if (decision.IsAccepted && !runner.TryTakePlace(entry, proposal.CallingAe)) decision = AssociationDecision.Reject(RejectReason.LocalLimitExceeded, RejectResult.Transient);
        if (!decision.IsAccepted) observer.Rejected(proposal, decision.RejectReason);
        return decision;
    }
}
