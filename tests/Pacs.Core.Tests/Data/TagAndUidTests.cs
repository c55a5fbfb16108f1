using CsCheck;

namespace Pacs.Core.Tests.Data;

public sealed class TagAndUidTests
{
    [TestCase("(0010,0020)")]
    [TestCase("0010,0020")]
    [TestCase("00100020")]
    [TestCase("PatientID")]
    public void Parse_EveryNotation_GivesTheTag(string text) => Assert.That(DicomTag.Parse(text), Is.EqualTo(DicomTag.PatientID));

    [TestCase("")]
    [TestCase("(0010,002)")]
    [TestCase("NoSuchKeyword")]
    [TestCase("0010;0020")]
    public void TryParse_SomethingElse_IsFalse(string text) => Assert.That(DicomTag.TryParse(text, out _), Is.False);

    [Test]
    public void ToString_ThenParse_GivesTheSameTag() => Gen.UInt.Sample(value => DicomTag.Parse(new DicomTag(value).ToString()) == new DicomTag(value));

    [TestCase("1.2.840.10008.1.1", true)]
    [TestCase("2.25.0", true)]
    [TestCase("1..2", false)]
    [TestCase("1.02", false)]
    [TestCase("1.2.", false)]
    [TestCase("1.a", false)]
    [TestCase("", false)]
    [TestCase("1.2345678901234567890123456789012345678901234567890123456789012345", false)]
    [Category("PS3.5 §9.1")]
    public void IsValid_FollowsTheRules(string text, bool expected) => Assert.That(DicomUid.IsValid(text), Is.EqualTo(expected));

    [Test]
    public void NewUid_IsValidAndNew()
    {
        DicomUid[] uids = [.. Enumerable.Range(0, 1000).Select(_ => DicomUid.NewUid())];
        Assert.That(uids.Select(uid => uid.Value), Has.All.Matches<string>(text => DicomUid.IsValid(text)));
        Assert.That(uids, Is.Unique);
    }

    [Test]
    [Category("PS3.5 §6.2")]
    public void VRs_AreThirtyFour() => Assert.That(Enum.GetValues<DicomVR>().Count(vr => vr.IsKnown()), Is.EqualTo(34));
}
