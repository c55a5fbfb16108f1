using Pacs.Core;

namespace Pacs.Network;

/// <summary>Presentation contexts and roles: what is proposed against what is supported. Pure functions.</summary>
internal static class ContextNegotiation
{
    /// <summary>The acceptor's side (PS3.8 §9.3.3.2, PS3.7 §D.3.3.4).</summary>
    /// <param name="request">The request.</param>
    /// <param name="decision">What is supported, and whose preference decides.</param>
    /// <returns>One result for each proposal, in order; the accepted contexts as the acceptor sees them; the role selections to answer with.</returns>
    public static NegotiatedContexts Accept(AssociateRequestPdu request, AssociationDecision decision)
    {
        var supported = new Dictionary<DicomUid, SupportedContext>();
        foreach (SupportedContext context in decision.Supported) supported.TryAdd(context.AbstractSyntax, context);

        var results = new List<PresentationContextResult>(request.Contexts.Count);
        var accepted = new List<PresentationContext>();
        var rejected = new List<RejectedContext>();
        foreach (PresentationContextProposal proposal in request.Contexts)
        {
            ContextResult result = Decide(proposal, supported, request.UserInformation, decision.Preference, out TransferSyntax? syntax, out ContextRoles requestorRoles);
            // Where nothing was agreed on the field is not significant; the first proposal is what requestors expect to see there.
            results.Add(new PresentationContextResult(proposal.Id, result, syntax?.Uid ?? proposal.TransferSyntaxes[0]));
            if (syntax is not null) accepted.Add(new PresentationContext(proposal.Id, proposal.AbstractSyntax, syntax, Opposite(requestorRoles)));
            else rejected.Add(new RejectedContext(proposal.Id, proposal.AbstractSyntax, result));
        }

        var roles = new List<RoleSelection>();
        foreach (RoleSelection proposed in request.UserInformation.RoleSelections)
        {
            if (supported.TryGetValue(proposed.SopClass, out SupportedContext? context))
                roles.Add(new RoleSelection(proposed.SopClass, proposed.RequestorRoles & Opposite(context.AcceptorRoles)));
        }

        return new NegotiatedContexts(results, accepted, rejected, roles);
    }

    /// <summary>The requestor's side: what the answer means.</summary>
    /// <remarks>A context that was not proposed is ignored. One that was accepted with a syntax that was not proposed cannot be used and counts as rejected.</remarks>
    public static NegotiatedContexts Confirm(AssociateRequestPdu request, AssociateAcceptPdu answer)
    {
        var results = new Dictionary<byte, PresentationContextResult>();
        foreach (PresentationContextResult result in answer.Contexts) results[result.Id] = result;

        var accepted = new List<PresentationContext>();
        var rejected = new List<RejectedContext>();
        foreach (PresentationContextProposal proposal in request.Contexts)
        {
            results.TryGetValue(proposal.Id, out PresentationContextResult? result);
            if (result is { Result: ContextResult.Accepted } && proposal.TransferSyntaxes.Contains(result.TransferSyntax))
            {
                ContextRoles roles = GrantedRoles(proposal.AbstractSyntax, request.UserInformation, answer.UserInformation);
                accepted.Add(new PresentationContext(proposal.Id, proposal.AbstractSyntax, TransferSyntax.Get(result.TransferSyntax), roles));
            }
            else
            {
                rejected.Add(new RejectedContext(proposal.Id, proposal.AbstractSyntax, result is null or { Result: ContextResult.Accepted } ? ContextResult.NoReason : result.Result));
            }
        }

        return new NegotiatedContexts(answer.Contexts, accepted, rejected, answer.UserInformation.RoleSelections);
    }

    /// <summary>The window granted: what is asked for, at most what is allowed; 0 is unlimited (PS3.7 §D.3.3.3). Null when none was asked for.</summary>
    public static AsyncOperationsWindow? Window(AsyncOperationsWindow? proposed, AsyncOperationsWindow allowed)
    {
        if (proposed is not { } window) return null;
        return new AsyncOperationsWindow(Smaller(window.MaxInvoked, allowed.MaxInvoked), Smaller(window.MaxPerformed, allowed.MaxPerformed));

        static ushort Smaller(ushort a, ushort b) => a == 0 ? b : b == 0 ? a : Math.Min(a, b);
    }

    private static ContextResult Decide(
        PresentationContextProposal proposal,
        Dictionary<DicomUid, SupportedContext> supported,
        UserInformation user,
        TransferSyntaxPreference preference,
        out TransferSyntax? syntax,
        out ContextRoles requestorRoles)
    {
        syntax = null;
        requestorRoles = ContextRoles.None;
        if (!supported.TryGetValue(proposal.AbstractSyntax, out SupportedContext? context)) return ContextResult.AbstractSyntaxNotSupported;
        requestorRoles = ProposedRoles(proposal.AbstractSyntax, user) & Opposite(context.AcceptorRoles);
        if (requestorRoles == ContextRoles.None) return ContextResult.UserRejection; // nobody could say anything
        TransferSyntax? chosen = Choose(proposal.TransferSyntaxes, context.TransferSyntaxes, preference);
        if (chosen is null) return ContextResult.TransferSyntaxesNotSupported;
        syntax = chosen;
        return ContextResult.Accepted;
    }

    private static TransferSyntax? Choose(IReadOnlyList<DicomUid> proposed, IReadOnlyList<TransferSyntax> supported, TransferSyntaxPreference preference)
    {
        if (preference == TransferSyntaxPreference.Acceptor) return supported.FirstOrDefault(syntax => proposed.Contains(syntax.Uid));
        foreach (DicomUid uid in proposed)
        {
            if (supported.FirstOrDefault(syntax => syntax.Uid == uid) is { } found) return found;
        }

        return null;
    }

    /// <summary>Without a role selection item the requestor is SCU.</summary>
    internal static ContextRoles ProposedRoles(DicomUid sopClass, UserInformation user) =>
        user.RoleSelections.FirstOrDefault(role => role.SopClass == sopClass)?.RequestorRoles ?? ContextRoles.Scu;

    /// <summary>Without an answer to the item the requestor is SCU; a role that was not proposed is not granted, whatever the answer says.</summary>
    private static ContextRoles GrantedRoles(DicomUid sopClass, UserInformation proposed, UserInformation answer)
    {
        if (proposed.RoleSelections.FirstOrDefault(role => role.SopClass == sopClass) is not { } proposal) return ContextRoles.Scu;
        if (answer.RoleSelections.FirstOrDefault(role => role.SopClass == sopClass) is not { } granted) return ContextRoles.Scu;
        return proposal.RequestorRoles & granted.RequestorRoles;
    }

    private static ContextRoles Opposite(ContextRoles roles) =>
        ((roles & ContextRoles.Scu) != 0 ? ContextRoles.Scp : ContextRoles.None) | ((roles & ContextRoles.Scp) != 0 ? ContextRoles.Scu : ContextRoles.None);
}
