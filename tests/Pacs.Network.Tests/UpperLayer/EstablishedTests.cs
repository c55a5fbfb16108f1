namespace Pacs.Network.Tests;

/// <summary>Sta6 to Sta13: data transfer, release, collision, abort.</summary>
[Category("PS3.8 §9.2")]
public sealed class EstablishedTests
{
    [Test]
    public async Task Sta6_AReleaseRq_IsAnsweredAndReceiveReturnsNull()
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        await bed.Peer.SendAsync(ReleaseRequestPdu.Instance);
        Assert.That(await association.ReceiveAsync(default), Is.Null);
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<ReleaseResponsePdu>());
        Assert.That((await Bed.AbortOf(association.SendAsync(1, TestCommand.Create(TestCommand.EchoResponse, status: 0), null, default).AsTask())).Cause, Is.EqualTo(AbortCause.Released));
        await association.ReleaseAsync(default); // nothing is left to release
        bed.Peer.Close();
    }

    [Test]
    public async Task Sta13_PeerThatDoesNotCloseAfterItsRelease_IsEndedByArtim()
    {
        var bed = new Bed();
        Association association = await bed.AcceptAsync();
        await bed.Peer.SendAsync(ReleaseRequestPdu.Instance);
        await association.ReceiveAsync(default);
        Task disposing = association.DisposeAsync().AsTask();
        Assert.That(disposing.IsCompleted, Is.False);
        bed.Time.Advance(TimeSpan.FromSeconds(31));
        await disposing;
    }

    [Test]
    public async Task Sta6_AAbort_EndsReceiveWithSourceAndReason()
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        Task receiving = association.ReceiveAsync(default).AsTask();
        await bed.Peer.SendAsync(new AbortPdu(AbortSource.ServiceProvider, AbortReason.UnrecognizedPdu));
        AssociationAbortedException e = await Bed.AbortOf(receiving);
        Assert.That((e.Cause, e.AbortSource, e.Reason), Is.EqualTo((AbortCause.Peer, AbortSource.ServiceProvider, AbortReason.UnrecognizedPdu)));
        Assert.That(await Bed.AbortOf(association.ReceiveAsync(default).AsTask()), Is.SameAs(e), "and so does every later call");
    }

    [Test]
    public async Task Sta6_ConnectionClosed_IsALostConnection()
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        bed.Peer.Close();
        Assert.That((await Bed.AbortOf(association.ReceiveAsync(default).AsTask())).Cause, Is.EqualTo(AbortCause.ConnectionLost));
    }

    [TestCaseSource(nameof(Unexpected))]
    public async Task Sta6_UnexpectedOrInvalidPdu_IsAbortedAsServiceProvider(byte[] bytes, AbortReason reason)
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        Task receiving = association.ReceiveAsync(default).AsTask();
        await bed.Peer.SendBytesAsync(bytes);
        Assert.That(await bed.Peer.ReceiveAsync(), Is.EqualTo(new AbortPdu(AbortSource.ServiceProvider, reason)), "AA-8");
        AssociationAbortedException e = await Bed.AbortOf(receiving);
        Assert.That((e.Cause, e.Reason), Is.EqualTo((AbortCause.ProtocolError, reason)));
        bed.Peer.Close();
    }

    [Test]
    public async Task Sta7_AReleaseRp_ClosesTheConnection()
    {
        var bed = new Bed();
        await using Association association = await bed.RequestAsync();
        Task releasing = association.ReleaseAsync(default).AsTask();
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<ReleaseRequestPdu>());
        await bed.Peer.SendAsync(ReleaseResponsePdu.Instance);
        await releasing;
        Assert.That(await bed.Peer.ReceiveAsync(), Is.Null);
    }

    [Test]
    public async Task Sta7_PData_IsStillTakenAndDiscarded()
    {
        var bed = new Bed();
        await using Association association = await bed.RequestAsync();
        Task releasing = association.ReleaseAsync(default).AsTask();
        await bed.Peer.ReceiveAsync();
        await bed.Peer.SendAsync(RawPeer.Data(1, true, new byte[5000]), RawPeer.Data(1, false, new byte[70000]), ReleaseResponsePdu.Instance);
        await releasing;
    }

    [Test]
    public async Task Sta7_Collision_RequestorAnswersFirstAndThenWaits()
    {
        var bed = new Bed();
        await using Association association = await bed.RequestAsync();
        Task releasing = association.ReleaseAsync(default).AsTask();
        await bed.Peer.ReceiveAsync();
        await bed.Peer.SendAsync(ReleaseRequestPdu.Instance);
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<ReleaseResponsePdu>(), "AR-9");
        Assert.That(releasing.IsCompleted, Is.False, "Sta11");
        await bed.Peer.SendAsync(ReleaseResponsePdu.Instance);
        await releasing;
    }

    [Test]
    public async Task Sta7_Collision_AcceptorWaitsFirstAndThenAnswers()
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        Task releasing = association.ReleaseAsync(default).AsTask();
        await bed.Peer.ReceiveAsync();
        await bed.Peer.SendAsync(ReleaseRequestPdu.Instance, ReleaseResponsePdu.Instance);
        await releasing;
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<ReleaseResponsePdu>(), "AR-4 after AR-10");
        bed.Peer.Close();
    }

    [Test]
    public async Task Collision_OfTwoOfOurs_EndsInGoodOrder()
    {
        (ITransportConnection a, ITransportConnection b) = InMemoryTransport.CreatePair();
        var bed = new Bed();
        Task<Association?> accepting = Association.AcceptAsync(b, new Bed.OpenPolicy(), bed.Options, default).AsTask();
        await using Association requestor = await Association.RequestAsync(a, bed.Request, bed.Options, default);
        await using Association acceptor = (await accepting)!;
        await Task.WhenAll(requestor.ReleaseAsync(default).AsTask(), acceptor.ReleaseAsync(default).AsTask());
    }

    [Test]
    public async Task Sta7_NoAnswer_TimesOutAndAborts()
    {
        var bed = new Bed();
        await using Association association = await bed.RequestAsync();
        Task releasing = association.ReleaseAsync(default).AsTask();
        await bed.Peer.ReceiveAsync();
        bed.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>());
        Assert.That((await Bed.AbortOf(releasing)).Cause, Is.EqualTo(AbortCause.Timeout));
        bed.Peer.Close();
    }

    [Test]
    public async Task Sta7_AAbort_EndsTheRelease()
    {
        var bed = new Bed();
        await using Association association = await bed.RequestAsync();
        Task releasing = association.ReleaseAsync(default).AsTask();
        await bed.Peer.SendAsync(new AbortPdu(AbortSource.ServiceUser, AbortReason.NotSpecified));
        Assert.That((await Bed.AbortOf(releasing)).Cause, Is.EqualTo(AbortCause.Peer));
    }

    [TestCase(AbortReason.NotSpecified, AbortSource.ServiceUser)]
    [TestCase(AbortReason.InvalidPduParameterValue, AbortSource.ServiceProvider)]
    public async Task Sta6_LocalAbort_SendsAAbortAndEndsTheWait(AbortReason reason, AbortSource source)
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        Task receiving = association.ReceiveAsync(default).AsTask();
        await association.AbortAsync(reason);
        await association.AbortAsync(reason);
        Assert.That(await bed.Peer.ReceiveAsync(), Is.EqualTo(new AbortPdu(source, reason)));
        AssociationAbortedException e = await Bed.AbortOf(receiving);
        Assert.That((e.Cause, e.AbortSource, e.Reason), Is.EqualTo((AbortCause.Local, source, reason)));
        bed.Peer.Close();
        await association.DisposeAsync();
        Assert.That(await bed.Peer.ReceiveAsync(), Is.Null, "one A-ABORT only");
    }

    [Test]
    public async Task Sta7_LocalAbort_SendsAAbort()
    {
        var bed = new Bed();
        await using Association association = await bed.RequestAsync();
        Task releasing = association.ReleaseAsync(default).AsTask();
        await bed.Peer.ReceiveAsync();
        await association.AbortAsync();
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>());
        Assert.That((await Bed.AbortOf(releasing)).Cause, Is.EqualTo(AbortCause.Local));
        bed.Peer.Close();
    }

    [Test]
    public async Task Sta6_Dispose_AbortsAndWaitsForTheClose()
    {
        var bed = new Bed();
        Association association = await bed.AcceptAsync();
        Task disposing = association.DisposeAsync().AsTask();
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>());
        await bed.Peer.SendAsync(RawPeer.Data(1, true, new byte[100000])); // thrown away
        Assert.That(disposing.IsCompleted, Is.False);
        bed.Peer.Close();
        await disposing;
    }

    [Test]
    public async Task LocalAbort_WhileAPeerDoesNotTakeWhatIsSent_BreaksTheConnection()
    {
        var bed = new Bed(bufferLength: 1024);
        Association association = await bed.AcceptAsync();
        Task sending = association.SendAsync(3, TestCommand.Create(TestCommand.StoreRequest, hasDataset: true), new MemoryPayload(new byte[100_000]), default).AsTask();
        Assert.That(sending.IsCompleted, Is.False);
        Task aborting = association.AbortAsync().AsTask();
        while (!aborting.IsCompleted)
        {
            bed.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.That((await Bed.AbortOf(sending)).Cause, Is.EqualTo(AbortCause.Local));
        await association.DisposeAsync();
    }

    [Test]
    public async Task Sta6_NothingComes_IsEndedByTheIdleTimeout()
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        Task receiving = association.ReceiveAsync(default).AsTask();
        bed.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.That(receiving.IsCompleted, Is.False);
        bed.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>());
        Assert.That((await Bed.AbortOf(receiving)).Cause, Is.EqualTo(AbortCause.Timeout));
        bed.Peer.Close();
    }

    [TestCase(true, TestName = "Sta6_CommandStopsHalfway_IsEndedByTheStallTimeout")]
    [TestCase(false, TestName = "Sta6_DatasetStopsHalfway_IsEndedByTheStallTimeout")]
    public async Task Sta6_Stall(bool inCommand)
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        byte[] command = PduGen.Encode(RawPeer.Data(3, true, TestCommand.Encode(TestCommand.StoreRequest, hasDataset: true)));
        await bed.Peer.SendBytesAsync(command.AsMemory(0, inCommand ? command.Length - 1 : command.Length));
        Task receiving = inCommand
            ? association.ReceiveAsync(default).AsTask()
            : (await association.ReceiveAsync(default))!.Dataset.ReadAsync().AsTask();
        for (int i = 0; i < 59; i++) bed.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(receiving.IsCompleted, Is.False);
        bed.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await bed.Peer.ReceiveAsync(), Is.TypeOf<AbortPdu>());
        Assert.That((await Bed.AbortOf(receiving)).Cause, Is.EqualTo(AbortCause.Timeout));
        bed.Peer.Close();
    }

    [Test]
    public async Task AHandlerThatTakesItsTime_IsNotATimeout()
    {
        var bed = new Bed();
        await using Association association = await bed.AcceptAsync();
        bed.Time.Advance(TimeSpan.FromHours(2)); // nobody waits for the peer meanwhile
        await bed.Peer.SendAsync(RawPeer.Data(1, true, TestCommand.Encode(TestCommand.EchoRequest)));
        Assert.That(await association.ReceiveAsync(default), Is.Not.Null);
        bed.Peer.Close();
    }

    private static IEnumerable<TestCaseData> Unexpected()
    {
        byte[] echo = TestCommand.Encode(TestCommand.EchoRequest);
        yield return new TestCaseData(PduGen.Encode(RawPeer.Request()), AbortReason.UnexpectedPdu).SetName("Sta6_AAssociateRq_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Accept()), AbortReason.UnexpectedPdu).SetName("Sta6_AAssociateAc_IsAborted");
        yield return new TestCaseData(PduGen.Encode(new AssociateRejectPdu(RejectResult.Permanent, RejectReason.NoReasonGiven)), AbortReason.UnexpectedPdu).SetName("Sta6_AAssociateRj_IsAborted");
        yield return new TestCaseData(PduGen.Encode(ReleaseResponsePdu.Instance), AbortReason.UnexpectedPdu).SetName("Sta6_AReleaseRp_IsAborted");
        yield return new TestCaseData(new byte[] { 0x08, 0, 0, 0, 0, 0 }, AbortReason.UnrecognizedPdu).SetName("Sta6_UnknownPdu_IsAborted");
        yield return new TestCaseData(PduGen.Hex("04 00 00000003 000000"), AbortReason.InvalidPduParameterValue).SetName("Sta6_PDataTooShort_IsAborted");
        yield return new TestCaseData(PduGen.Hex("04 00 00000010 00000050 01 03 0000"), AbortReason.InvalidPduParameterValue).SetName("Sta6_FragmentLongerThanItsPdu_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Data(5, true, echo)), AbortReason.InvalidPduParameterValue).SetName("Sta6_ContextThatWasNotNegotiated_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Data(1, false, echo)), AbortReason.UnexpectedPduParameter).SetName("Sta6_DatasetWithoutCommand_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Data(1, true, echo, isLast: false), RawPeer.Data(3, true, echo)), AbortReason.InvalidPduParameterValue).SetName("Sta6_CommandOfTwoContexts_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Data(1, true, new byte[] { 1, 2, 3 })), AbortReason.InvalidPduParameterValue).SetName("Sta6_CommandThatIsNone_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Data(1, true, echo.AsMemory(0, 38))), AbortReason.InvalidPduParameterValue).SetName("Sta6_CommandWithoutCommandField_IsAborted");
        yield return new TestCaseData(PduGen.Encode(RawPeer.Data(1, true, new byte[70000], isLast: false)), AbortReason.InvalidPduParameterValue).SetName("Sta6_CommandBeyondTheLimit_IsAborted");
    }
}
