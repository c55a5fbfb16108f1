using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

/// <summary>What an observer is told of connections that came to no association.</summary>
[Category("PS3.8 §9.3.4")]
internal sealed class RefusalTests
{
    [Test]
    public async Task AnotherCalledAe_IsTold_WithWhoAskedForWhom()
    {
        var observer = new Refusals();
        await using TestBed bed = await TestBed.StartAsync(o => o with { RequireCalledAe = true, Observers = [observer] });
        AssociationRefusal refusal = await observer.OfAsync(bed, RawPeer.Request() with { CallingAe = "CT1", CalledAe = "OTHER" });
        Assert.That((refusal.Proposal!.CallingAe, refusal.Proposal.CalledAe), Is.EqualTo(("CT1", "OTHER")));
        Assert.That(refusal.Rejection, Is.EqualTo(new AssociateRejectPdu(RejectResult.Permanent, RejectReason.CalledAeTitleNotRecognized)));
        Assert.That(refusal.Reason, Is.EqualTo("rejected-permanent, called-AE-title-not-recognized (DICOM UL service-user)"));
        Assert.That(refusal.Failure, Is.Null);
    }

    [Test]
    public async Task AnUnknownCaller_IsTold()
    {
        var observer = new Refusals();
        await using TestBed bed = await TestBed.StartAsync(o => o with { RequireKnownCaller = true, Observers = [observer] });
        AssociationRefusal refusal = await observer.OfAsync(bed, RawPeer.Request());
        Assert.That(refusal.Reason, Is.EqualTo("rejected-permanent, calling-AE-title-not-recognized (DICOM UL service-user)"));
    }

    [Test]
    public async Task OneTooMany_IsTold()
    {
        var observer = new Refusals();
        await using TestBed bed = await TestBed.StartAsync(o => o with { MaxAssociations = 1, Observers = [observer] });
        await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        AssociationRefusal refusal = await observer.OfAsync(bed, RawPeer.Request());
        Assert.That(refusal.Reason, Is.EqualTo("rejected-transient, local-limit-exceeded (DICOM UL service-provider (Presentation related function))"));
    }

    // What the provider itself objects to never reaches a policy.
    [TestCaseSource(nameof(ProviderRejections))]
    public async Task WhatTheProviderRejects_IsTold(AssociateRequestPdu request, string reason)
    {
        var observer = new Refusals();
        await using TestBed bed = await TestBed.StartAsync(o => o with { Observers = [observer] });
        AssociationRefusal refusal = await observer.OfAsync(bed, request);
        Assert.That((refusal.Proposal!.CallingAe, refusal.Reason), Is.EqualTo(("PEER", reason)));
    }

    [Test]
    public async Task BytesThatAreNoPdu_AreTold_WithoutAName()
    {
        var observer = new Refusals();
        await using TestBed bed = await TestBed.StartAsync(o => o with { Observers = [observer] });
        await new RawPeer(bed.Listener.Connect()).SendBytesAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        AssociationRefusal refusal = await observer.NextAsync();
        Assert.That((refusal.Proposal, refusal.Rejection, refusal.Failure!.Cause), Is.EqualTo(((AssociationProposal?)null, (AssociateRejectPdu?)null, AbortCause.ProtocolError)));
        Assert.That(refusal.Reason, Does.StartWith("unrecognized-PDU: "));
    }

    [Test]
    public async Task APduBeforeTheRequest_IsTold()
    {
        var observer = new Refusals();
        await using TestBed bed = await TestBed.StartAsync(o => o with { Observers = [observer] });
        await new RawPeer(bed.Listener.Connect()).SendAsync(ReleaseRequestPdu.Instance);
        Assert.That((await observer.NextAsync()).Reason, Does.StartWith("unexpected-PDU: "));
    }

    [Test]
    public async Task APeerThatSaysNothing_IsTold_WhenArtimExpires()
    {
        var observer = new Refusals();
        var time = new FakeTimeProvider();
        await using TestBed bed = await TestBed.StartAsync(o => o with { Observers = [observer], Association = o.Association with { TimeProvider = time } });
        _ = bed.Listener.Connect();
        Task<AssociationRefusal> told = observer.NextAsync();
        // The clock is wound on until the connection has been noticed, and its timer is running.
        while (!told.IsCompleted)
        {
            time.Advance(new AssociationOptions().ArtimTimeout);
            await Task.Yield();
        }

        Assert.That(((await told).Failure!.Cause, (await told).Reason), Is.EqualTo((AbortCause.Timeout, "The peer did not act within 30 s (ARTIM).")));
    }

