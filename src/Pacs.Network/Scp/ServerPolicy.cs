namespace Pacs.Network;

/// <summary>Decides about one proposal: AE titles, limits, then what is supported (PS3.8 §7.1.1.9 for the reasons).</summary>
/// <remarks>One for each connection, since it remembers the place that it took under the limits.</remarks>
internal sealed class ServerPolicy(DicomServices services, DicomServerOptions options, ServiceCatalog catalog, AssociationLimits limits, DimseLog log) : IAssociationPolicy, IDisposable
{
    private AssociationLimits.Place? _place;

    public ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct) => new(Decide(proposal));

    /// <summary>Gives the place back when the association is over.</summary>
    public void Dispose() => _place?.Dispose();

    private AssociationDecision Decide(AssociationProposal proposal)
    {
        if (options.RequireCalledAe && proposal.CalledAe.Trim() != options.AeTitle.Trim()) return Reject(proposal, RejectReason.CalledAeTitleNotRecognized);
        if (options.RequireKnownCaller && services.Peers?.Find(proposal.CallingAe) is null) return Reject(proposal, RejectReason.CallingAeTitleNotRecognized);
        _place = limits.TryTake(proposal);
        if (_place is null) return Reject(proposal, RejectReason.LocalLimitExceeded, RejectResult.Transient);
        return AssociationDecision.Accept(catalog.Support(proposal.Contexts));
    }

    private AssociationDecision Reject(AssociationProposal proposal, RejectReason reason, RejectResult result = RejectResult.Permanent)
    {
        log.Rejected(proposal.CallingAe, reason);
        return AssociationDecision.Reject(reason, result);
    }
}
