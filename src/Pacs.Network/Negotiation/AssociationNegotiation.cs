using System.Net;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>From what the user asks for to the PDUs and back. Pure functions.</summary>
internal static class AssociationNegotiation
{
    /// <summary>Smallest P-DATA length limit that leaves room for a header and one word.</summary>
    private const uint MinPduLength = PdvHeader.Size + 2;

    /// <exception cref="ArgumentException">No or too many contexts, an AE title that is none, roles that contradict each other.</exception>
    public static AssociateRequestPdu ToPdu(AssociationRequest request, AssociationOptions options)
    {
        if (request.Contexts.Count is 0 or > AssociationPduParser.MaxContexts)
            throw new ArgumentException($"{request.Contexts.Count} presentation contexts; 1 to {AssociationPduParser.MaxContexts} are possible.");
        var contexts = new List<PresentationContextProposal>(request.Contexts.Count);
        var roles = new Dictionary<DicomUid, ContextRoles>();
        foreach (ProposedContext context in request.Contexts)
        {
            if (context.TransferSyntaxes.Count == 0) throw new ArgumentException($"No transfer syntax for {context.AbstractSyntax}.");
            contexts.Add(new PresentationContextProposal((byte)(contexts.Count * 2 + 1), context.AbstractSyntax, [.. context.TransferSyntaxes.Select(static s => s.Uid)]));
            if (roles.TryGetValue(context.AbstractSyntax, out ContextRoles before) && before != context.RequestorRoles)
                throw new ArgumentException($"Roles are negotiated per abstract syntax: {context.AbstractSyntax} cannot have {before} and {context.RequestorRoles}.");
            roles[context.AbstractSyntax] = context.RequestorRoles;
        }

        return new AssociateRequestPdu
        {
            CalledAe = CheckAe(request.CalledAe),
            CallingAe = CheckAe(request.CallingAe),
            Contexts = contexts,
            UserInformation = Own(options) with
            {
                AsyncOperationsWindow = request.AsyncOperationsWindow,
                RoleSelections = [.. roles.Where(static r => r.Value != ContextRoles.Scu).Select(static r => new RoleSelection(r.Key, r.Value))],
                ExtendedNegotiations = request.ExtendedNegotiations,
                CommonExtendedNegotiations = request.CommonExtendedNegotiations,
                UserIdentity = request.UserIdentity,
            },
        };
    }

    public static AssociationProposal ToProposal(AssociateRequestPdu request, EndPoint? remote)
    {
        UserInformation user = request.UserInformation;
        return new AssociationProposal
        {
            CallingAe = request.CallingAe,
            CalledAe = request.CalledAe,
            RemoteEndPoint = remote,
            Contexts =
            [
                .. request.Contexts.Select(context => new ProposedContext(
                    context.AbstractSyntax,
                    [.. context.TransferSyntaxes.Select(TransferSyntax.Get)],
                    ContextNegotiation.ProposedRoles(context.AbstractSyntax, user))),
            ],
            ImplementationClassUid = user.ImplementationClassUid,
            ImplementationVersionName = user.ImplementationVersionName,
            UserIdentity = user.UserIdentity,
            AsyncOperationsWindow = user.AsyncOperationsWindow,
            ExtendedNegotiations = user.ExtendedNegotiations,
            CommonExtendedNegotiations = user.CommonExtendedNegotiations,
        };
    }

    /// <summary>What only the provider can object to (AE-6): null when the request is acceptable.</summary>
    public static AssociateRejectPdu? Examine(AssociateRequestPdu request)
    {
        if ((request.ProtocolVersion & 1) == 0) return new AssociateRejectPdu(RejectResult.Permanent, RejectReason.ProtocolVersionNotSupported);
        if (request.ApplicationContext != AssociationPduParser.ApplicationContextName)
            return new AssociateRejectPdu(RejectResult.Permanent, RejectReason.ApplicationContextNameNotSupported);
        if (!IsPossible(request.UserInformation.MaxPduLength)) return new AssociateRejectPdu(RejectResult.Permanent, RejectReason.ProviderNoReasonGiven);
        return null;
    }

