namespace Pacs.Network;

/// <summary>Decides about proposals: AE titles first, then what is supported (PS3.8 §7.1.1.9 for the reasons).</summary>
internal sealed class ServerPolicy(DicomServices services, DicomServerOptions options, ServiceCatalog catalog) : IAssociationPolicy
{
    public ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct) => new(Decide(proposal));

    private AssociationDecision Decide(AssociationProposal proposal)
    {
        if (options.RequireCalledAe && proposal.CalledAe.Trim() != options.AeTitle.Trim()) return AssociationDecision.Reject(RejectReason.CalledAeTitleNotRecognized);
        if (options.RequireKnownCaller && services.Peers?.Find(proposal.CallingAe) is null) return AssociationDecision.Reject(RejectReason.CallingAeTitleNotRecognized);
        return AssociationDecision.Accept(catalog.Support(proposal.Contexts));
    }
}
