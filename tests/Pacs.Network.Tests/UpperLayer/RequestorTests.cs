using Pacs.Core;

namespace Pacs.Network.Tests;

[Category("PS3.8 §9.2")]
public sealed class RequestorTests
{
    [Test]
    public async Task Sta5_Accepted_DescribesWhatWasAgreed()
    {
        var bed = new Bed();
        Task<Association> requesting = bed.BeginRequest();
        var request = (AssociateRequestPdu)(await bed.Peer.ReceiveAsync())!;
        await bed.Peer.SendAsync(RawPeer.Accept() with
        {
            Contexts = [new PresentationContextResult(1, ContextResult.AbstractSyntaxNotSupported, default), new PresentationContextResult(3, ContextResult.Accepted, RawPeer.ImplicitLittle)],
        });
        await using Association association = await requesting;

        Assert.That(request.Contexts.Select(c => c.Id), Is.EqualTo(new byte[] { 1, 3 }));
        Assert.That((request.CallingAe, request.CalledAe), Is.EqualTo(("PACS", "PEER")));
        Assert.That(association.Info.Contexts, Is.EqualTo(new[] { new PresentationContext(3, RawPeer.CTStorage, TransferSyntax.ImplicitVRLittleEndian, ContextRoles.Scu) }));
        Assert.That(association.Info.RejectedContexts, Is.EqualTo(new[] { new RejectedContext(1, RawPeer.Verification, ContextResult.AbstractSyntaxNotSupported) }));
        bed.Peer.Close();
    }

    [Test]
    public async Task Sta5_Rejected_ThrowsWithTheReason()
    {
        var bed = new Bed();
        Task<Association> requesting = bed.BeginRequest();
        await bed.Peer.ReceiveAsync();
        await bed.Peer.SendAsync(new AssociateRejectPdu(RejectResult.Transient, RejectReason.LocalLimitExceeded));
        Assert.That(async () => await requesting, Throws.TypeOf<AssociationRejectedException>()
            .With.Property("Reason").EqualTo(RejectReason.LocalLimitExceeded).And.Property("IsTransient").True);
        Assert.That(await bed.Peer.ReceiveAsync(), Is.Null, "AE-4 closes the connection");
    }

    [TestCaseSource(nameof(Unexpected))]
    public async Task Sta5_AnythingElse_IsAbortedAsServiceProvider(byte[] bytes, AbortReason reason)
    {
        var bed = new Bed();
        Task<Association> requesting = bed.BeginRequest();
        await bed.Peer.ReceiveAsync();
        await bed.Peer.SendBytesAsync(bytes);
        Assert.That(await bed.Peer.ReceiveAsync(), Is.EqualTo(new AbortPdu(AbortSource.ServiceProvider, reason)), "AA-8");
        bed.Peer.Close();
        Assert.That((await Bed.AbortOf(requesting)).Cause, Is.EqualTo(AbortCause.ProtocolError));
    }

    [Test]
    public async Task Sta5_Aborted_ThrowsWithSourceAndReason()
    {
        var bed = new Bed();
        Task<Association> requesting = bed.BeginRequest();
        await bed.Peer.ReceiveAsync();
        await bed.Peer.SendAsync(new AbortPdu(AbortSource.ServiceProvider, AbortReason.UnexpectedPduParameter));
        AssociationAbortedException e = await Bed.AbortOf(requesting);
        Assert.That((e.Cause, e.AbortSource, e.Reason), Is.EqualTo((AbortCause.Peer, AbortSource.ServiceProvider, AbortReason.UnexpectedPduParameter)));
    }

    [Test]
    public async Task Sta5_ConnectionClosed_IsALostConnection()
    {
        var bed = new Bed();
        Task<Association> requesting = bed.BeginRequest();
        await bed.Peer.ReceiveAsync();
        bed.Peer.Close();
        Assert.That((await Bed.AbortOf(requesting)).Cause, Is.EqualTo(AbortCause.ConnectionLost));
    }

    [Test]
    public async Task Sta5_NoAnswer_TimesOutAndAborts()
    {
        var bed = new Bed();
        Task<Association> requesting = bed.BeginRequest();
        await bed.Peer.ReceiveAsync();
        bed.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.That(await bed.Peer.ReceiveAsync(), Is.EqualTo(new AbortPdu(AbortSource.ServiceUser, AbortReason.NotSpecified)));
        bed.Peer.Close();
        AssociationAbortedException e = await Bed.AbortOf(requesting);
        Assert.That((e.Cause, e.IsTransient), Is.EqualTo((AbortCause.Timeout, true)));
    }

    [Test]
    public async Task Sta5_Cancelled_AbortsAndThrows()
    {
        var bed = new Bed();
        using var cancel = new CancellationTokenSource();
        Task<Association> requesting = bed.BeginRequest(cancel.Token);
        await bed.Peer.ReceiveAsync();
        await cancel.CancelAsync();
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>());
        bed.Peer.Close();
        Assert.That(async () => await requesting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Request_WithAnImpossibleAeTitle_IsAnArgumentException()
    {
        var bed = new Bed();
        Assert.That(async () => await Association.RequestAsync(bed.Connection, bed.Request with { CalledAe = @"A\B" }, bed.Options, default), Throws.ArgumentException);
    }

    private static IEnumerable<TestCaseData> Unexpected()
    {
        yield return new TestCaseData(PduGen.Encode(RawPeer.Request()), AbortReason.UnexpectedPdu).SetName("Sta5_AAssociateRq_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Data(1, true, new byte[10])), AbortReason.UnexpectedPdu).SetName("Sta5_PData_IsAborted");
        yield return new TestCaseData(PduGen.Encode(ReleaseRequestPdu.Instance), AbortReason.UnexpectedPdu).SetName("Sta5_AReleaseRq_IsAborted");
        yield return new TestCaseData(PduGen.Encode(ReleaseResponsePdu.Instance), AbortReason.UnexpectedPdu).SetName("Sta5_AReleaseRp_IsAborted");
        yield return new TestCaseData(new byte[] { 0x20, 0 }, AbortReason.UnrecognizedPdu).SetName("Sta5_UnknownPdu_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Accept(maxPdu: 6)), AbortReason.InvalidPduParameterValue).SetName("Sta5_PduLengthInWhichNothingFits_IsAborted");
    }
}
