namespace Pacs.Network.Tests;

[Category("PS3.8 §9.2")]
public sealed class AcceptorTests
{
    [Test]
    public async Task Sta2_ARequest_IsAcceptedAndDescribed()
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept();
        await bed.Peer.SendAsync(RawPeer.Request());

        var answer = (AssociateAcceptPdu)(await bed.Peer.ReceiveAsync())!;
        await using Association association = (await accepting)!;

        Assert.That(answer.Contexts.Select(c => (c.Id, c.Result, c.TransferSyntax)), Is.EqualTo(new[] { ((byte)1, ContextResult.Accepted, RawPeer.ImplicitLittle), ((byte)3, ContextResult.Accepted, RawPeer.ExplicitLittle) }));
        Assert.That(answer.UserInformation.MaxPduLength, Is.EqualTo(131072));
        Assert.That((association.Info.CallingAe, association.Info.CalledAe, association.Info.PeerMaxPduLength, association.Info.IsRequestor), Is.EqualTo(("PEER", "PACS", 16384u, false)));
        Assert.That(association.Info.FindContext(3)!.LocalRoles, Is.EqualTo(ContextRoles.Scp));
        bed.Peer.Close();
    }

    [TestCase(0, TestName = "Sta2_Silence_IsEndedByArtim")]
    [TestCase(50, TestName = "Sta2_HalfAPdu_IsEndedByArtim")]
    public async Task Sta2_Artim(int bytes)
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept();
        if (bytes > 0) await bed.Peer.SendBytesAsync(PduGen.Encode(RawPeer.Request()).AsMemory(0, bytes));

        bed.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.That(accepting.IsCompleted, Is.False);
        bed.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(await accepting, Is.Null);
        Assert.That(async () => await bed.Peer.ReceiveAsync(), Throws.InstanceOf<IOException>(), "the connection is broken");
    }

    [Test]
    public async Task Sta2_DripOfBytes_DoesNotProlongArtim()
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept();
        byte[] request = PduGen.Encode(RawPeer.Request());
        for (int i = 0; i < 29; i++)
        {
            await bed.Peer.SendBytesAsync(request.AsMemory(i, 1));
            bed.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(accepting.IsCompleted, Is.False);
        bed.Time.Advance(TimeSpan.FromSeconds(2)); // the connection is broken from here on: nothing more can be sent
        Assert.That(await accepting, Is.Null);
    }

    [TestCaseSource(nameof(UnexpectedAtStart))]
    public async Task Sta2_AnythingElse_IsAbortedAsServiceUser(byte[] bytes)
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept();
        await bed.Peer.SendBytesAsync(bytes);

        Assert.That(await bed.Peer.ReceiveAsync(), Is.EqualTo(new AbortPdu(AbortSource.ServiceUser, AbortReason.NotSpecified)), "AA-1");
        bed.Peer.Close();
        Assert.That(await accepting, Is.Null);
    }

    [Test]
    public async Task Sta2_AAbort_ClosesTheConnection()
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept();
        await bed.Peer.SendAsync(new AbortPdu(AbortSource.ServiceUser, AbortReason.NotSpecified));
        Assert.That(await accepting, Is.Null, "AA-2");
    }

    [Test]
    public async Task Sta2_ConnectionClosed_ComesToNothing()
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept();
        bed.Peer.Close();
        Assert.That(await accepting, Is.Null, "AA-5");
    }

    [Test]
    public async Task Sta2_RequestLongerThanTheLimit_IsAborted()
    {
        var bed = new Bed { Options = new AssociationOptions { MaxAssociatePduLength = 100 } };
        Task<Association?> accepting = bed.BeginAccept();
        await bed.Peer.SendBytesAsync(PduGen.Encode(RawPeer.Request()).AsMemory(0, 6));
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>());
        bed.Peer.Close();
        Assert.That(await accepting, Is.Null);
    }

    [Test]
    public Task Sta2_UnknownProtocolVersion_IsRejectedByTheProvider() =>
        AssertRejected(RawPeer.Request() with { ProtocolVersion = 2 }, null, new AssociateRejectPdu(RejectResult.Permanent, RejectReason.ProtocolVersionNotSupported));

    [Test]
    public Task Sta2_UnknownApplicationContext_IsRejected() =>
        AssertRejected(RawPeer.Request() with { ApplicationContext = new("1.2.3") }, null, new AssociateRejectPdu(RejectResult.Permanent, RejectReason.ApplicationContextNameNotSupported));

    [Test]
    public Task Sta2_PduLengthInWhichNothingFits_IsRejected() =>
        AssertRejected(RawPeer.Request(maxPdu: 6), null, new AssociateRejectPdu(RejectResult.Permanent, RejectReason.ProviderNoReasonGiven));

    [Test]
    public Task Sta3_PolicyRejects_SendsItsReason() => AssertRejected(
        RawPeer.Request(),
        new Bed.PolicyOf((_, _) => new(AssociationDecision.Reject(RejectReason.CalledAeTitleNotRecognized))),
        new AssociateRejectPdu(RejectResult.Permanent, RejectReason.CalledAeTitleNotRecognized));

    [Test]
    public async Task Sta13_PeerThatDoesNotCloseAfterARejection_IsEndedByArtim()
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept(new Bed.PolicyOf((_, _) => new(AssociationDecision.Reject(RejectReason.NoReasonGiven))));
        await bed.Peer.SendAsync(RawPeer.Request());
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AssociateRejectPdu>());
        await bed.Peer.SendAsync(RawPeer.Data(1, true, new byte[100])); // ignored: AA-6
        Assert.That(accepting.IsCompleted, Is.False);
        bed.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.That(await accepting, Is.Null);
    }

    [Test]
    public async Task Sta13_ARequestAgain_IsAnsweredWithAAbort()
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept(new Bed.PolicyOf((_, _) => new(AssociationDecision.Reject(RejectReason.NoReasonGiven))));
        await bed.Peer.SendAsync(RawPeer.Request());
        await bed.Peer.ReceiveAsync();
        await bed.Peer.SendAsync(RawPeer.Request());
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>(), "AA-7");
        await bed.Peer.SendBytesAsync(new byte[] { 0x99, 1, 2, 3 });
        Assert.That(await bed.Peer.ReceiveAsync(), Is.EqualTo(new AbortPdu(AbortSource.ServiceProvider, AbortReason.UnrecognizedPdu)), "AA-7");
        await bed.Peer.SendBytesAsync(new byte[] { 0x99, 1, 2, 3, 4, 5 }); // only bytes now
        bed.Peer.Close();
        Assert.That(await accepting, Is.Null);
        Assert.That(await bed.Peer.ReceiveAsync(), Is.Null);
    }

    [Test]
    public async Task Sta3_PolicyThatThrows_AbortsTheAssociation()
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept(new Bed.PolicyOf((_, _) => throw new InvalidOperationException("broken")));
        await bed.Peer.SendAsync(RawPeer.Request());
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>());
        bed.Peer.Close();
        Assert.That(await accepting, Is.Null);
    }

    [Test]
    public async Task Sta3_CancelledWhileThePolicyThinks_AbortsAndThrows()
    {
        var bed = new Bed();
        using var cancel = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        Task<Association?> accepting = bed.BeginAccept(
            new Bed.PolicyOf(async (_, ct) =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, ct);
                return null!;
            }),
            cancel.Token);
        await bed.Peer.SendAsync(RawPeer.Request());
        await asked.Task;
        await cancel.CancelAsync();
        Assert.That(await bed.Peer.ReceiveAsync(), Is.EqualTo(new AbortPdu(AbortSource.ServiceUser, AbortReason.NotSpecified)), "AA-1");
        bed.Peer.Close();
        Assert.That(async () => await accepting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Sta2_CancelledWhileWaiting_ClosesAndThrows()
    {
        var bed = new Bed();
        using var cancel = new CancellationTokenSource();
        Task<Association?> accepting = bed.BeginAccept(ct: cancel.Token);
        await cancel.CancelAsync();
        Assert.That(async () => await accepting, Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task AssertRejected(AssociateRequestPdu request, IAssociationPolicy? policy, AssociateRejectPdu expected)
    {
        var bed = new Bed();
        Task<Association?> accepting = bed.BeginAccept(policy);
        await bed.Peer.SendAsync(request);
        Assert.That(await bed.Peer.ReceiveAsync(), Is.EqualTo(expected));
        bed.Peer.Close();
        Assert.That(await accepting, Is.Null);
    }

    private static IEnumerable<TestCaseData> UnexpectedAtStart()
    {
        yield return new TestCaseData(PduGen.Encode(RawPeer.Accept())).SetName("Sta2_AAssociateAc_IsAborted");
        yield return new TestCaseData(PduGen.Encode(new AssociateRejectPdu(RejectResult.Permanent, RejectReason.NoReasonGiven))).SetName("Sta2_AAssociateRj_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Data(1, true, new byte[10]))).SetName("Sta2_PData_IsAborted");
        yield return new TestCaseData(PduGen.Encode(ReleaseRequestPdu.Instance)).SetName("Sta2_AReleaseRq_IsAborted");
        yield return new TestCaseData(PduGen.Encode(ReleaseResponsePdu.Instance)).SetName("Sta2_AReleaseRp_IsAborted");
        yield return new TestCaseData("GET / HTTP/1.1\r\n\r\n"u8.ToArray()).SetName("Sta2_AnotherProtocol_IsAborted");
        yield return new TestCaseData(PduGen.Hex("01 00 00000004 00000000")).SetName("Sta2_ARequestThatIsTooShort_IsAborted");
    }
}
