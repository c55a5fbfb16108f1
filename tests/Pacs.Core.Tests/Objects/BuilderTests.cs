using System.Text;

namespace Pacs.Core.Tests.Objects;

public sealed class BuilderTests
{
    private static readonly ObjectContext Context = new() { PatientId = "P1", StudyInstanceUid = new DicomUid("1.2.3") };

    [Test]
    [Category("PS3.3 §A.8")]
    public void SecondaryCapture_KeepsPixelsAndShape()
    {
        DicomDataset made = SecondaryCapture.FromGrayscale16(Context, [1, 2, 3, 4, 5, 0x0FFF], 2, 3, 12);

        Assert.Multiple(() =>
        {
            Assert.That((made.GetUInt16(DicomTag.Rows), made.GetUInt16(DicomTag.Columns), made.GetUInt16(DicomTag.BitsStored), made.GetUInt16(DicomTag.HighBit)), Is.EqualTo(((ushort?)2, (ushort?)3, (ushort?)12, (ushort?)11)));
            Assert.That(made.GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(new byte[] { 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 0xFF, 0x0F }));
        });
    }

    [TestCase(1, "1.2.840.10008.5.1.4.1.1.7")]
    [TestCase(2, "1.2.840.10008.5.1.4.1.1.7.4")]
    public void SecondaryCapture_TakesTheClassByTheNumberOfFrames(int frames, string sopClass) =>
        Assert.That(SecondaryCapture.FromRgb(Context, new byte[frames * 12], 2, 2).GetString(DicomTag.SOPClassUID), Is.EqualTo(sopClass));

    [TestCase(0)]
    [TestCase(5)]
    public void SecondaryCapture_OfNoWholeNumberOfFrames_IsRefused(int length) =>
        Assert.That(() => SecondaryCapture.FromGrayscale8(Context, new byte[length], 2, 2), Throws.ArgumentException);

    [Test]
    public void SecondaryCapture_OfValuesWithMoreBitsThanStored_IsRefused() =>
        Assert.That(() => SecondaryCapture.FromGrayscale16(Context, [0x1000], 1, 1, 12), Throws.ArgumentException);

    [Test]
    public void OfStudy_TakesPatientAndStudyOver_InWhateverScript()
    {
        var source = new DicomDataset();
        source.Set(DicomTag.SpecificCharacterSet, @"\ISO 2022 IR 87");
        source.Set(DicomTag.PatientName, "Yamada^Tarou=山田^太郎");
        source.Set(DicomTag.StudyInstanceUID, new DicomUid("1.2.3"));
        source.Set(DicomTag.StudyID, "S7");
        source.Set(DicomTag.SeriesInstanceUID, new DicomUid("1.2.3.4"));

        DicomDataset made = SecondaryCapture.FromGrayscale8(ObjectContext.OfStudy(source), [0], 1, 1);

        Assert.Multiple(() =>
        {
            Assert.That(made.GetString(DicomTag.PatientName), Is.EqualTo("Yamada^Tarou=山田^太郎"));
            Assert.That(made.GetString(DicomTag.StudyID), Is.EqualTo("S7"));
            Assert.That(made.GetString(DicomTag.StudyInstanceUID), Is.EqualTo("1.2.3"));
            Assert.That(made.GetString(DicomTag.SeriesInstanceUID), Is.Not.EqualTo("1.2.3.4"));
            Assert.That(made.Contains(DicomTag.PatientID), Is.True, "Type 2: empty when unknown.");
        });
    }

    [Test]
    [Category("PS3.3 §C.24.2")]
    public void EncapsulatedDocument_SaysItsLengthWithoutPadding()
    {
        DicomDataset made = EncapsulatedDocument.FromPdf(Context, "%PDF-1.4 odd"u8[..11], "Report");

        Assert.That(made.GetUInt32(DicomTag.EncapsulatedDocumentLength), Is.EqualTo(11));
    }

    [Test]
    public void EncapsulatedDocument_TakesIdentifierAndTitleOutOfACda()
    {
        DicomDataset made = EncapsulatedDocument.FromCda(Context, "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Befund</title><id root=\"1.2\" extension=\"7\"/></ClinicalDocument>"u8);

        Assert.That((made.GetString(DicomTag.HL7InstanceIdentifier), made.GetString(DicomTag.DocumentTitle)), Is.EqualTo(("1.2^7", "Befund")));
    }

    [TestCase("")]
    [TestCase("<a/>")]
    [TestCase("<ClinicalDocument/>")]
    [TestCase("<ClinicalDocument><title>no id</title></ClinicalDocument>")]
    [TestCase("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><ClinicalDocument><id root=\"&e;\"/></ClinicalDocument>")]
    public void EncapsulatedDocument_OfNoCda_IsRefused(string text) =>
        Assert.That(() => EncapsulatedDocument.FromCda(Context, Encoding.UTF8.GetBytes(text)), Throws.TypeOf<DicomDataException>());

    [TestCase(0)]
    [TestCase(83)]
    [TestCase(85)]
    public void EncapsulatedDocument_OfNoStl_IsRefused(int length) =>
        Assert.That(() => EncapsulatedDocument.FromStl(Context, new byte[length], "Model"), Throws.TypeOf<DicomDataException>());

    [Test]
    [Category("PS3.3 §C.11.11")]
    public void PresentationState_OfImagesOfAnotherStudy_IsRefused() =>
        Assert.That(() => new GrayscalePresentationState().ToDataset(Context with { StudyInstanceUid = new DicomUid("1.9") }, Image("1")), Throws.ArgumentException);

    [Test]
    public void PresentationState_OfImagesWithDifferentRescaling_IsRefused() =>
        Assert.That(() => new GrayscalePresentationState().ToDataset(Context, Image("1"), Image("2")), Throws.TypeOf<DicomDataException>());

    private static DicomDataset Image(string slope)
    {
        var image = new DicomDataset();
        image.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        image.Set(DicomTag.SOPInstanceUID, new DicomUid("1.2.3.4." + slope));
        image.Set(DicomTag.StudyInstanceUID, Context.StudyInstanceUid);
        image.Set(DicomTag.SeriesInstanceUID, new DicomUid("1.2.3.4"));
        image.SetUInt16(DicomTag.Rows, 2);
        image.SetUInt16(DicomTag.Columns, 2);
        image.Set(DicomTag.RescaleSlope, slope);
        return image;
    }
}