    [Test]
    public async Task APeerThatJustCloses_WasNotRefused()
    {
        var observer = new Refusals();
        await using TestBed bed = await TestBed.StartAsync(o => o with { RequireCalledAe = true, Observers = [observer] });
        new RawPeer(bed.Listener.Connect()).Close();
        AssociationRefusal refusal = await observer.OfAsync(bed, RawPeer.Request() with { CalledAe = "OTHER" });
        Assert.That(refusal.Rejection, Is.Not.Null, "the first that is told of is the second connection");
    }

    [Test]
    public async Task APolicyThatFails_IsTold()
    {
        var observer = new Refusals();
        var listener = new InMemoryListener();
        await using AssociationRunner runner = AssociationRunner.Start(listener, new FailingPolicy(), static (_, _) => ValueTask.CompletedTask, new() { Observers = [observer] });
        await new RawPeer(listener.Connect()).SendAsync(RawPeer.Request());
        AssociationRefusal refusal = await observer.NextAsync();
        Assert.That((refusal.Proposal!.CallingAe, refusal.Failure!.Cause, refusal.Reason), Is.EqualTo(("PEER", AbortCause.Local, "The association policy failed.")));
    }

    [Test]
    public async Task AConnectionBeyondTheLimit_IsTold()
    {
        var observer = new Refusals();
        var listener = new InMemoryListener();
        await using AssociationRunner runner = AssociationRunner.Start(listener, new FailingPolicy(), static (_, _) => ValueTask.CompletedTask, new() { MaxPendingConnections = 1, Observers = [observer] });
        _ = listener.Connect();
        _ = listener.Connect();
        AssociationRefusal refusal = await observer.NextAsync();
        Assert.That((refusal.Proposal, refusal.Reason), Is.EqualTo(((AssociationProposal?)null, "1 connections are open, which is the limit.")));
    }

    [Test]
    public async Task OverTcp_TheAddressIsTold()
    {
        var observer = new Refusals();
        await using DicomServer server = await DicomServer.StartAsync(new() { BindAddress = IPAddress.Loopback, Port = 0, RequireCalledAe = true, Observers = [observer] }, new());
        await using var client = new DicomClient(new Peer("OTHER", "127.0.0.1", server.EndPoint.Port), "CT1");
        Assert.That(async () => await client.EchoAsync(), Throws.TypeOf<AssociationRejectedException>());
        Assert.That(((IPEndPoint)(await observer.NextAsync()).RemoteEndPoint!).Address, Is.EqualTo(IPAddress.Loopback));
    }

    private static IEnumerable<TestCaseData> ProviderRejections()
    {
        yield return new TestCaseData(RawPeer.Request() with { ProtocolVersion = 2 }, "rejected-permanent, protocol-version-not-supported (DICOM UL service-provider (ACSE related function))").SetArgDisplayNames("ProtocolVersion");
        yield return new TestCaseData(RawPeer.Request() with { ApplicationContext = new DicomUid("1.2.3") }, "rejected-permanent, application-context-name-not-supported (DICOM UL service-user)").SetArgDisplayNames("ApplicationContext");
        yield return new TestCaseData(RawPeer.Request(maxPdu: 6), "rejected-permanent, no-reason-given (DICOM UL service-provider (ACSE related function))").SetArgDisplayNames("MaximumLength");
    }

    private sealed class FailingPolicy : IAssociationPolicy
    {
        public ValueTask<AssociationDecision> DecideAsync(AssociationProposal proposal, CancellationToken ct) => throw new InvalidOperationException();
    }

    private sealed class Refusals : IAssociationObserver
    {
        private readonly Channel<AssociationRefusal> _seen = Channel.CreateUnbounded<AssociationRefusal>();

        public void Accepted(AssociationInfo association)
        {
        }

        public void Refused(AssociationRefusal refusal) => _seen.Writer.TryWrite(refusal);

        public void Ended(AssociationInfo association)
        {
        }

        public Task<AssociationRefusal> NextAsync() => _seen.Reader.ReadAsync().AsTask().WaitAsync(TestBed.Patience);

        public async Task<AssociationRefusal> OfAsync(TestBed bed, AssociateRequestPdu request)
        {
            await new RawPeer(bed.Listener.Connect()).SendAsync(request);
            return await NextAsync();
        }
    }
}
