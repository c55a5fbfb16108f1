using System.Net;
using Pacs.Core;

namespace Pacs.Network;

/// <summary>What two sides agreed on. Immutable.</summary>
public sealed class AssociationInfo
{
    private readonly PresentationContext?[] _byId = new PresentationContext?[128];

    /// <summary>Makes the description; contexts are found by id in constant time.</summary>
    /// <exception cref="ArgumentException">An id is even or stands twice.</exception>
    public AssociationInfo(IReadOnlyList<PresentationContext> contexts)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        Contexts = contexts;
        foreach (PresentationContext context in contexts)
        {
            ref PresentationContext? slot = ref _byId[context.Id >> 1];
            if ((context.Id & 1) == 0 || slot is not null)
                throw new ArgumentException($"Presentation context id {context.Id} is even or stands twice.", nameof(contexts));
            slot = context;
        }
    }

    /// <summary>Whether this side asked for the association.</summary>
    public required bool IsRequestor { get; init; }

    /// <summary>AE title of the requestor, without padding.</summary>
    public required string CallingAe { get; init; }

    /// <summary>AE title of the acceptor, without padding.</summary>
    public required string CalledAe { get; init; }

    /// <summary>The peer's address, or null where the transport has none.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The accepted presentation contexts, by id.</summary>
    public IReadOnlyList<PresentationContext> Contexts { get; }

    /// <summary>The contexts that were proposed and not accepted.</summary>
    public IReadOnlyList<RejectedContext> RejectedContexts { get; init; } = [];

    /// <summary>Longest P-DATA-TF PDU body that the peer takes, in bytes; 0 means any length (PS3.8 §D.1).</summary>
    public uint PeerMaxPduLength { get; init; }

    /// <summary>Implementation Class UID of the peer; empty when it gave none.</summary>
    public DicomUid PeerImplementationClassUid { get; init; }

    /// <summary>Implementation Version Name of the peer, or null.</summary>
    public string? PeerImplementationVersionName { get; init; }

    /// <summary>The agreed window of outstanding operations.</summary>
    public AsyncOperationsWindow AsyncOperationsWindow { get; init; } = AsyncOperationsWindow.Synchronous;

    /// <summary>Who the requestor says it is, or null. What it proves is for the policy to decide.</summary>
    public UserIdentity? UserIdentity { get; init; }

    /// <summary>The acceptor's answer to the user identity (e.g. a Kerberos ticket), or null when there was none.</summary>
    public ReadOnlyMemory<byte>? UserIdentityResponse { get; init; }

    /// <summary>Extended negotiation as the acceptor answered it (PS3.7 §D.3.3.5).</summary>
    public IReadOnlyList<ExtendedNegotiation> ExtendedNegotiations { get; init; } = [];

    /// <summary>Common extended negotiation as the requestor sent it (PS3.7 §D.3.3.6).</summary>
    public IReadOnlyList<CommonExtendedNegotiation> CommonExtendedNegotiations { get; init; } = [];

    /// <summary>The accepted context with that id, or null.</summary>
    public PresentationContext? FindContext(byte id) => (id & 1) == 0 ? null : _byId[id >> 1];

    /// <summary>The first accepted context for an abstract syntax in which this side has the role, or null.</summary>
    /// <param name="abstractSyntax">A SOP class.</param>
    /// <param name="transferSyntax">The syntax it must have, or null for any.</param>
    /// <param name="localRole">The role this side wants to play.</param>
    public PresentationContext? FindContext(DicomUid abstractSyntax, TransferSyntax? transferSyntax = null, ContextRoles localRole = ContextRoles.Scu)
    {
        foreach (PresentationContext context in Contexts)
        {
            if (context.AbstractSyntax == abstractSyntax
                && (context.LocalRoles & localRole) == localRole
                && (transferSyntax is null || context.TransferSyntax == transferSyntax))
                return context;
        }

        return null;
    }
}
