using Microsoft.Extensions.Time.Testing;
using Pacs.Core;

namespace Pacs.Network.Tests;

/// <summary>An association over the in-memory transport with a raw peer at the other end and a clock that stands still.</summary>
internal sealed class Bed
{
    public Bed(int bufferLength = 1024 * 1024)
    {
        (ITransportConnection mine, ITransportConnection theirs) = InMemoryTransport.CreatePair(bufferLength);
        Connection = mine;
        Peer = new RawPeer(theirs);
        Options = new AssociationOptions { TimeProvider = Time };
    }

    public FakeTimeProvider Time { get; } = new();

    public ITransportConnection Connection { get; }

    public RawPeer Peer { get; }

    public AssociationOptions Options { get; init; }

    public AssociationRequest Request { get; } = new()
    {
        CallingAe = "PACS",
        CalledAe = "PEER",
        Contexts =
        [
            new ProposedContext(RawPeer.Verification, [TransferSyntax.ImplicitVRLittleEndian]),
            new ProposedContext(RawPeer.CTStorage, [TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ImplicitVRLittleEndian]),
        ],
    };

    public Task<Association?> BeginAccept(IAssociationPolicy? policy = null, CancellationToken ct = default) =>
        Association.AcceptAsync(Connection, policy ?? new OpenPolicy(), Options, ct).AsTask();

    public Task<Association> BeginRequest(CancellationToken ct = default) => Association.RequestAsync(Connection, Request, Options, ct).AsTask();

    /// <summary>Goes to Sta6 as acceptor.</summary>
    public async Task<Association> AcceptAsync(uint peerMaxPdu = 16384)
    {
        Task<Association?> accepting = BeginAccept();
        await Peer.SendAsync(RawPeer.Request(peerMaxPdu));
        Assert.That(await Peer.ReceiveAsync(), Is.TypeOf<AssociateAcceptPdu>());
        return (await accepting)!;
    }

    /// <summary>Goes to Sta6 as requestor.</summary>
    public async Task<Association> RequestAsync(uint peerMaxPdu = 16384)
    {
        Task<Association> requesting = BeginRequest();
        Assert.That(await Peer.ReceiveAsync(), Is.TypeOf<AssociateRequestPdu>());
        await Peer.SendAsync(RawPeer.Accept(peerMaxPdu));
        return await requesting;
    }

    public static async Task<AssociationAbortedException> AbortOf(Task task)
    {
        try
        {
            await task;
        }
        catch (AssociationAbortedException e)
        {
            return e;
        }

        throw new AssertionException("The association went on.");
    }

    /// <summary>Accepts all that is proposed, with the syntaxes that are proposed.</summary>
    public sealed class OpenPolicy : IAssociationPolicy
    {
        public ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct) =>
            new(AssociationDecision.Accept([.. proposal.Contexts.Select(c => new SupportedContext(c.AbstractSyntax, c.TransferSyntaxes))]));
    }

    /// <summary>A policy made of a function.</summary>
    public sealed class PolicyOf(Func<AssociationProposal, CancellationToken, ValueTask<AssociationDecision>> decide) : IAssociationPolicy
    {
        public ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct) => decide(proposal, ct);
    }
}
