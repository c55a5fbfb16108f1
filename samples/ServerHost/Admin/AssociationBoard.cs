using Pacs.Network;

namespace Pacs.ServerHost;

/// <summary>An association that stands.</summary>
internal sealed record StandingAssociation(string CallingAe, string CalledAe, string Address, string Implementation, DateTimeOffset Since);

/// <summary>An association that was refused.</summary>
internal sealed record RefusedAssociation(DateTimeOffset At, string CallingAe, string CalledAe, string Address, string Reason);

/// <summary>Who is connected now, and who was refused lately.</summary>
internal sealed class AssociationBoard(TimeProvider time) : IAssociationObserver
{
    private const int MostRefused = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<AssociationInfo, StandingAssociation> _standing = [];
    private readonly Queue<RefusedAssociation> _refused = [];

    public List<StandingAssociation> Standing()
    {
        lock (_gate) return [.. _standing.Values.OrderBy(static each => each.Since)];
    }

    /// <summary>The newest first.</summary>
    public List<RefusedAssociation> Refused()
    {
        lock (_gate) return [.. _refused.Reverse()];
    }

    public void Accepted(AssociationInfo association)
    {
        var standing = new StandingAssociation(association.CallingAe, association.CalledAe, association.RemoteEndPoint?.ToString() ?? string.Empty, association.PeerImplementationVersionName ?? string.Empty, time.GetUtcNow());
        lock (_gate) _standing[association] = standing;
    }

    public void Rejected(AssociationProposal proposal, RejectReason reason)
    {
        var refused = new RefusedAssociation(time.GetUtcNow(), proposal.CallingAe, proposal.CalledAe, proposal.RemoteEndPoint?.ToString() ?? string.Empty, reason.ToString());
        lock (_gate)
        {
            _refused.Enqueue(refused);
            if (_refused.Count > MostRefused) _refused.Dequeue();
        }
    }

    public void Ended(AssociationInfo association)
    {
        lock (_gate) _standing.Remove(association);
    }
}
