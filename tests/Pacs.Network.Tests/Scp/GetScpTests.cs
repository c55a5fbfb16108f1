using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

[Category("PS3.4 §C.4.3")]
public sealed class GetScpTests
{
    private static readonly DicomUid Model = DicomUid.StudyRootQueryRetrieveInformationModelGet;

    [Test]
    public async Task Instances_ComeBackOverTheSameAssociation()
    {
        await using TestBed bed = await TestBed.StartAsync();
        MemoryInstance[] instances = [MemoryInstance.Make(1, length: 500_000), MemoryInstance.Make(2)];
        bed.Retrieve.Handler = (_, _) => new(instances);
        DimseChannel channel = await AskAsync(bed);
        foreach (MemoryInstance instance in instances)
        {
            byte[] bytes = await TakeAsync(channel, instance, DicomStatus.Success);
            Assert.That(bytes, Is.EqualTo(instance.Bytes));
            if (instance == instances[0]) Assert.That((await channel.NextAsync()).Command.Remaining, Is.EqualTo(1));
        }

        CommandSet final = (await channel.NextAsync()).Command;
        Assert.That((final.Field, final.Status, final.Completed), Is.EqualTo((CommandField.CGetResponse, (ushort?)0, (ushort?)2)));
        Assert.That(bed.Retrieve.Requests.Single().Destination, Is.Null);
    }

    [Test]
    public async Task AnInstanceWithoutAFittingContext_FailsAndIsListed()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1, syntax: TransferSyntax.JPEG2000), MemoryInstance.Make(2, DicomUid.MRImageStorage)]);
        DimseChannel channel = await AskAsync(bed);
        IncomingMessage message = await LastAsync(channel);
        Assert.That((message.Command.Status, message.Command.Failed), Is.EqualTo(((ushort?)0xA702, (ushort?)2)));
        Assert.That(FailedInstances.Read(await message.ReadIdentifierAsync()), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task WithoutRoleSelection_NothingCanBeSent()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1)]);
        DimseChannel channel = await AskAsync(bed, ContextRoles.Scu);
        Assert.That((await LastAsync(channel)).Command.Status, Is.EqualTo(0xA702));
    }

    [Test]
    public async Task ACancelInPlaceOfAResponse_CountsWhatWasUnderWayAndEnds()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => new([.. Enumerable.Range(1, 5).Select(i => MemoryInstance.Make(i))]);
        DimseChannel channel = await AskAsync(bed);
        IncomingMessage store = await channel.NextAsync();
        await store.Message.DiscardAsync(default);
        await channel.SendAsync(channel.ContextOf(Model), CCancel.Request(5), default);
        await channel.SendAsync(store.Context, CStore.Response(store.Command, DicomStatus.Success), default);
        CommandSet final = (await LastAsync(channel)).Command;
        Assert.That((final.Status, final.Completed, final.Remaining), Is.EqualTo(((ushort?)0xFE00, (ushort?)1, (ushort?)4)));
    }

    [Test]
    public async Task AnAnswerToAnotherMessage_IsAborted()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Retrieve.Handler = (_, _) => new([MemoryInstance.Make(1)]);
        DimseChannel channel = await AskAsync(bed);
        IncomingMessage store = await channel.NextAsync();
        await store.Message.DiscardAsync(default);
        await channel.SendAsync(store.Context, CStore.Response(store.Command, DicomStatus.Success) with { RespondedTo = 999 }, default);
        Assert.That(async () => await channel.NextAsync(), Throws.TypeOf<AssociationAbortedException>());
    }

    [Test]
    public async Task FailuresOfTheScu_AreCounted()
    {
        await using TestBed bed = await TestBed.StartAsync();
        MemoryInstance[] instances = [MemoryInstance.Make(1), MemoryInstance.Make(2), MemoryInstance.Make(3)];
        bed.Retrieve.Handler = (_, _) => new(instances);
        DimseChannel channel = await AskAsync(bed);
        await TakeAsync(channel, instances[0], DicomStatus.Success);
        await channel.NextAsync();
        await TakeAsync(channel, instances[1], DicomStatus.OutOfResources);
        await channel.NextAsync();
        await TakeAsync(channel, instances[2], DicomStatus.CompleteWithFailures);
        CommandSet final = (await LastAsync(channel)).Command;
        Assert.That((final.Status, final.Completed, final.Failed, final.Warning), Is.EqualTo(((ushort?)0xB000, (ushort?)1, (ushort?)1, (ushort?)1)));
    }

    private static async Task<DimseChannel> AskAsync(TestBed bed, ContextRoles storageRoles = ContextRoles.Scp)
    {
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(Model), TestBed.Context(DicomUid.CTImageStorage, storageRoles));
        await channel.SendAsync(channel.ContextOf(Model), CGet.Request(5, Model, Priority.Medium), FakeFind.Match(0), default);
        return channel;
    }

    private static async Task<byte[]> TakeAsync(DimseChannel channel, MemoryInstance expected, DicomStatus answer)
    {
        IncomingMessage store = await channel.NextAsync();
        Assert.That((store.Command.Field, store.Command.AffectedSopInstance), Is.EqualTo((CommandField.CStoreRequest, (DicomUid?)expected.Id.SopInstance)));
        byte[] bytes = await FakeStore.ReadAsync(store.Message.Dataset, default);
        await channel.SendAsync(store.Context, CStore.Response(store.Command, answer), default);
        return bytes;
    }

    private static async Task<IncomingMessage> LastAsync(DimseChannel channel)
    {
        while (true)
        {
            IncomingMessage message = await channel.NextAsync();
            if (message.Command.Field == CommandField.CGetResponse && !message.Command.ToStatus().IsPending) return message;
        }
    }
}
