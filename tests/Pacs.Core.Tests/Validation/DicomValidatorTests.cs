namespace Pacs.Core.Tests.Validation;

public sealed class DicomValidatorTests
{
    [Test]
    public void ValidateInstance_OfASoundDataSet_FindsNothing() => Assert.That(DicomValidator.ValidateInstance(Sound()), Is.Empty);

    [TestCase("00100020", DicomVR.LO, "A\tB", FindingKind.Repertoire)]
    [TestCase("00080060", DicomVR.CS, "ct", FindingKind.ValueFormat)]
    [TestCase("00080020", DicomVR.DA, "20260231", FindingKind.ValueFormat)]
    [TestCase("00080020", DicomVR.DA, "2026.01.31", FindingKind.ValueLength)]
    [TestCase("00080030", DicomVR.TM, "10:30", FindingKind.ValueFormat)]
    [TestCase("00080030", DicomVR.TM, "2460", FindingKind.ValueFormat)]
    [TestCase("0008002A", DicomVR.DT, "20260132", FindingKind.ValueFormat)]
    [TestCase("00101010", DicomVR.AS, "45Y", FindingKind.ValueFormat)]
    [TestCase("00180050", DicomVR.DS, "1.12345678901234567", FindingKind.ValueLength)]
    [TestCase("00180050", DicomVR.DS, "wide", FindingKind.ValueFormat)]
    [TestCase("00200013", DicomVR.IS, "2147483648", FindingKind.ValueFormat)]
    [TestCase("0020000D", DicomVR.UI, "1.02", FindingKind.ValueFormat)]
    [TestCase("00100010", DicomVR.PN, "a^b^c^d^e^f", FindingKind.ValueFormat)]
    [TestCase("00100010", DicomVR.PN, "a=b=c=d", FindingKind.ValueFormat)]
    [TestCase("00100010", DicomVR.PN, "Müller", FindingKind.Repertoire)]
    [TestCase("00080005", DicomVR.CS, "LATIN1", FindingKind.ValueFormat)]
    [TestCase("00080050", DicomVR.SH, @"1\2", FindingKind.Multiplicity)]
    [TestCase("00280030", DicomVR.DS, "0.5", FindingKind.Multiplicity)]
    [TestCase("00080060", DicomVR.LO, "CT", FindingKind.OtherVR)]
    [TestCase("00291010", DicomVR.LO, "x", FindingKind.PrivateCreator)]
    [Category("PS3.5 §6.2")]
    public void ValidateInstance_OfABrokenRule_NamesItAndThePlace(string tag, DicomVR vr, string value, FindingKind expected)
    {
        DicomDataset dataset = Sound();
        dataset.Set(DicomTag.Parse(tag), vr, value);
        ValidationFinding[] findings = [.. DicomValidator.ValidateInstance(dataset)];
        Assert.That(findings.Select(finding => finding.Kind), Does.Contain(expected));
        Assert.That(findings, Has.All.Property(nameof(ValidationFinding.Tag)).EqualTo(DicomTag.Parse(tag)));
        Assert.That(findings.Select(finding => finding.Message), Has.None.Contains(value));
    }

    [Test]
    public void ValidateInstance_OfAnItem_GivesThePath()
    {
        DicomDataset dataset = Sound();
        dataset.EnsureItem("ReferencedImageSequence[0]").Set(DicomTag.ReferencedSOPInstanceUID, "one");
        Assert.That(DicomValidator.ValidateInstance(dataset).Single().Path?.ToString(), Is.EqualTo("ReferencedImageSequence[0].ReferencedSOPInstanceUID"));
    }

    [Test]
    [Category("PS3.3 §C.12.1")]
    public void ValidateInstance_WithoutUids_NamesEachOne() =>
        Assert.That(DicomValidator.ValidateInstance(new DicomDataset()).Select(finding => finding.Tag), Is.EqualTo(new DicomTag?[] { DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID }));

    [Test]
    public void ValidateElements_OfAnIdentifier_AsksForNoUids() => Assert.That(DicomValidator.ValidateElements(new DicomDataset()), Is.Empty);

    [Test]
    public void Validate_OfAMillionBrokenElements_EndsAtTheLimit()
    {
        DicomDataset dataset = Sound();
        for (int i = 0; i < 5000; i++) dataset.AddItem(DicomTag.ReferencedImageSequence).Set(DicomTag.ReferencedSOPInstanceUID, "one");
        Assert.That(DicomValidator.ValidateInstance(dataset).Count, Is.InRange(1000, 1001));
    }

    private static DicomDataset Sound()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, "1.2.3");
        dataset.Set(DicomTag.StudyInstanceUID, "1.2");
        dataset.Set(DicomTag.SeriesInstanceUID, "1.2.1");
        dataset.Set(DicomTag.PatientName, "Doe^Jane");
        dataset.SetDouble(DicomTag.PixelSpacing, 0.5, 0.5);
        dataset.SetUInt16(DicomTag.Rows, 1);
        dataset.Set(dataset.ReserveTag(new DicomPrivateTag("ACME", 0x0031, 1)), DicomVR.DS, "1.5");
        return dataset;
    }
}
