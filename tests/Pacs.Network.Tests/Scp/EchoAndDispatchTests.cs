using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

[Category("PS3.7 §9.1")]
public sealed class EchoAndDispatchTests
{
    [Test]
    public async Task AnEcho_IsAnsweredWithSuccess()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CEcho.Request(7, DicomUid.Verification), default);
        CommandSet response = (await channel.NextAsync()).Command;
        Assert.That((response.Field, response.RespondedTo, response.Status, response.AffectedSopClass), Is.EqualTo((CommandField.CEchoResponse, (ushort?)7, (ushort?)0, (DicomUid?)DicomUid.Verification)));
    }

    [Test]
    public async Task AnEchoWhoseHandlerThrows_IsAProcessingFailureAndTheAssociationLives()
    {
        await using TestBed bed = await TestBed.StartAsync(services: s => s with { Echo = new BrokenEcho() });
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        for (ushort i = 1; i < 3; i++)
        {
            await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CEcho.Request(i, DicomUid.Verification), default);
            Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0x0110));
        }
    }

    [TestCase(0x0100)]
    [TestCase(0x0110)]
    [TestCase(0x0120)]
    [TestCase(0x0130)]
    [TestCase(0x0140)]
    [TestCase(0x0150)]
    [TestCase(0x7777)]
    public async Task AnOperationThatIsNotOffered_IsUnrecognized(int field)
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        CommandSet request = CEcho.Request(9, DicomUid.Verification) with { Field = (CommandField)field, AffectedSopClass = null, RequestedSopClass = DicomUid.Verification };
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), request, default);
        CommandSet response = (await channel.NextAsync()).Command;
        Assert.That(((int)response.Field, response.Status, response.RespondedTo), Is.EqualTo((field | 0x8000, (ushort?)0x0211, (ushort?)9)));
    }

    [Test]
    public async Task AStoreOnAVerificationContext_IsUnrecognized()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        CommandSet request = CStore.Request(1, new InstanceId(DicomUid.Verification, new DicomUid("1.2")), Priority.Medium);
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), request, FakeFind.Match(1), default);
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0x0211));
        Assert.That(bed.Store.Received, Is.Empty);
    }

    [Test]
    public async Task ARequestWithoutMessageId_IsAborted()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CEcho.Request(1, DicomUid.Verification) with { MessageId = null }, default);
        Assert.That(async () => await channel.NextAsync(), Throws.TypeOf<AssociationAbortedException>().With.Property("Cause").EqualTo(AbortCause.Peer));
    }

    [Test]
    public async Task AResponseThatNobodyAskedFor_IsAborted()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CEcho.Response(CEcho.Request(1, DicomUid.Verification), DicomStatus.Success), default);
        Assert.That(async () => await channel.NextAsync(), Throws.TypeOf<AssociationAbortedException>());
    }

    [Test]
    public async Task ACancelAfterTheEnd_MeansNothing()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CCancel.Request(1), default);
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CEcho.Request(2, DicomUid.Verification), default);
        Assert.That((await channel.NextAsync()).Command.RespondedTo, Is.EqualTo(2));
    }

    [Test]
    public async Task Release_EndsTheAssociation()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.Verification));
        Assert.That(bed.Server.ActiveAssociations, Is.EqualTo(1));
        await channel.Association.ReleaseAsync(default);
    }

    private sealed class BrokenEcho : IEchoScp
    {
        public ValueTask<DicomStatus> EchoAsync(AssociationInfo association, CancellationToken ct) => throw new InvalidOperationException("broken");
    }
}
