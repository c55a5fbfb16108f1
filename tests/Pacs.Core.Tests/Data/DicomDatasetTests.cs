using System.Buffers;
using CsCheck;

namespace Pacs.Core.Tests.Data;

public sealed class DicomDatasetTests
{
    private static readonly TransferSyntax[] NativeSyntaxes =
        [TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian];

    [Test]
    public void GetString_PaddedValue_IsTrimmed()
    {
        var dataset = new DicomDataset();
        dataset.SetBytes(DicomTag.PatientID, DicomVR.LO, "  A1 "u8);
        Assert.That(dataset.GetString(DicomTag.PatientID), Is.EqualTo("A1"));
    }

    [TestCase("LO")]
    [TestCase("PN")]
    [TestCase("UT")]
    [Category("PS3.5 §6.1.2.3")]
    public void CharacterSet_NamedInAVRThatUsesOne_IsReadWithoutOne(string vr)
    {
        DicomVRExtensions.TryParseVR(vr, out DicomVR wrong);
        var dataset = new DicomDataset();
        dataset.SetBytes(DicomTag.SpecificCharacterSet, wrong, "ISO_IR 192"u8);
        dataset.Set(DicomTag.PatientName, "Müller");
        var output = new ArrayBufferWriter<byte>();
        dataset.WriteTo(output, TransferSyntax.ExplicitVRLittleEndian);

        Assert.That(DicomDataset.Parse(output.WrittenMemory.ToArray(), TransferSyntax.ExplicitVRLittleEndian).GetString(DicomTag.PatientName), Is.EqualTo("Müller"));
    }

