using CsCheck;

namespace Pacs.Core.Tests.Data;

public sealed class DicomPathTests
{
    [TestCase("PatientName", "PatientName")]
    [TestCase("(0040,0275)[0].ScheduledProcedureStepID", "RequestAttributesSequence[0].ScheduledProcedureStepID")]
    [TestCase("00081140[12]", "ReferencedImageSequence[12]")]
    [TestCase("(0029,xx10:ACME 1.0)[1].(0029,xx1f:A)b)", "(0029,xx10:ACME 1.0)[1].(0029,xx1F:A)b)")]
    [TestCase("(6002,0010)", "(6002,0010)")]
    [TestCase("", "")]
    public void Parse_EveryNotation_IsWrittenTheSameWay(string text, string expected) => Assert.That(DicomPath.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase(".")]
    [TestCase("PatientName.PatientID")]
    [TestCase("ReferencedImageSequence[0]PatientID")]
    [TestCase("ReferencedImageSequence[-1]")]
    [TestCase("ReferencedImageSequence[0].")]
    [TestCase("ReferencedImageSequence[99999999999]")]
    [TestCase("(0029,xx10:)")]
    [TestCase("NoSuchKeyword")]
    public void TryParse_SomethingElse_IsFalse(string text) => Assert.That(DicomPath.TryParse(text, out _), Is.False);

    [Test]
    public void ToString_ThenParse_GivesTheSamePath()
    {
        Gen<DicomPathStep> anyStep =
            from tag in Gen.UInt
            from creator in Gen.String[Gen.Char.AlphaNumeric, 1, 10]
            from isPrivate in Gen.Bool
            from item in Gen.Int[0, 9]
            select isPrivate ? new DicomPathStep(new DicomPrivateTag(creator, (ushort)(tag >> 16 | 1), (byte)tag).InBlock(0), creator, item) : new DicomPathStep(new DicomTag(tag), null, item);
        anyStep.Array[0, 4].Sample(steps => DicomPath.Parse(new DicomPath(steps).ToString()).Equals(new DicomPath(steps)));
    }

    [Test]
    public void GetString_ThroughSequences_FindsTheValueOrNull()
    {
        var dataset = new DicomDataset();
        dataset.AddItem(DicomTag.RequestAttributesSequence).Set(DicomTag.ScheduledProcedureStepID, "S1");
        Assert.That(dataset.GetString("(0040,0275)[0].ScheduledProcedureStepID"), Is.EqualTo("S1"));
        Assert.That(dataset.GetString("(0040,0275)[1].ScheduledProcedureStepID"), Is.Null);
        Assert.That(dataset.GetString("ReferencedImageSequence[0].ReferencedSOPInstanceUID"), Is.Null);
    }

    [Test]
    public void Set_OfAPathThatIsNotThere_MakesSequencesAndItems()
    {
        var dataset = new DicomDataset();
        dataset.Set("ReferencedSeriesSequence[0].ReferencedInstanceSequence[0].(0029,xx01:ACME)", DicomVR.SH, "private");
        dataset.Set("ReferencedSeriesSequence[0].ReferencedInstanceSequence[1].ReferencedSOPInstanceUID", "1.2.3");
        Assert.That(dataset.GetSequence("ReferencedSeriesSequence[0].ReferencedInstanceSequence")!, Has.Count.EqualTo(2));
        Assert.That(dataset.GetString("ReferencedSeriesSequence[0].ReferencedInstanceSequence[0].(0029,0010)"), Is.EqualTo("ACME"));
        Assert.That(() => dataset.Set("ReferencedSeriesSequence[2].Modality", "CT"), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Remove_OfAnItemOrElement_LeavesTheRest()
    {
        var dataset = new DicomDataset();
        dataset.EnsureItem("ReferencedImageSequence[0]").Set(DicomTag.ReferencedSOPInstanceUID, "1.1");
        dataset.EnsureItem("ReferencedImageSequence[1]").Set(DicomTag.ReferencedSOPInstanceUID, "1.2");
        Assert.That(dataset.Remove("ReferencedImageSequence[0]"), Is.True);
        Assert.That(dataset.GetString("ReferencedImageSequence[0].ReferencedSOPInstanceUID"), Is.EqualTo("1.2"));
        Assert.That(dataset.Remove("ReferencedImageSequence[0].ReferencedSOPInstanceUID"), Is.True);
        Assert.That(dataset.Remove("ReferencedImageSequence[0].ReferencedSOPInstanceUID"), Is.False);
        Assert.That(dataset.Remove("ReferencedImageSequence[5]"), Is.False);
    }

    [Test]
    public void Path_OfAnElementInAnItem_LeadsBackToIt()
    {
        var dataset = new DicomDataset();
        dataset.AddItem(DicomTag.ReferencedImageSequence);
        dataset.AddItem(DicomTag.ReferencedImageSequence).Set(DicomTag.ReferencedSOPInstanceUID, "1.2");
        DicomElement element = dataset.GetSequence(DicomTag.ReferencedImageSequence)![1].Single();
        Assert.That(element.Path.ToString(), Is.EqualTo("ReferencedImageSequence[1].ReferencedSOPInstanceUID"));
        Assert.That(dataset.GetElement(element.Path), Is.EqualTo(element));
    }
}