    public static (AssociateAcceptPdu Answer, AssociationInfo Info) Accept(AssociateRequestPdu request, AssociationDecision decision, AssociationOptions options, EndPoint? remote)
    {
        NegotiatedContexts contexts = ContextNegotiation.Accept(request, decision);
        UserInformation user = request.UserInformation;
        AsyncOperationsWindow? window = ContextNegotiation.Window(user.AsyncOperationsWindow, decision.MaxWindow);
        // Answers only to what was asked (PS3.7 §D.3.3.5, §D.3.3.7).
        ExtendedNegotiation[] extended = [.. decision.ExtendedNegotiations.Where(answer => user.ExtendedNegotiations.Any(asked => asked.SopClass == answer.SopClass))];
        ReadOnlyMemory<byte>? identity = user.UserIdentity is { PositiveResponseRequested: true } ? decision.UserIdentityResponse : null;
        var answer = new AssociateAcceptPdu
        {
            CalledAe = request.CalledAe,
            CallingAe = request.CallingAe,
            Contexts = contexts.Results,
            UserInformation = Own(options) with
            {
                AsyncOperationsWindow = window,
                RoleSelections = contexts.RoleSelections,
                ExtendedNegotiations = extended,
                UserIdentityResponse = identity,
            },
        };
        return (answer, Info(isRequestor: false, request, contexts, remote, user, window, extended, identity));
    }

    /// <exception cref="DicomProtocolException">The answer announces a P-DATA length with which nothing can be sent.</exception>
    public static AssociationInfo Confirm(AssociateRequestPdu request, AssociateAcceptPdu answer, EndPoint? remote)
    {
        UserInformation user = answer.UserInformation;
        if (!IsPossible(user.MaxPduLength)) throw new DicomProtocolException($"The peer takes P-DATA-TF PDUs of at most {user.MaxPduLength} bytes, in which nothing fits.");
        NegotiatedContexts contexts = ContextNegotiation.Confirm(request, answer);
        // An answer to what was not asked is ignored; so is one that grants more.
        AsyncOperationsWindow? window = user.AsyncOperationsWindow is { } granted ? ContextNegotiation.Window(request.UserInformation.AsyncOperationsWindow, granted) : null;
        return Info(isRequestor: true, request, contexts, remote, user, window, user.ExtendedNegotiations, user.UserIdentityResponse);
    }

    private static AssociationInfo Info(
        bool isRequestor,
        AssociateRequestPdu request,
        NegotiatedContexts contexts,
        EndPoint? remote,
        UserInformation peer,
        AsyncOperationsWindow? window,
        IReadOnlyList<ExtendedNegotiation> extended,
        ReadOnlyMemory<byte>? identityResponse) => new(contexts.Accepted)
        {
            IsRequestor = isRequestor,
            CallingAe = request.CallingAe,
            CalledAe = request.CalledAe,
            RemoteEndPoint = remote,
            RejectedContexts = contexts.Rejected,
            PeerMaxPduLength = peer.MaxPduLength,
            PeerImplementationClassUid = peer.ImplementationClassUid,
            PeerImplementationVersionName = peer.ImplementationVersionName,
            AsyncOperationsWindow = window ?? AsyncOperationsWindow.Synchronous,
            UserIdentity = request.UserInformation.UserIdentity,
            UserIdentityResponse = identityResponse,
            ExtendedNegotiations = extended,
            CommonExtendedNegotiations = request.UserInformation.CommonExtendedNegotiations,
        };

    private static UserInformation Own(AssociationOptions options) => new()
    {
        MaxPduLength = options.MaxPduLength,
        ImplementationClassUid = options.ImplementationClassUid,
        ImplementationVersionName = options.ImplementationVersionName,
    };

    private static bool IsPossible(uint maxPduLength) => maxPduLength is 0 or >= MinPduLength;

    private static string CheckAe(string title)
    {
        string trimmed = title.Trim(' ');
        if (trimmed.Length is 0 or > 16 || trimmed.Any(static c => c is < ' ' or > '~' or '\\'))
            throw new ArgumentException($"'{title}' is no AE title: 1 to 16 characters of ISO 646 without backslash or control characters (PS3.5 §6.2).");
        return trimmed;
    }
}