    [Test]
    public void GetString_AbsentOrEmpty_IsNull()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientName, "");
        Assert.That(dataset.GetString(DicomTag.PatientName), Is.Null);
        Assert.That(dataset.GetString(DicomTag.PatientID), Is.Null);
        Assert.That(dataset.Contains(DicomTag.PatientName), Is.True);
    }

    [Test]
    public void GetInt32_FromBinaryAndText_GivesTheNumber()
    {
        var dataset = new DicomDataset();
        dataset.SetUInt16(DicomTag.Rows, 512);
        dataset.Set(DicomTag.InstanceNumber, "+17");
        dataset.Set(DicomTag.NumberOfFrames, "many");
        Assert.That(dataset.GetInt32(DicomTag.Rows), Is.EqualTo(512));
        Assert.That(dataset.GetInt32(DicomTag.InstanceNumber), Is.EqualTo(17));
        Assert.That(dataset.GetInt32(DicomTag.NumberOfFrames), Is.Null);
    }

    [Test]
    public void GetDoubles_OfDecimalStrings_KeepsOrder()
    {
        var dataset = new DicomDataset();
        dataset.SetDouble(DicomTag.PixelSpacing, 0.7, 1.0 / 3);
        Assert.That(dataset.GetDoubles(DicomTag.PixelSpacing), Is.EqualTo(new[] { 0.7, 1.0 / 3 }).Within(1e-12));
        Assert.That(dataset.GetStrings(DicomTag.PixelSpacing), Has.All.Length.LessThanOrEqualTo(16));
    }

    [Test]
    public void RequireUid_Absent_SaysWhich() =>
        Assert.That(() => new DicomDataset().RequireUid(DicomTag.StudyInstanceUID), Throws.InstanceOf<DicomDataException>().With.Message.Contains("StudyInstanceUID"));

    [Test]
    public void Set_OfUnorderedTags_EnumeratesInOrder()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.StudyDescription, "b");
        dataset.Set(DicomTag.PatientID, "c");
        dataset.Set(DicomTag.StudyDate, "20260101");
        Assert.That(dataset.Select(element => element.Tag), Is.Ordered);
    }

    [TestCaseSource(nameof(NativeSyntaxes))]
    public void WriteTo_ThenParse_GivesTheSameValues(TransferSyntax syntax)
    {
        Gen<DicomDataset> anyDataset =
            from patient in Gen.String[Gen.Char.AlphaNumeric, 0, 20]
            from rows in Gen.UShort
            from spacing in Gen.Double[0.001, 1000]
            from vector in Gen.Double[-1e30, 1e30].Array[0, 5]
            from blob in Gen.Byte.Array[0, 300]
            from items in Gen.String[Gen.Char.AlphaNumeric, 0, 10].Array[0, 4]
            select Build(patient, rows, spacing, vector, blob, items);
        anyDataset.Sample(dataset =>
        {
            DicomDataset again = DicomDataset.Parse(Encode(dataset, syntax), syntax, new DicomReadOptions { RefuseTruncated = true });
            Assert.That(again.GetString(DicomTag.PatientID), Is.EqualTo(dataset.GetString(DicomTag.PatientID)));
            Assert.That(again.GetUInt16(DicomTag.Rows), Is.EqualTo(dataset.GetUInt16(DicomTag.Rows)));
            Assert.That(again.GetDouble(DicomTag.SliceThickness), Is.EqualTo(dataset.GetDouble(DicomTag.SliceThickness)));
            Assert.That(again.GetDoubles(DicomTag.RealWorldValueLUTData), Is.EqualTo(dataset.GetDoubles(DicomTag.RealWorldValueLUTData)));
            Assert.That(again.GetBytes(DicomTag.EncapsulatedDocument).ToArray(), Is.EqualTo(dataset.GetBytes(DicomTag.EncapsulatedDocument).ToArray().Concat(new byte[dataset.GetBytes(DicomTag.EncapsulatedDocument).Length & 1])));
            Assert.That(again.GetSequence(DicomTag.ReferencedStudySequence)!.Select(item => item.GetString(DicomTag.StudyDescription)),
                Is.EqualTo(dataset.GetSequence(DicomTag.ReferencedStudySequence)!.Select(item => item.GetString(DicomTag.StudyDescription))));
            Assert.That(again.Findings, Is.Empty);
        }, iter: 300);
    }

    [Test]
    public void WriteTo_AfterOneElementOfAnItemChanged_WritesTheChangeAndKeepsTheRest()
    {
        byte[] bytes = Encode(Build("P", 2, 1, [1], [1, 2], ["a", "b"]), TransferSyntax.ExplicitVRLittleEndian);
        DicomDataset dataset = DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian);
        dataset.GetSequence(DicomTag.ReferencedStudySequence)![1].Set(DicomTag.StudyDescription, "changed");
        DicomDataset again = DicomDataset.Parse(Encode(dataset, TransferSyntax.ExplicitVRLittleEndian), TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(again.GetSequence(DicomTag.ReferencedStudySequence)!.Select(item => item.GetString(DicomTag.StudyDescription)), Is.EqualTo(new[] { "a", "changed" }));
        Assert.That(again.GetString(DicomTag.PatientID), Is.EqualTo("P"));
    }

    [Test]
    public void Copy_ChangedAfterwards_LeavesTheOriginal()
    {
        DicomDataset original = Build("P", 2, 1, [1], [], ["a"]);
        DicomDataset copy = original.Copy();
        copy.Set(DicomTag.PatientID, "Q");
        copy.GetSequence(DicomTag.ReferencedStudySequence)![0].Set(DicomTag.StudyDescription, "x");
        Assert.That(original.GetString(DicomTag.PatientID), Is.EqualTo("P"));
        Assert.That(original.GetSequence(DicomTag.ReferencedStudySequence)![0].GetString(DicomTag.StudyDescription), Is.EqualTo("a"));
    }

    [Test]
    public void Parse_DuplicateTag_UsesTheFirstAndSaysSo()
    {
        byte[] first = Encode(With(DicomTag.PatientID, "first"), TransferSyntax.ExplicitVRLittleEndian);
        byte[] second = Encode(With(DicomTag.PatientID, "second"), TransferSyntax.ExplicitVRLittleEndian);
        DicomDataset dataset = DicomDataset.Parse((byte[])[.. first, .. second], TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(dataset.GetString(DicomTag.PatientID), Is.EqualTo("first"));
        Assert.That(dataset.Findings.Select(finding => finding.Kind), Does.Contain(FindingKind.DuplicateTag));
    }

    [Test]
    public void Parse_LengthBeyondTheEnd_KeepsWhatIsThereOrRefuses()
    {
        byte[] bytes = [0x10, 0, 0x20, 0, (byte)'L', (byte)'O', 200, 0, (byte)'A', (byte)'B'];
        DicomDataset dataset = DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(dataset.GetString(DicomTag.PatientID), Is.EqualTo("AB"));
        Assert.That(dataset.Findings.Single().Kind, Is.EqualTo(FindingKind.Truncated));
        Assert.That(() => DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian, new DicomReadOptions { RefuseTruncated = true }),
            Throws.InstanceOf<DicomDataException>().With.Message.Contains("200").And.Message.Contains("2 bytes"));
    }

    [Test]
    public void Parse_UndefinedLengthInsideUnknown_IsReadAsImplicit()
    {
        // CP-246: UN of undefined length holds items in implicit VR little endian.
        byte[] bytes = [
            0x09, 0, 0x10, 0x10, (byte)'U', (byte)'N', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
            0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF,
            0x10, 0, 0x20, 0, 2, 0, 0, 0, (byte)'A', (byte)'B',
            0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0,
            0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
        DicomDataset dataset = DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(dataset.GetSequence(new DicomTag(0x0009_1010))!.Single().GetString(DicomTag.PatientID), Is.EqualTo("AB"));
    }

    [Test]
    public void CharacterSet_WhoseElementHasAVRThatItGoverns_IsReadAllTheSame()
    {
        byte[] bytes = [0x08, 0, 0x05, 0, (byte)'L', (byte)'O', 10, 0, .. "ISO_IR 192"u8, 0x10, 0, 0x20, 0, (byte)'L', (byte)'O', 2, 0, 0xC3, 0xA4];
        DicomDataset dataset = DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(dataset.GetString(DicomTag.PatientID), Is.EqualTo("ä"));
    }

    [Test]
    public void ToString_OfAnElement_ShowsNoValue()
    {
        DicomDataset dataset = With(DicomTag.PatientName, "DOE^JANE");
        Assert.That(dataset.Single().ToString(), Does.Not.Contain("DOE"));
    }

    internal static byte[] Encode(DicomDataset dataset, TransferSyntax syntax)
    {
        var output = new ArrayBufferWriter<byte>();
        dataset.WriteTo(output, syntax);
        return output.WrittenSpan.ToArray();
    }

    private static DicomDataset With(DicomTag tag, string value)
    {
        var dataset = new DicomDataset();
        dataset.Set(tag, value);
        return dataset;
    }

    private static DicomDataset Build(string patient, ushort rows, double spacing, double[] vector, byte[] blob, string[] items)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientID, patient);
        dataset.SetUInt16(DicomTag.Rows, rows);
        dataset.SetDouble(DicomTag.SliceThickness, spacing);
        dataset.SetDouble(DicomTag.RealWorldValueLUTData, vector);
        dataset.SetBytes(DicomTag.EncapsulatedDocument, DicomVR.OB, blob);
        dataset.Set(DicomTag.ReferencedStudySequence, new DicomSequence(items.Select(text => With(DicomTag.StudyDescription, text))));
        return dataset;
    }
}
