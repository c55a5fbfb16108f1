using System.IO.Pipelines;
using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

[Category("PS3.4 Annex B")]
public sealed class StoreScpTests
{
    private static readonly MemoryInstance Ct = MemoryInstance.Make(1, length: 300_000);

    [Test]
    public async Task AnInstance_ArrivesByteForByteUnderItsName()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        await channel.SendStoreAsync(Ct, c => c with { Priority = Priority.High, MoveOriginatorAeTitle = "MOVER", MoveOriginatorMessageId = 12 });
        CommandSet response = (await channel.NextAsync()).Command;
        Assert.That((response.Status, response.AffectedSopClass, response.AffectedSopInstance), Is.EqualTo(((ushort?)0, (DicomUid?)Ct.Id.SopClass, (DicomUid?)Ct.Id.SopInstance)));
        (StoreRequest request, byte[] bytes) = bed.Store.Received.Single();
        Assert.That(bytes, Is.EqualTo(Ct.Bytes));
        Assert.That(request.Id, Is.EqualTo(Ct.Id));
        Assert.That(request.TransferSyntax, Is.EqualTo(TransferSyntax.ExplicitVRLittleEndian));
        Assert.That(request.Priority, Is.EqualTo(Priority.High));
        Assert.That(request.MoveOriginator, Is.EqualTo(new MoveOriginator("MOVER", 12)));
        Assert.That(request.Association.CallingAe, Is.EqualTo("CLIENT"));
    }

    [Test]
    public async Task ManyInstances_OnOneAssociation_AreAnsweredInTurn()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        for (int i = 0; i < 50; i++)
        {
            await channel.SendStoreAsync(MemoryInstance.Make(i, length: 10 + i * 97));
            Assert.That((await channel.NextAsync()).Command.Status, Is.Zero);
        }

        Assert.That(bed.Store.Received.Select(r => r.Bytes.Length), Is.EqualTo(Enumerable.Range(0, 50).Select(i => 10 + i * 97)));
    }

    [Test]
    public async Task AHandlerThatReadsNothing_LeavesTheRestToBeDrained()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Store.Handler = (_, _, _) => new(DicomStatus.OutOfResources.With("full"));
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        for (int i = 0; i < 3; i++)
        {
            await channel.SendStoreAsync(MemoryInstance.Make(i, length: 5_000_000));
            CommandSet response = (await channel.NextAsync()).Command;
            Assert.That((response.Status, response.ErrorComment), Is.EqualTo(((ushort?)0xA700, "full")));
        }
    }

    [Test]
    public async Task AHandlerThatStopsHalfway_LeavesTheRestToBeDrained()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Store.Handler = async (_, body, ct) =>
        {
            ReadResult first = await body.ReadAsync(ct);
            body.AdvanceTo(first.Buffer.GetPosition(first.Buffer.Length / 2));
            return DicomStatus.Success;
        };
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        for (int i = 0; i < 3; i++)
        {
            await channel.SendStoreAsync(MemoryInstance.Make(i, length: 2_000_000));
            Assert.That((await channel.NextAsync()).Command.Status, Is.Zero);
        }
    }

    [Test]
    public async Task AHandlerThatCompletesTheBody_DoesNoHarm()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Store.Handler = async (_, body, _) =>
        {
            await body.CompleteAsync();
            return DicomStatus.Success;
        };
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        for (int i = 0; i < 3; i++)
        {
            await channel.SendStoreAsync(MemoryInstance.Make(i, length: 500_000));
            Assert.That((await channel.NextAsync()).Command.Status, Is.Zero);
        }
    }

    [TestCase(typeof(InvalidOperationException), 0, 0x0110)]
    [TestCase(typeof(IOException), 28, 0xA700)]
    [TestCase(typeof(IOException), unchecked((int)0x80070070), 0xA700)]
    [TestCase(typeof(IOException), 5, 0x0110)]
    public async Task AHandlerThatThrows_GivesAStatusAndTheAssociationLives(Type type, int code, int expected)
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Store.Handler = (_, _, _) => throw (type == typeof(IOException) ? new IOException("x", code) : new InvalidOperationException("x"));
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        for (int i = 0; i < 2; i++)
        {
            await channel.SendStoreAsync(Ct);
            Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task AClassOtherThanTheContexts_IsRefusedAndItsBodyDrained()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        await channel.SendStoreAsync(Ct, c => c with { AffectedSopClass = DicomUid.MRImageStorage });
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0x0122));
        await channel.SendStoreAsync(Ct);
        Assert.That((await channel.NextAsync()).Command.Status, Is.Zero);
        Assert.That(bed.Store.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ARequestWithoutInstanceUid_IsMistypedAndNamesTheElement()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        await channel.SendStoreAsync(Ct, c => c with { AffectedSopInstance = null });
        CommandSet response = (await channel.NextAsync()).Command;
        Assert.That(response.Status, Is.EqualTo(0x0212));
        Assert.That(response.OffendingElements, Is.EqualTo(new[] { new DicomTag(0x00001000) }));
    }

    [Test]
    public async Task APeerThatVanishesInTheMiddle_EndsTheBodyWithAnException()
    {
        await using TestBed bed = await TestBed.StartAsync();
        var seen = new TaskCompletionSource<Exception?>();
        bed.Store.Handler = async (_, body, ct) =>
        {
            try
            {
                await FakeStore.ReadAsync(body, ct);
                seen.SetResult(null);
                return DicomStatus.Success;
            }
            catch (Exception e)
            {
                seen.SetResult(e);
                throw;
            }
        };
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        var broken = new MemoryInstance(Ct.Id, Ct.TransferSyntax, new byte[3_000_000]) { FailsAt = 2_000_000 };
        Assert.That(async () => await channel.SendStoreAsync(broken), Throws.InstanceOf<Exception>());
        Assert.That(await seen.Task.WaitAsync(TestBed.Patience), Is.TypeOf<AssociationAbortedException>());
    }

    [Test]
    public async Task AStoreWithoutStorageService_IsNotNegotiated()
    {
        await using TestBed bed = await TestBed.StartAsync(services: s => s with { Store = null, Retrieve = null });
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(DicomUid.CTImageStorage));
        Assert.That(channel.Association.Info.RejectedContexts.Single().Result, Is.EqualTo(ContextResult.AbstractSyntaxNotSupported));
    }
}
