using System.Net;
using Pacs.Network;

namespace Pacs.ServerHost;

/// <summary>An association that stands.</summary>
internal sealed record StandingAssociation(string CallingAe, string CalledAe, string Address, string Implementation, DateTimeOffset Since);

/// <summary>An association that was refused, or stands but may do nothing.</summary>
/// <param name="At">When.</param>
/// <param name="CallingAe">Who; empty when nobody said.</param>
/// <param name="CalledAe">Whom they wanted; empty likewise.</param>
/// <param name="Address">From where.</param>
/// <param name="Cause">Which kind of refusal it is, for a page that says it in its own language: a <see cref="RejectReason"/>, an <see cref="AbortCause"/>, or a <see cref="ContextResult"/>.</param>
/// <param name="Reason">The same in the words of the standard.</param>
internal sealed record RefusedAssociation(DateTimeOffset At, string CallingAe, string CalledAe, string Address, string Cause, string Reason);

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
        var standing = new StandingAssociation(association.CallingAe, association.CalledAe, Text(association.RemoteEndPoint), association.PeerImplementationVersionName ?? string.Empty, time.GetUtcNow());
        lock (_gate) _standing[association] = standing;
        // The protocol calls it accepted; to the modality that cannot send it is a refusal.
        if (association.Contexts.Count == 0 && association.RejectedContexts.Count > 0) Note(association);
    }

    public void Refused(AssociationRefusal refusal) => Note(new RefusedAssociation(
        time.GetUtcNow(), refusal.Proposal?.CallingAe ?? string.Empty, refusal.Proposal?.CalledAe ?? string.Empty, Text(refusal.RemoteEndPoint),
        refusal.Rejection?.Reason.ToString() ?? refusal.Failure!.Cause.ToString(), refusal.Reason));

    public void Ended(AssociationInfo association)
    {
        lock (_gate) _standing.Remove(association);
    }

    // The words of PS3.8 Table 9-18.
    private void Note(AssociationInfo association)
    {
        ContextResult result = association.RejectedContexts[0].Result;
        string words = result switch
        {
            ContextResult.UserRejection => "user-rejection",
            ContextResult.AbstractSyntaxNotSupported => "abstract-syntax-not-supported (provider rejection)",
            ContextResult.TransferSyntaxesNotSupported => "transfer-syntaxes-not-supported (provider rejection)",
            _ => "no-reason (provider rejection)",
        };
        string syntaxes = string.Join(", ", association.RejectedContexts.Select(static context => context.AbstractSyntax.ToString()).Distinct().Take(3));
        Note(new RefusedAssociation(time.GetUtcNow(), association.CallingAe, association.CalledAe, Text(association.RemoteEndPoint), result.ToString(), $"{words}: {syntaxes}"));
    }

    private void Note(RefusedAssociation refused)
    {
        lock (_gate)
        {
            _refused.Enqueue(refused);
            if (_refused.Count > MostRefused) _refused.Dequeue();
        }
    }

    private static string Text(EndPoint? endPoint) =>
        (endPoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port) : endPoint)?.ToString() ?? string.Empty;
}
