using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

[Category("PS3.4 §C.4.2")]
public sealed class MoveScpTests
{
    private static readonly DicomUid Model = DicomUid.StudyRootQueryRetrieveInformationModelMove;

    [Test]
    public async Task Instances_GoToTheDestinationByteForByteWithTheirOriginator()
    {
        await using TestBed destination = await TestBed.StartAsync();
        await using TestBed bed = await TestBed.StartAsync(destination: destination);
        MemoryInstance[] instances = [.. Enumerable.Range(1, 5).Select(i => MemoryInstance.Make(i, i % 2 == 0 ? DicomUid.MRImageStorage : null, i == 3 ? TransferSyntax.JPEG2000Lossless : null, length: 40_000))];
        bed.Retrieve.Handler = (_, _) => new(instances);
        DimseChannel channel = await AskAsync(bed, "DEST");

        for (int i = 1; i < 5; i++)
        {
            CommandSet pending = (await channel.NextAsync()).Command;
            Assert.That((pending.Status, pending.Remaining, pending.Completed, pending.Failed, pending.Warning), Is.EqualTo(((ushort?)0xFF00, (ushort?)(5 - i), (ushort?)i, (ushort?)0, (ushort?)0)));
        }

        CommandSet final = (await channel.NextAsync()).Command;
        Assert.That((final.Status, final.Remaining, final.Completed, final.HasDataset), Is.EqualTo(((ushort?)0, (ushort?)null, (ushort?)5, false)));
        Assert.That(destination.Store.Received.Select(r => r.Request.Id), Is.EqualTo(instances.Select(i => i.Id)));
        Assert.That(destination.Store.Received.Select(r => r.Bytes), Is.EqualTo(instances.Select(i => i.Bytes)));
        Assert.That(destination.Store.Received.Select(r => r.Request.TransferSyntax), Is.EqualTo(instances.Select(i => i.TransferSyntax)));
        Assert.That(destination.Store.Received.Select(r => r.Request.MoveOriginator), Is.All.EqualTo(new MoveOriginator("CLIENT", 5)));
        Assert.That(destination.Store.Received.First().Request.Association.CallingAe, Is.EqualTo("SERVER"));
        Assert.That(bed.Retrieve.Requests.Single().Destination!.AeTitle, Is.EqualTo("DEST"));
    }

