using CsCheck;
using Pacs.Core;

namespace Pacs.Network.Tests.Dimse;

[Category("PS3.4 §C.4.2")]
public sealed class SubOperationsTests
{
    private static readonly Gen<DicomStatus> Statuses = Gen.OneOf(Gen.Const(DicomStatus.Success), Gen.Const(DicomStatus.CompleteWithFailures), Gen.UShort.Select(c => new DicomStatus(c)));

    [Test]
    public void Add_AnyStatuses_KeepsTheTotal() => Statuses.Array[0, 50].Sample(statuses =>
    {
        SubOperations counters = statuses.Aggregate(new SubOperations(statuses.Length), (c, s) => c.Add(s));
        Assert.That(counters.Remaining, Is.Zero);
        Assert.That(counters.Total, Is.EqualTo(statuses.Length));
        Assert.That(counters.Completed, Is.EqualTo(statuses.Count(s => s.IsSuccess)));
        Assert.That(counters.Warning, Is.EqualTo(statuses.Count(s => s.IsWarning)));
    });

    [TestCase(0, 0, 0, 0x0000)]
    [TestCase(3, 0, 0, 0x0000)]
    [TestCase(2, 1, 0, 0xB000)]
    [TestCase(2, 0, 1, 0xB000)]
    [TestCase(0, 0, 3, 0xB000)]
    [TestCase(0, 2, 1, 0xB000)]
    [TestCase(0, 3, 0, 0xA702)]
    public void FinalStatus_FollowsTheCounters(int completed, int failed, int warning, int expected) =>
        Assert.That(new SubOperations(0, completed, failed, warning).FinalStatus.Code, Is.EqualTo(expected));

    [Test]
    public void FailRest_CountsTheRemainingAsFailed() =>
        Assert.That(new SubOperations(4, 1, 2, 3).FailRest(), Is.EqualTo(new SubOperations(0, 1, 6, 3)));

    [Test]
    public void Response_Pending_TellsAllFourCounters()
    {
        CommandSet response = CMove.Response(CMove.Request(1, default, Priority.Medium, "X"), DicomStatus.Pending, new SubOperations(4, 1, 2, 3), hasIdentifier: false);
        Assert.That((response.Remaining, response.Completed, response.Failed, response.Warning), Is.EqualTo(((ushort?)4, (ushort?)1, (ushort?)2, (ushort?)3)));
    }

    [Test]
    public void Response_Final_DoesNotTellRemaining()
    {
        CommandSet response = CGet.Response(CGet.Request(1, default, Priority.Medium), DicomStatus.Success, new SubOperations(0, 1), hasIdentifier: false);
        Assert.That(response.Remaining, Is.Null);
        Assert.That(response.Completed, Is.EqualTo(1));
    }

    [Test]
    public void Response_MoreThan65535Remaining_SaysTheMostItCan() =>
        Assert.That(CMove.Response(CMove.Request(1, default, Priority.Medium, "X"), DicomStatus.Pending, new SubOperations(100_000), false).Remaining, Is.EqualTo(65535));
}
