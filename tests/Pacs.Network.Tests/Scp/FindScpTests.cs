using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Network.Tests.Scp;

[Category("PS3.4 §C.4.1")]
public sealed class FindScpTests
{
    private static readonly DicomUid Model = DicomUid.StudyRootQueryRetrieveInformationModelFind;

    [Test]
    public async Task Matches_ComeAsPendingResponsesThenSuccess()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (_, ct) => FakeFind.Matches(3, ct);
        DimseChannel channel = await AskAsync(bed);
        for (int i = 0; i < 3; i++)
        {
            IncomingMessage message = await channel.NextAsync();
            Assert.That(message.Command.Status, Is.EqualTo(0xFF00));
            Assert.That((await message.ReadIdentifierAsync()).GetString(DicomTag.PatientID), Is.EqualTo($"P{i}"));
        }

        IncomingMessage final = await channel.NextAsync();
        Assert.That((final.Command.Status, final.Command.HasDataset, final.Command.RespondedTo), Is.EqualTo(((ushort?)0, false, (ushort?)5)));
        FindRequest request = bed.Find.Requests.Single();
        Assert.That(request.SopClass, Is.EqualTo(Model));
        Assert.That(request.Identifier.GetString(DicomTag.PatientID), Is.EqualTo("P0"));
    }

    [Test]
    public async Task UnsupportedOptionalKeys_AreToldWithEachMatch()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (request, ct) =>
        {
            request.HasUnsupportedOptionalKeys = true;
            return FakeFind.Matches(1, ct);
        };
        DimseChannel channel = await AskAsync(bed);
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0xFF01));
        Assert.That((await channel.NextAsync()).Command.Status, Is.Zero);
    }

    [Test]
    public async Task ACancelBetweenMatches_EndsWithFE00()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (_, ct) => FakeFind.Matches(1_000_000, ct);
        DimseChannel channel = await AskAsync(bed);
        await channel.NextAsync();
        await channel.SendAsync(channel.ContextOf(Model), CCancel.Request(5), default);
        DicomStatus last = await LastAsync(channel);
        Assert.That(last.Code, Is.EqualTo(0xFE00));
        Assert.That(await EchoAsync(channel), Is.Zero);
    }

    [Test]
    public async Task ACancelWhileTheHandlerSeeks_ReachesItAndEndsWithFE00()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { CancelPollInterval = TimeSpan.FromMilliseconds(5) });
        bed.Find.Handler = (_, ct) => Forever(ct);
        DimseChannel channel = await AskAsync(bed);
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0xFF00), "what was found does not wait");
        await channel.SendAsync(channel.ContextOf(Model), CCancel.Request(5), default);
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0xFE00));
    }

    [Test]
    public async Task ACancelOfAnotherMessage_ChangesNothing()
    {
        await using TestBed bed = await TestBed.StartAsync();
        var gate = new TaskCompletionSource();
        bed.Find.Handler = (_, ct) => After(gate.Task);
        DimseChannel channel = await AskAsync(bed);
        await channel.SendAsync(channel.ContextOf(Model), CCancel.Request(99), default);
        gate.SetResult();
        Assert.That(await LastAsync(channel), Is.EqualTo(DicomStatus.Success));
    }

    [Test]
    public async Task ARequestSentBeforeTheLastIsAnswered_IsServedInTurn()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { CancelPollInterval = TimeSpan.FromMilliseconds(5) });
        var gate = new TaskCompletionSource();
        bed.Find.Handler = (_, ct) => After(gate.Task);
        DimseChannel channel = await AskAsync(bed);
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CEcho.Request(6, DicomUid.Verification), default);
        gate.SetResult();
        Assert.That(await LastAsync(channel), Is.EqualTo(DicomStatus.Success));
        Assert.That((await channel.NextAsync()).Command.RespondedTo, Is.EqualTo(6));
    }

    [Test]
    public async Task ADimseException_EndsWithItsStatus()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (_, ct) => Throwing(new DimseException(DicomStatus.DataSetDoesNotMatchSopClass.With("no level")));
        DimseChannel channel = await AskAsync(bed);
        CommandSet response = (await channel.NextAsync()).Command;
        Assert.That((response.Status, response.ErrorComment), Is.EqualTo(((ushort?)0xA900, "no level")));
    }

    [Test]
    public async Task ADataExceptionOfTheHandler_IsA900AndNamesTheAttributeButNotItsValue()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (_, ct) => Throwing(new DicomDataException("'DOE' is no date", DicomTag.StudyDate));
        CommandSet response = (await (await AskAsync(bed)).NextAsync()).Command;
        Assert.That((response.Status, response.OffendingElements.Single()), Is.EqualTo(((ushort?)0xA900, DicomTag.StudyDate)));
        Assert.That(response.ErrorComment, Does.Not.Contain("DOE"));
    }

    [Test]
    public async Task AnotherException_EndsWithC000AndTheAssociationLives()
    {
        await using TestBed bed = await TestBed.StartAsync();
        bed.Find.Handler = (_, ct) => Throwing(new InvalidOperationException("secret"));
        DimseChannel channel = await AskAsync(bed);
        CommandSet response = (await channel.NextAsync()).Command;
        Assert.That(response.Status, Is.EqualTo(0xC000));
        Assert.That(response.ErrorComment, Does.Not.Contain("secret"));
        Assert.That(await EchoAsync(channel), Is.Zero);
    }

    [Test]
    public async Task AnIdentifierThatCannotBeRead_IsRefused()
    {
        await using TestBed bed = await TestBed.StartAsync();
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(Model), TestBed.Context(DicomUid.Verification));
        var nonsense = new MemoryInstance(new(Model, new("1.2")), TransferSyntax.ExplicitVRLittleEndian, [0x08, 0x00, 0x52, 0x00, (byte)'C', (byte)'S', 0xFF, 0x00]);
        await using IEncodedDataset bytes = await nonsense.OpenAsync(default);
        await channel.SendAsync(channel.ContextOf(Model), CFind.Request(5, Model, Priority.Medium), bytes, default);
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0xA900));
        Assert.That(await EchoAsync(channel), Is.Zero);
    }

    [Test]
    public async Task AnIdentifierBeyondTheLimit_IsRefusedAndDrained()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { MaxIdentifierLength = 1000 });
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(Model), TestBed.Context(DicomUid.Verification));
        await using IEncodedDataset bytes = await MemoryInstance.Make(1, length: 3_000_000).OpenAsync(default);
        await channel.SendAsync(channel.ContextOf(Model), CFind.Request(5, Model, Priority.Medium), bytes, default);
        Assert.That((await channel.NextAsync()).Command.Status, Is.EqualTo(0xA900));
        Assert.That(await EchoAsync(channel), Is.Zero);
    }

    [Test]
    public async Task APeerThatVanishes_CancelsTheHandler()
    {
        await using TestBed bed = await TestBed.StartAsync(o => o with { CancelPollInterval = TimeSpan.FromMilliseconds(5) });
        var cancelled = new TaskCompletionSource();
        bed.Find.Handler = (_, ct) =>
        {
            ct.Register(() => cancelled.TrySetResult());
            return Forever(ct);
        };
        DimseChannel channel = await AskAsync(bed);
        await channel.NextAsync();
        await channel.Association.AbortAsync();
        await cancelled.Task.WaitAsync(TestBed.Patience);
    }

    private static async Task<DimseChannel> AskAsync(TestBed bed)
    {
        DimseChannel channel = await bed.AssociateAsync(TestBed.Context(Model), TestBed.Context(DicomUid.Verification));
        await channel.SendAsync(channel.ContextOf(Model), CFind.Request(5, Model, Priority.Medium), FakeFind.Match(0), default);
        return channel;
    }

    private static async Task<ushort?> EchoAsync(DimseChannel channel)
    {
        await channel.SendAsync(channel.ContextOf(DicomUid.Verification), CEcho.Request(77, DicomUid.Verification), default);
        return (await channel.NextAsync()).Command.Status;
    }

    private static async Task<DicomStatus> LastAsync(DimseChannel channel)
    {
        while (true)
        {
            DicomStatus status = (await channel.NextAsync()).Command.ToStatus();
            if (!status.IsPending) return status;
        }
    }

    private static async IAsyncEnumerable<DicomDataset> Forever([EnumeratorCancellation] CancellationToken ct)
    {
        yield return FakeFind.Match(0);
        await Task.Delay(Timeout.Infinite, ct);
        yield return FakeFind.Match(1);
    }

    private static async IAsyncEnumerable<DicomDataset> After(Task gate)
    {
        await gate;
        yield return FakeFind.Match(0);
    }

    private static async IAsyncEnumerable<DicomDataset> Throwing(Exception exception)
    {
        await Task.CompletedTask;
        if (exception is not null) throw exception;
        yield return FakeFind.Match(0);
    }
}