    [Test]
    public async Task AnUnknownDestination_IsA801BeforeAnythingIsSought()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await AskAsync(bed, "NOBODY");
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0xA801));
        Assert.That(bed.Retrieve.Requests, Is.Empty);
    }

    [Test]
    public async Task ADestinationThatCannotBeReached_IsA702WithAllFailed()
    {
        await using TestBed bed = await TestBed.StartAsync();
        MemoryInstance[] instances = [MemoryInstance.Make(1), MemoryInstance.Make(2)];
        bed.Retrieve.Handler = (_, _) => new(instances);
        DimseChannel channel = await AskAsync(bed, "GONE");
        IncomingMessage final = await channel.NextAsync();
        Assert.That((final.Command.Status, final.Command.Failed), Is.EqualTo(((ushort?)0xA702, (ushort?)2)));
        Assert.That(FailedInstances.Read(await final.ReadIdentifierAsync()), Is.EqualTo(instances.Select(i => i.Id.SopInstance)));
    }

    [Test]
    public async Task NothingToMove_IsASuccessOfNothing()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await AskAsync(bed, "DEST");
        CommandSet final = (await channel.NextAsync()).Command;
        Assert.That((final.Status, final.Completed), Is.EqualTo(((ushort?)0, (ushort?)0)));
    }

    [Test]
    public async Task FailuresAndWarnings_AreCountedAndTheFailedOnesListed()
    {
        await using TestBed destination = await TestBed.StartAsync();
        destination.Store.Answer = r => r.Id.SopInstance.Value switch
        {
            "1.2.3.1" => DicomStatus.OutOfResources,
            "1.2.3.2" => DicomStatus.CompleteWithFailures,
            _ => DicomStatus.Success,
        };
        await using TestBed bed = await TestBed.StartAsync(destination: destination);
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1), MemoryInstance.Make(2), MemoryInstance.Make(3)]);
        DimseChannel channel = await AskAsync(bed, "DEST");
        IncomingMessage final = await LastAsync(channel);
        Assert.That((final.Command.Status, final.Command.Completed, final.Command.Failed, final.Command.Warning), Is.EqualTo(((ushort?)0xB000, (ushort?)1, (ushort?)1, (ushort?)1)));
        Assert.That(FailedInstances.Read(await final.ReadIdentifierAsync()), Is.EqualTo(new[] { new DicomUid("1.2.3.1") }));
    }

    [Test]
    public async Task ASyntaxThatTheDestinationDoesNotTake_FailsThatInstanceOnly()
    {
        await using TestBed destination = await TestBed.StartAsync(o => o with { StorageTransferSyntaxes = [TransferSyntax.ExplicitVRLittleEndian] });
        await using TestBed bed = await TestBed.StartAsync(destination: destination);
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1), MemoryInstance.Make(2, syntax: TransferSyntax.JPEG2000), MemoryInstance.Make(3)]);
        IncomingMessage final = await LastAsync(await AskAsync(bed, "DEST"));
        Assert.That((final.Command.Status, final.Command.Completed, final.Command.Failed), Is.EqualTo(((ushort?)0xB000, (ushort?)2, (ushort?)1)));
        Assert.That(FailedInstances.Read(await final.ReadIdentifierAsync()), Is.EqualTo(new[] { new DicomUid("1.2.3.2") }));
    }

    [Test]
    public async Task AnInstanceThatCannotBeOpened_FailsAlone()
    {
        await using TestBed destination = await TestBed.StartAsync();
        await using TestBed bed = await TestBed.StartAsync(destination: destination);
        MemoryInstance lost = new(MemoryInstance.Make(2).Id, TransferSyntax.ExplicitVRLittleEndian, []) { OpenFailure = new FileNotFoundException() };
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1), lost, MemoryInstance.Make(3)]);
        IncomingMessage final = await LastAsync(await AskAsync(bed, "DEST"));
        Assert.That((final.Command.Status, final.Command.Completed, final.Command.Failed), Is.EqualTo(((ushort?)0xB000, (ushort?)2, (ushort?)1)));
    }

    [Test]
    public async Task AnInstanceThatBreaksInTheMiddle_FailsAloneOverANewAssociation()
    {
        await using TestBed destination = await TestBed.StartAsync();
        await using TestBed bed = await TestBed.StartAsync(destination: destination);
        MemoryInstance broken = new(MemoryInstance.Make(2).Id, TransferSyntax.ExplicitVRLittleEndian, new byte[2_000_000]) { FailsAt = 1_500_000 };
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1), broken, MemoryInstance.Make(3)]);
        IncomingMessage final = await LastAsync(await AskAsync(bed, "DEST"));
        Assert.That((final.Command.Status, final.Command.Completed, final.Command.Failed), Is.EqualTo(((ushort?)0xB000, (ushort?)2, (ushort?)1)));
        Assert.That(destination.Store.Received.Select(r => r.Request.Id.SopInstance.Value), Is.EqualTo(new[] { "1.2.3.1", "1.2.3.3" }));
    }

    [Test]
    public async Task ADestinationLostMidway_FailsTheRestWithoutHanging()
    {
        await using TestBed destination = await TestBed.StartAsync();
        int count = 0;
        destination.Store.Handler = async (_, body, ct) =>
        {
            if (++count == 3) await destination.Server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await FakeStore.ReadAsync(body, ct);
            ct.ThrowIfCancellationRequested();
            return DicomStatus.Success;
        };
        await using TestBed bed = await TestBed.StartAsync(destination: destination);
        bed.Retrieve.Handler = (_, _) => new([.. Enumerable.Range(1, 10).Select(i => MemoryInstance.Make(i))]);
        IncomingMessage final = await LastAsync(await AskAsync(bed, "DEST"));
        Assert.That((final.Command.Status, final.Command.Completed, final.Command.Failed), Is.EqualTo(((ushort?)0xB000, (ushort?)2, (ushort?)8)));
        Assert.That(FailedInstances.Read(await final.ReadIdentifierAsync()), Has.Count.EqualTo(8));
    }

    [Test]
    public async Task ACancel_EndsWithFE00AndTellsWhatRemains()
    {
        await using TestBed destination = await TestBed.StartAsync();
        var third = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        destination.Store.Answer = r =>
        {
            if (r.Id.SopInstance.Value != "1.2.3.3") return DicomStatus.Success;
            third.SetResult();
            gate.Task.Wait();
            return DicomStatus.Success;
        };
        await using TestBed bed = await TestBed.StartAsync(destination: destination);
        bed.Retrieve.Handler = (_, _) => new([.. Enumerable.Range(1, 10).Select(i => MemoryInstance.Make(i))]);
        DimseChannel channel = await AskAsync(bed, "DEST");
        await third.Task.WaitAsync(TestBed.Patience);
        await channel.SendAsync(channel.ContextOf(Model), CCancel.Request(5), default);
        gate.SetResult();
        IncomingMessage final = await LastAsync(channel);
        Assert.That((final.Command.Status, final.Command.Completed, final.Command.Remaining), Is.EqualTo(((ushort?)0xFE00, (ushort?)3, (ushort?)7)));
    }

    [Test]
    public async Task ACancelWhileInstancesAreSought_EndsWithFE00()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { CancelPollInterval = TimeSpan.FromMilliseconds(5) });
        bed.Retrieve.Handler = async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return [];
        };
        DimseChannel channel = await AskAsync(bed, "DEST");
        await channel.SendAsync(channel.ContextOf(Model), CCancel.Request(5), default);
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0xFE00));
    }

    [Test]
    public async Task MoreThan128Pairs_GoOverSeveralAssociations()
    {
        await using TestBed destination = await TestBed.StartAsync();
        await using TestBed bed = await TestBed.StartAsync(o => o with { ProgressInterval = TimeSpan.FromHours(1) }, destination: destination);
        MemoryInstance[] instances = [.. Enumerable.Range(0, 150).Select(i => MemoryInstance.Make(i, SopClasses.Storage[i], length: 100))];
        bed.Retrieve.Handler = (_, _) => new(instances);
        DimseChannel channel = await AskAsync(bed, "DEST");
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0xFF00), "the first progress comes at once");
        CommandSet final = (await channel.NextAsync()).Command;
        Assert.That((final.Status, final.Completed), Is.EqualTo(((ushort?)0, (ushort?)150)), "and no more within the interval");
        Assert.That(destination.Store.Received.Select(r => r.Request.Association).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task AResolverThatThrows_EndsWithItsStatus()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => throw new DimseException(new DicomStatus(0xA701));
        Assert.That((await (await AskAsync(bed, "DEST")).NextAsync()).Command.Status, Is.EqualTo(0xA701));
    }

    private static async Task<DimseChannel> AskAsync(TestBed bed, string destination)
    {
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(Model));
        await channel.SendAsync(channel.ContextOf(Model), CMove.Request(5, Model, Priority.Medium, destination), FakeFind.Match(0), default);
        return channel;
    }

    private static async Task<IncomingMessage> LastAsync(DimseChannel channel)
    {
        while (true)
        {
            IncomingMessage message = await channel.NextAsync();
            if (!message.Command.ToStatus().IsPending) return message;
        }
    }
}
