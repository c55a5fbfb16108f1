using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Pacs.Core;
using Pacs.Network.Tests.Scp;

namespace Pacs.Network.Tests.Client;

public sealed class DicomClientTests
{
    [Test]
    public async Task Calls_OneAfterTheOther_ShareAnAssociation()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DicomClient client = bed.Client();
        for (int i = 0; i < 3; i++) Assert.That(await client.EchoAsync(), Is.EqualTo(DicomStatus.Success));
        await foreach (StoreResult result in client.StoreAsync(DicomServerTests.Some(0, 3))) Assert.That(result.Status.IsSuccess);
        await foreach (StoreResult result in client.StoreAsync(DicomServerTests.Some(3, 3))) Assert.That(result.Status.IsSuccess);
        Assert.That(bed.Store.Received.Select(r => r.Request.Association).Distinct().Count(), Is.EqualTo(1));
        Assert.That(bed.Server.ActiveAssociations, Is.EqualTo(1));
        await client.EchoAsync();
        Assert.That(bed.Server.ActiveAssociations, Is.EqualTo(1), "the echo was part of the union");
    }

    [Test]
    public async Task Calls_WithinTheLoopOverResults_HaveAnAssociationOfTheirOwn()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (_, ct) => FakeFind.Matches(3, ct);
        DicomClient client = bed.Client();
        int matches = 0;
        await foreach (DicomDataset match in client.FindAsync(DicomUid.StudyRootQueryRetrieveInformationModelFind, FakeFind.Match(0)))
        {
            matches++;
            Assert.That(await client.EchoAsync(), Is.EqualTo(DicomStatus.Success));
        }

        Assert.That(matches, Is.EqualTo(3));
    }

    [Test]
    public async Task AnIdleAssociation_IsReleasedAfterAWhile()
    {
        var time = new FakeTimeProvider();
        await using TestBed bed = await TestBed.StartAsync();
        DicomClient client = bed.Client(options: new() { Association = new() { TimeProvider = time }, KeepOpen = TimeSpan.FromSeconds(10) });
        await client.EchoAsync();
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(bed.Server.ActiveAssociations, Is.EqualTo(1));
        time.Advance(TimeSpan.FromSeconds(1));
        await DicomServerTests.UntilAsync(() => bed.Server.ActiveAssociations == 0);
        Assert.That(await client.EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task APeerThatLeftTheIdleAssociation_IsCalledAgain()
    {
        await using TestBed first = await TestBed.StartAsync();
        await using TestBed second = await TestBed.StartAsync();
        TestBed current = first;
        await using var client = new DicomClient("SERVER@memory:104", "CLIENT", new() { Connect = (peer, ct) => current.Listener.ConnectAsync() });
        await client.EchoAsync();
        await first.Server.DisposeAsync();
        current = second;
        Assert.That(await client.EchoAsync(), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task Echo_ToAPeerWithoutVerification_IsAStatus()
    {
        await using TestBed bed = await TestBed.StartAsync(services: s => s with { Echo = null });
        Assert.That((await bed.Client().EchoAsync()).Code, Is.EqualTo(0x0122));
    }

    [Test]
    public async Task Store_OfInstances_GivesAResultForEach()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { StorageTransferSyntaxes = [TransferSyntax.ExplicitVRLittleEndian] });
        bed.Store.Answer = r => r.Id.SopInstance.Value == "1.2.3.2" ? DicomStatus.OutOfResources.With("full") : DicomStatus.Success;
        IStoredInstance[] instances = [MemoryInstance.Make(1), MemoryInstance.Make(2), MemoryInstance.Make(3, syntax: TransferSyntax.RLELossless), MemoryInstance.Make(4)];
        List<StoreResult> results = [];
        await foreach (StoreResult result in bed.Client().StoreAsync(instances.ToAsyncEnumerable())) results.Add(result);
        Assert.That(results.Select(r => r.Instance), Is.EqualTo(instances.Select(i => i.Id)));
        Assert.That(results.Select(r => (int)r.Status.Code), Is.EqualTo(new[] { 0x0000, 0xA700, 0x0122, 0x0000 }));
        Assert.That(results[1].Status.Comment, Is.EqualTo("full"));
    }

    [Test]
    public async Task Store_OfAnInstanceThatBreaksInTheMiddle_GoesOnWithTheNext()
    {
        await using TestBed bed = await TestBed.StartAsync();
        var broken = new MemoryInstance(MemoryInstance.Make(2).Id, TransferSyntax.ExplicitVRLittleEndian, new byte[2_000_000]) { FailsAt = 1_500_000 };
        IStoredInstance[] instances = [MemoryInstance.Make(1), broken, MemoryInstance.Make(3)];
        List<StoreResult> results = [];
        await foreach (StoreResult result in bed.Client().StoreAsync(instances.ToAsyncEnumerable())) results.Add(result);
        Assert.That(results.Select(r => (int)r.Status.Code), Is.EqualTo(new[] { 0x0000, 0x0110, 0x0000 }));
    }

    [Test]
    public async Task Store_OfMoreThan128Pairs_TakesSeveralAssociations()
    {
        await using TestBed bed = await TestBed.StartAsync();
        int count = 0;
        await foreach (StoreResult result in bed.Client().StoreAsync(SopClasses.Storage.Take(150).Select((c, i) => (IStoredInstance)MemoryInstance.Make(i, c)).ToAsyncEnumerable()))
        {
            Assert.That(result.Status.IsSuccess, Is.True);
            count++;
        }

        Assert.That(count, Is.EqualTo(150));
        Assert.That(bed.Store.Received.Select(r => r.Request.Association).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Store_OfFiles_SendsTheirDataSetsAndTellsWhichAreNone()
    {
        string folder = Directory.CreateTempSubdirectory("pacs-client-").FullName;
        try
        {
            await using TestBed bed = await TestBed.StartAsync();
            var dataset = new DicomDataset();
            dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
            dataset.Set(DicomTag.SOPInstanceUID, "1.2.3.77");
            dataset.Set(DicomTag.PatientID, "P1");
            string good = Path.Combine(folder, "1.dcm"), text = Path.Combine(folder, "2.txt"), missing = Path.Combine(folder, "3.dcm");
            await new DicomFile(dataset).SaveAsync(good);
            await File.WriteAllTextAsync(text, "This is no DICOM file, but it has some length so that a reader looks at it. " + new string('x', 500));
            List<StoreResult> results = [];
            await foreach (StoreResult result in bed.Client().StoreAsync([good, text, missing, good])) results.Add(result);
            Assert.That(results.Select(r => (int)r.Status.Code), Is.EqualTo(new[] { 0x0000, 0xC000, 0x0110, 0x0000 }));
            Assert.That(results.Select(r => r.Path), Is.EqualTo(new[] { good, text, missing, good }));
            byte[] file = await File.ReadAllBytesAsync(good);
            Assert.That(file.AsSpan().EndsWith(bed.Store.Received.First().Bytes), Is.True);
            Assert.That(DicomDataset.Parse(bed.Store.Received.First().Bytes, TransferSyntax.ExplicitVRLittleEndian).GetString(DicomTag.PatientID), Is.EqualTo("P1"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Store_ToAPeerThatVanishes_Throws()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Store.Handler = (_, _, _) =>
        {
            _ = bed.Server.DisposeAsync().AsTask();
            return new(DicomStatus.Success);
        };
        Assert.That(async () =>
        {
            await foreach (StoreResult _ in bed.Client().StoreAsync(DicomServerTests.Some(0, 100))) { }
        }, Throws.TypeOf<AssociationAbortedException>());
    }

    [Test]
    public void Store_ToNobody_Throws()
    {
        var client = new DicomClient("SERVER@memory:104", "CLIENT", new() { Connect = (_, _) => throw new ConnectionFailedException("Nobody there.") });
        Assert.That(async () => await client.EchoAsync(), Throws.TypeOf<ConnectionFailedException>().With.Property("IsTransient").True);
    }

    [Test]
    public async Task Find_ToTheEnd_YieldsAllMatches()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (_, ct) => FakeFind.Matches(200, ct);
        List<string?> ids = [];
        await foreach (DicomDataset match in bed.Client().FindAsync(DicomUid.StudyRootQueryRetrieveInformationModelFind, FakeFind.Match(0))) ids.Add(match.GetString(DicomTag.PatientID));
        Assert.That(ids, Is.EqualTo(Enumerable.Range(0, 200).Select(i => $"P{i}")));
    }

    [Test]
    public async Task Find_LeftEarly_CancelsAtThePeerAndKeepsTheAssociation()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { CancelPollInterval = TimeSpan.FromMilliseconds(5) });
        var cancelled = new TaskCompletionSource();
        bed.Find.Handler = (_, ct) =>
        {
            ct.Register(() => cancelled.TrySetResult());
            return OneThenNothing(ct);
        };
        DicomClient client = bed.Client();
        await foreach (DicomDataset match in client.FindAsync(DicomUid.StudyRootQueryRetrieveInformationModelFind, FakeFind.Match(0))) break;
        await cancelled.Task.WaitAsync(TestBed.Patience);
        await client.EchoAsync();
        Assert.That(bed.Server.ActiveAssociations, Is.EqualTo(1));
    }

    [Test]
    public async Task Find_Cancelled_CancelsAtThePeerAndThrows()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { CancelPollInterval = TimeSpan.FromMilliseconds(5) });
        bed.Find.Handler = (_, ct) => OneThenNothing(ct);
        using var source = new CancellationTokenSource();
        Assert.That(async () =>
        {
            await foreach (DicomDataset match in bed.Client().FindAsync(DicomUid.StudyRootQueryRetrieveInformationModelFind, FakeFind.Match(0), source.Token)) await source.CancelAsync();
        }, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Find_ThatFails_ThrowsItsStatusAfterTheMatches()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (_, _) => throw new DimseException(DicomStatus.OutOfResources);
        Assert.That(async () =>
        {
            await foreach (DicomDataset _ in bed.Client().FindAsync(DicomUid.StudyRootQueryRetrieveInformationModelFind, FakeFind.Match(0))) { }
        }, Throws.TypeOf<DimseException>().With.Property("Status").EqualTo(DicomStatus.OutOfResources).And.Property("IsTransient").True);
    }

    [Test]
    public async Task Move_ReportsProgressAndTheEnd()
    {
        await using TestBed destination = await TestBed.StartAsync();
        destination.Store.Answer = r => r.Id.SopInstance.Value == "1.2.3.2" ? DicomStatus.OutOfResources : DicomStatus.Success;
        await using TestBed bed = await TestBed.StartAsync(destination: destination);
        bed.Retrieve.Handler = (_, _) => new([.. Enumerable.Range(1, 4).Select(i => MemoryInstance.Make(i))]);
        var progress = new Recorder();
        RetrieveResult result = await bed.Client().MoveAsync(InstanceSelector.Study(new("1.2.3")), "DEST", progress);
        Assert.That(result.Status.Code, Is.EqualTo(0xB000));
        Assert.That(result.Counters, Is.EqualTo(new SubOperations(0, 3, 1)));
        Assert.That(result.FailedInstances, Is.EqualTo(new[] { new DicomUid("1.2.3.2") }));
        Assert.That(progress.Reports.Select(r => r.Remaining), Is.EqualTo(new[] { 3, 2, 1 }));
        Assert.That(bed.Retrieve.Requests.Single().Identifier.GetString(DicomTag.StudyInstanceUID), Is.EqualTo("1.2.3"));
    }

    [Test]
    public async Task Move_ToAnUnknownDestination_IsAStatus()
    {
        await using TestBed bed = await TestBed.StartAsync();
        RetrieveResult result = await bed.Client().MoveAsync(InstanceSelector.Patient("P1"), "NOBODY");
        Assert.That(result.Status, Is.EqualTo(DicomStatus.MoveDestinationUnknown));
    }

    [Test]
    public async Task Move_Cancelled_CancelsAtThePeerAndThrows()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { CancelPollInterval = TimeSpan.FromMilliseconds(5) });
        var begun = new TaskCompletionSource();
        bed.Retrieve.Handler = async (_, ct) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return [];
        };
        using var source = new CancellationTokenSource();
        DicomClient client = bed.Client();
        Task move = client.MoveAsync(InstanceSelector.Patient("P1"), "DEST", ct: source.Token).AsTask();
        await begun.Task.WaitAsync(TestBed.Patience);
        await source.CancelAsync();
        Assert.That(async () => await move.WaitAsync(TestBed.Patience), Throws.InstanceOf<OperationCanceledException>());
        await client.EchoAsync();
        Assert.That(bed.Server.ActiveAssociations, Is.EqualTo(1), "the association of the cancelled move is whole");
    }

    [Test]
    public async Task Get_BringsInstancesToTheSink()
    {
        await using TestBed bed = await TestBed.StartAsync();
        MemoryInstance[] instances = [MemoryInstance.Make(1, length: 700_000), MemoryInstance.Make(2, DicomUid.MRImageStorage, TransferSyntax.JPEG2000Lossless), MemoryInstance.Make(3, syntax: TransferSyntax.ImplicitVRLittleEndian)];
        bed.Retrieve.Handler = (_, _) => new(instances);
        var sink = new FakeStore();
        var progress = new Recorder();
        RetrieveResult result = await bed.Client().GetAsync(InstanceSelector.Study(new("1.2.3")), sink, progress: progress);
        Assert.That((result.Status, result.Counters.Completed), Is.EqualTo((DicomStatus.Success, 3)));
        Assert.That(sink.Received.Select(r => r.Bytes), Is.EqualTo(instances.Select(i => i.Bytes)));
        Assert.That(sink.Received.Select(r => r.Request.TransferSyntax), Is.EqualTo(instances.Select(i => i.TransferSyntax)));
        Assert.That(progress.Reports, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Get_IntoASinkThatThrows_FailsThatInstanceOnly()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1), MemoryInstance.Make(2)]);
        var sink = new FakeStore { Answer = r => r.Id.SopInstance.Value == "1.2.3.1" ? throw new InvalidOperationException() : DicomStatus.Success };
        RetrieveResult result = await bed.Client().GetAsync(InstanceSelector.Study(new("1.2.3")), sink, new GetOptions { SopClasses = [DicomUid.CTImageStorage] });
        Assert.That((result.Status.Code, result.Counters.Completed, result.Counters.Failed), Is.EqualTo((0xB000, 1, 1)));
        Assert.That(result.FailedInstances, Is.EqualTo(new[] { new DicomUid("1.2.3.1") }));
    }

    [Test]
    public async Task Get_Cancelled_CancelsAtThePeerAndThrows()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => new([.. Enumerable.Range(1, 50).Select(i => MemoryInstance.Make(i))]);
        using var source = new CancellationTokenSource();
        var sink = new FakeStore();
        sink.Answer = r =>
        {
            if (sink.Received.Count == 3) source.Cancel();
            return DicomStatus.Success;
        };
        DicomClient client = bed.Client();
        Assert.That(async () => await client.GetAsync(InstanceSelector.Study(new("1.2.3")), sink, ct: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(sink.Received, Has.Count.LessThan(50));
    }

    [Test]
    public async Task AStoreAfterAGet_HasTheRolesItNeeds()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1)]);
        DicomClient client = bed.Client();
        Assert.That((await client.GetAsync(InstanceSelector.Study(new("1.2.3")), new FakeStore())).Status, Is.EqualTo(DicomStatus.Success));
        await foreach (StoreResult result in client.StoreAsync(DicomServerTests.Some(1, 1))) Assert.That(result.Status, Is.EqualTo(DicomStatus.Success));
        Assert.That((await client.GetAsync(InstanceSelector.Study(new("1.2.3")), new FakeStore())).Status, Is.EqualTo(DicomStatus.Success));
    }

    private static async IAsyncEnumerable<DicomDataset> OneThenNothing([EnumeratorCancellation] CancellationToken ct)
    {
        yield return FakeFind.Match(0);
        await Task.Delay(Timeout.Infinite, ct);
    }

    private sealed class Recorder : IProgress<SubOperations>
    {
        public List<SubOperations> Reports { get; } = [];

        public void Report(SubOperations value) => Reports.Add(value);
    }
}
