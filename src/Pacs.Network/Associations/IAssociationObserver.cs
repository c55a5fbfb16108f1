namespace Pacs.Network;

/// <summary>Sees the associations of a server come, be refused and go: for an admin page, an audit trail, a counter.</summary>
/// <remarks>Called on the association's own thread, so an observer should be quick; what it throws is logged and does not reach the association.</remarks>
public interface IAssociationObserver
{
    /// <summary>An association was accepted, perhaps without any of the presentation contexts that were proposed (<see cref="AssociationInfo.RejectedContexts"/>).</summary>
    void Accepted(AssociationInfo association);

    /// <summary>A connection came to no association because this side refused it: its policy, a limit, or the protocol. A peer that just closes was not refused.</summary>
    /// <param name="refusal">Who it was, as far as is known, and why.</param>
    void Refused(AssociationRefusal refusal);

    /// <summary>An accepted association is over.</summary>
    /// <param name="association">The object that <see cref="Accepted"/> was given.</param>
    void Ended(AssociationInfo association);
}
