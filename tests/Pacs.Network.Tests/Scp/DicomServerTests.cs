using System.Net;
using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

[Category("PS3.8 §7.1")]
public sealed class DicomServerTests
{
    [Test]
    public async Task AWrongCalledTitle_IsRejectedWhenAsked()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { RequireCalledAe = true, AeTitle = "OTHER" });
        Assert.That(async () => await bed.Client().EchoAsync(), Throws.TypeOf<AssociationRejectedException>().With.Property("Reason").EqualTo(RejectReason.CalledAeTitleNotRecognized));
    }

    [Test]
    public async Task AnUnknownCaller_IsRejectedWhenAsked()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { RequireKnownCaller = true });
        Assert.That(async () => await bed.Client().EchoAsync(), Throws.TypeOf<AssociationRejectedException>().With.Property("Reason").EqualTo(RejectReason.CallingAeTitleNotRecognized));
        Assert.That(await bed.Client("DEST").EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task BeyondTheLimit_AssociationsAreRejectedForNow()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { MaxAssociations = 2 });
        await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        DimseChannel second = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        Assert.That(async () => await bed.Client().EchoAsync(), Throws.TypeOf<AssociationRejectedException>().With.Property("IsTransient").True.And.Property("Reason").EqualTo(RejectReason.LocalLimitExceeded));
        await second.Association.ReleaseAsync(default);
        await UntilAsync(() => bed.Server.ActiveAssociations == 1);
        Assert.That(await bed.Client().EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task BeyondThePeersLimit_OthersAreStillServed()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { MaxAssociationsPerCallingAe = 1 });
        await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        Assert.That(async () => await bed.Client().EchoAsync(), Throws.TypeOf<AssociationRejectedException>());
        Assert.That(await bed.Client("OTHER").EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task AnObserver_SeesAssociationsComeBeRefusedAndGo()
    {
        var observer = new RecordingObserver();
        await using TestBed bed = await TestBed.StartAsync(o => o with { MaxAssociations = 1, Observers = [new ThrowingObserver(), observer] });
        DimseChannel first = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        Assert.That(async () => await bed.Client("LATE").EchoAsync(), Throws.TypeOf<AssociationRejectedException>());
        await first.Association.ReleaseAsync(default);
        await observer.End.Task.WaitAsync(TestBed.Patience);

        Assert.That(observer.Seen, Is.EqualTo(new[] { "accepted CLIENT", "refused LATE LocalLimitExceeded", "ended CLIENT" }));
    }

    [Test]
    public async Task Stop_LetsTheRunningOperationFinishAndEndsTheRest()
    {
        await using TestBed bed = await TestBed.StartAsync();
        var begun = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        bed.Store.Handler = async (_, body, ct) =>
        {
            begun.SetResult();
            await gate.Task;
            await FakeStore.ReadAsync(body, ct);
            return DicomStatus.Success;
        };
        DimseChannel idle = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        DimseChannel busy = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        await busy.SendStoreAsync(MemoryInstance.Make(1, length: 200_000));
        await begun.Task.WaitAsync(TestBed.Patience);

        Task stop = bed.Server.StopAsync().AsTask();
        Assert.That(async () => await idle.NextAsync(), Throws.TypeOf<AssociationAbortedException>());
        Assert.That(stop.IsCompleted, Is.False);
        gate.SetResult();
        Assert.That((await busy.NextAsync()).Command.Status, Is.Zero);
        Assert.That(async () => await busy.NextAsync(), Throws.TypeOf<AssociationAbortedException>());
        await stop.WaitAsync(TestBed.Patience);
        Assert.That(bed.Server.ActiveAssociations, Is.Zero);
        Assert.That(() => bed.Listener.Connect(), Throws.TypeOf<ConnectionFailedException>());
    }

    [Test]
    public async Task StopWithoutPatience_AbortsWhatRuns()
    {
        await using TestBed bed = await TestBed.StartAsync();
        var begun = new TaskCompletionSource();
        bed.Store.Handler = async (_, _, ct) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return DicomStatus.Success;
        };
        DimseChannel busy = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        await busy.SendStoreAsync(MemoryInstance.Make(1));
        await begun.Task.WaitAsync(TestBed.Patience);
        using var patience = new CancellationTokenSource();
        Task stop = bed.Server.StopAsync(patience.Token).AsTask();
        await patience.CancelAsync();
        await stop.WaitAsync(TestBed.Patience);
        Assert.That(async () => await busy.NextAsync(), Throws.TypeOf<AssociationAbortedException>());
    }

    [Test]
    public async Task OverTcp_ItListensOnAFreePortAndAnswers()
    {
        await using DicomServer server = await DicomServer.StartAsync(new() { BindAddress = IPAddress.Loopback, Port = 0 }, new());
        Assert.That(server.EndPoint.Port, Is.Not.Zero);
        await using var client = new DicomClient(new Peer("PACS", "127.0.0.1", server.EndPoint.Port), "CLIENT");
        Assert.That(await client.EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task OverTcp_ATakenPort_IsAnErrorOfStart()
    {
        await using DicomServer server = await DicomServer.StartAsync(new() { BindAddress = IPAddress.Loopback, Port = 0 }, new());
        Assert.That(async () => await DicomServer.StartAsync(new() { BindAddress = IPAddress.Loopback, Port = server.EndPoint.Port }, new()), Throws.TypeOf<System.Net.Sockets.SocketException>());
    }

    [Test]
    public async Task OverTcp_StoresFromManyAssociations_AllArrive()
    {
        var store = new FakeStore();
        await using DicomServer server = await DicomServer.StartAsync(new() { BindAddress = IPAddress.Loopback, Port = 0 }, new() { Store = store });
        async Task SendAsync(int which)
        {
            await using var client = new DicomClient(new Peer("PACS", "127.0.0.1", server.EndPoint.Port), $"CLIENT{which}");
            await foreach (StoreResult result in client.StoreAsync(Some(which * 100, 25))) Assert.That(result.Status.IsSuccess, Is.True);
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(SendAsync)).WaitAsync(TestBed.Patience);
        Assert.That(store.Received, Has.Count.EqualTo(200));
        Assert.That(store.Received.Select(r => (r.Request.Id, Convert.ToHexString(r.Bytes))), Is.EquivalentTo(Enumerable.Range(0, 8).SelectMany(w => Enumerable.Range(w * 100, 25)).Select(i => MemoryInstance.Make(i, length: 30_000)).Select(i => (i.Id, Convert.ToHexString(i.Bytes)))));
    }

    [Test]
    public void ATitleThatIsNone_IsAnErrorOfStart() =>
        Assert.That(async () => await DicomServer.StartAsync(new InMemoryListener(), new() { AeTitle = "FAR TOO LONG A TITLE" }, new()), Throws.ArgumentException);

    internal static async IAsyncEnumerable<IStoredInstance> Some(int first, int count)
    {
        await Task.CompletedTask;
        for (int i = first; i < first + count; i++) yield return MemoryInstance.Make(i, length: 30_000);
    }

    /// <summary>The server notices a release a moment after its peer has its answer.</summary>
    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TestBed.Patience);
        while (!condition()) await Task.Delay(1, timeout.Token);
    }

    private sealed class RecordingObserver : IAssociationObserver
    {
        public List<string> Seen { get; } = [];

        public TaskCompletionSource End { get; } = new();

        public void Accepted(AssociationInfo association) => Add($"accepted {association.CallingAe}");

        public void Refused(AssociationRefusal refusal) => Add($"refused {refusal.Proposal?.CallingAe} {refusal.Rejection?.Reason}");

        public void Ended(AssociationInfo association)
        {
            Add($"ended {association.CallingAe}");
            End.SetResult();
        }

        private void Add(string what)
        {
            lock (Seen) Seen.Add(what);
        }
    }

    private sealed class ThrowingObserver : IAssociationObserver
    {
        public void Accepted(AssociationInfo association) => throw new InvalidOperationException();

        public void Refused(AssociationRefusal refusal) => throw new InvalidOperationException();

        public void Ended(AssociationInfo association) => throw new InvalidOperationException();
    }
}
