using Pacs.Core;

namespace Pacs.Network.Tests.Dimse;

[Category("PS3.7 §9.3")]
public sealed class CommandFaultTests
{
    private static readonly DicomUid Ct = new("1.2.840.10008.5.1.4.1.1.2");
    private static readonly CommandSet Store = CStore.Request(7, new InstanceId(Ct, new DicomUid("1.2.3")), Priority.Medium);

    [Test]
    public void Find_AWholeRequest_HasNoFault() => Assert.That(Check(Store), Is.Null);

    [Test]
    public void Find_ARequestWithoutPriority_HasNoFault() => Assert.That(Check(Store with { Priority = null }), Is.Null);

    [Test]
    public void Find_WithoutSopInstance_IsMistypedAndNamesIt()
    {
        CommandFault? fault = Check(Store with { AffectedSopInstance = null });
        Assert.That(fault!.Value.Status.Code, Is.EqualTo(0x0212));
        Assert.That(fault.Value.Offending, Is.EqualTo(new[] { new DicomTag(0x00001000) }));
    }

    [Test]
    public void Find_WithAnEmptySopClass_IsMistyped() => Assert.That(Check(Store with { AffectedSopClass = new DicomUid("") })!.Value.Status.Code, Is.EqualTo(0x0212));

    [Test]
    public void Find_AStoreWithoutDataset_IsMistyped() => Assert.That(Check(Store with { DataSetType = CommandSet.NoDataset })!.Value.Status.Code, Is.EqualTo(0x0212));

    [Test]
    public void Find_AnElementOfTheWrongLength_IsMistyped() =>
        Assert.That(Check(Store with { Mistyped = [new DicomTag(0x00000700)] })!.Value.Offending, Is.EqualTo(new[] { new DicomTag(0x00000700) }));

    [Test]
    public void Find_AClassOtherThanTheContexts_IsNotSupported() =>
        Assert.That(Check(Store with { AffectedSopClass = new DicomUid("1.2.840.10008.5.1.4.1.1.4") })!.Value.Status.Code, Is.EqualTo(0x0122));

    [TestCase("1.2 3")]
    [TestCase("../../etc/passwd")]
    [TestCase("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.23.24.25")]
    public void Find_AnInstanceUidThatIsNone_IsAnInvalidInstance(string uid) =>
        Assert.That(Check(Store with { AffectedSopInstance = new DicomUid(uid) })!.Value.Status.Code, Is.EqualTo(0x0117));

    [TestCase("1.2.03")]
    [TestCase("dccc9599087131742838cc1162a630fea87ba9bf61ac09bfda90d4adfa5ddaed")]
    public void Find_AnInstanceUidThatIsWrongButInUse_IsTolerated(string uid) =>
        Assert.That(Check(Store with { AffectedSopInstance = new DicomUid(uid) }), Is.Null);

    [Test]
    public void Find_AMoveWithoutDestination_IsMistyped() =>
        Assert.That(CommandFault.Find(CMove.Request(1, Ct, Priority.Medium, ""), Ct, CMove.Needs)!.Value.Offending, Is.EqualTo(new[] { new DicomTag(0x00000600) }));

    [Test]
    public void Find_AnEchoWithADataset_IsTolerated() =>
        Assert.That(CommandFault.Find(CEcho.Request(1, Ct) with { DataSetType = 0 }, Ct, CEcho.Needs), Is.Null);

    private static CommandFault? Check(CommandSet request) => CommandFault.Find(request, Ct, CStore.Needs);
}
