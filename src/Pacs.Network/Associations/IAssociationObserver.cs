namespace Pacs.Network;

/// <summary>Sees the associations of a server come, be refused and go: for an admin page, an audit trail, a counter.</summary>
/// <remarks>Called on the association's own thread, so an observer should be quick; what it throws is logged and does not reach the association.</remarks>
public interface IAssociationObserver
{
    /// <summary>An association was accepted.</summary>
    void Accepted(AssociationInfo association);

    /// <summary>A request was refused, by the policy or by a limit.</summary>
    /// <param name="proposal">Who asked for what.</param>
    /// <param name="reason">What the requestor is told.</param>
    void Rejected(AssociationProposal proposal, RejectReason reason);

    /// <summary>An accepted association is over.</summary>
    /// <param name="association">The object that <see cref="Accepted"/> was given.</param>
    void Ended(AssociationInfo association);
}
