namespace Pacs.Core.Tests;

[Category("PS3.6")]
public sealed class DicomDictionaryTests
{
    [Test]
    public void Find_PatientName_TellsAllColumns()
    {
        DictionaryEntry entry = DicomDictionary.Find(new DicomTag(0x0010, 0x0010))!;

        Assert.Multiple(() =>
        {
            Assert.That(entry.Tag, Is.EqualTo(DicomTag.PatientName));
            Assert.That(entry.Keyword, Is.EqualTo("PatientName"));
            Assert.That(entry.Name, Is.EqualTo("Patient's Name"));
            Assert.That(entry.VR, Is.EqualTo(DicomVR.PN));
            Assert.That(entry.OtherVRs, Is.Empty);
            Assert.That(entry.VM.ToString(), Is.EqualTo("1"));
            Assert.That(entry.IsRetired, Is.False);
            Assert.That(entry.PrivateCreator, Is.Null);
        });
    }

    [Test]
    public void Find_SameTagTwice_ReturnsSameEntry()
    {
        DictionaryEntry? first = DicomDictionary.Find(DicomTag.StudyDate);

        Assert.That(DicomDictionary.Find(new DicomTag(0x0008, 0x0020)), Is.SameAs(first));
    }

    [TestCase(0x00280106u, DicomVR.US, new[] { DicomVR.SS })]
    [TestCase(0x7FE00010u, DicomVR.OW, new[] { DicomVR.OB })]
    [TestCase(0x00283006u, DicomVR.OW, new[] { DicomVR.US })]
    [TestCase(0x00281200u, DicomVR.OW, new[] { DicomVR.US, DicomVR.SS })]
    [TestCase(0x60023000u, DicomVR.OW, new[] { DicomVR.OB })]
    public void Find_ElementWithAChoiceOfVRs_HasTheOneThatHoldsAnyValueFirst(uint tag, DicomVR vr, DicomVR[] others)
    {
        DictionaryEntry entry = DicomDictionary.Find(new DicomTag(tag))!;

        Assert.That(entry.VR, Is.EqualTo(vr));
        Assert.That(entry.OtherVRs, Is.EqualTo(others));
        Assert.That(others.Append(vr).All(entry.Allows), Is.True);
        Assert.That(entry.Allows(DicomVR.UN), Is.False);
    }

    [TestCase(0x60000010u, "OverlayRows")]
    [TestCase(0x60FE0010u, "OverlayRows")]
    [TestCase(0x50043000u, "CurveData")]
    [TestCase(0x7F020010u, "VariablePixelData")]
    [TestCase(0x7FE00010u, "PixelData")]
    [TestCase(0x002031A7u, "SourceImageIDs")]
    [TestCase(0x00280400u, "TransformLabel")]
    [TestCase(0x00280410u, "RowsForNthOrderCoefficients")]
    [TestCase(0x002804F2u, "CoefficientCoding")]
    [TestCase(0x00280848u, "ImageDataLocation")]
    [TestCase(0x10001233u, "HuffmanTableTriplet")]
    [TestCase(0x10101234u, "ZonalMap")]
    public void Find_RepeatingElement_MatchesAnyDigit(uint tag, string keyword) =>
        Assert.That(DicomDictionary.Find(new DicomTag(tag))?.Keyword, Is.EqualTo(keyword));

    [TestCase(0x60010010u)] // odd: private
    [TestCase(0x50000006u)]
    [TestCase(0x00280429u)]
    [TestCase(0x10100000u)] // a group length
    [TestCase(0x00280020u)] // retired, and left blank
    [TestCase(0x00091010u)]
    [TestCase(0xFFFFFFFFu)]
    public void Find_TagTheStandardDoesNotKnow_ReturnsNull(uint tag) => Assert.That(DicomDictionary.Find(new DicomTag(tag)), Is.Null);

    [TestCase(0x00100010u, DicomVR.PN)]
    [TestCase(0x00020000u, DicomVR.UL)]
    [TestCase(0x00080000u, DicomVR.UL)]
    [TestCase(0x00090000u, DicomVR.UL)]
    [TestCase(0x10100000u, DicomVR.UL)]
    [TestCase(0x00090010u, DicomVR.LO)]
    [TestCase(0x000900FFu, DicomVR.LO)]
    [TestCase(0x60000050u, DicomVR.SS)]
    [TestCase(0x00281101u, DicomVR.US)]
    public void TryGetVR_KnownToImplicitVR_IsThatVR(uint tag, DicomVR expected)
    {
        Assert.That(DicomDictionary.TryGetVR(new DicomTag(tag), out DicomVR vr), Is.True);
        Assert.That(vr, Is.EqualTo(expected));
    }

    [TestCase(0x00091010u)]
    [TestCase(0x0009000Fu)]
    [TestCase(0x00080003u)]
    [TestCase(0xFFFEE000u)]
    [TestCase(0xFFFEE00Du)]
    public void TryGetVR_Unknown_IsUN(uint tag)
    {
        Assert.That(DicomDictionary.TryGetVR(new DicomTag(tag), out DicomVR vr), Is.False);
        Assert.That(vr, Is.EqualTo(DicomVR.UN));
    }

    [Test]
    public void TryGetVR_AnyTag_AllocatesNothing()
    {
        uint tag = 0x00080000;

        Assert.That(Allocations.OfHundred(() => DicomDictionary.TryGetVR(new DicomTag(tag += 0x1_0003), out _)), Is.Zero);
    }

    [Test]
    public void TryFindKeyword_EveryKeyword_LeadsBackToItsEntry()
    {
        Assert.Multiple(() =>
        {
            foreach (DictionaryEntry entry in DicomDictionary.Entries)
                Assert.That(DicomDictionary.TryFindKeyword(entry.Keyword, out DicomTag tag) && tag == entry.Tag, Is.True, entry.Keyword);
        });
    }

    [TestCase("")]
    [TestCase("patientname")]
    [TestCase("PatientNam")]
    [TestCase("PatientName ")]
    [TestCase("PatientName Patient's")]
    [TestCase("Päckchen")]
    public void TryFindKeyword_NoKeyword_IsFalse(string text) => Assert.That(DicomDictionary.TryFindKeyword(text, out _), Is.False);

    [Test]
    public void TryFindKeyword_LongerThanAnyKeyword_IsFalse() => Assert.That(DicomDictionary.TryFindKeyword(new string('A', 1000), out _), Is.False);

    [Test]
    public void Entries_SayWhatTheTablesSay()
    {
        Dictionary<string, string> vrs = SharedFacts.Rows("data-elements.tsv").Where(r => r[1].Length > 0).ToDictionary(r => r[1], r => string.Join('|', [r[0], .. r[2..6]]));
        Assert.Multiple(() =>
        {
            foreach (DictionaryEntry e in DicomDictionary.Entries.Where(e => e.Mask == uint.MaxValue))
            {
                string[] choices = [.. new[] { e.VR }.Concat(e.OtherVRs).Select(v => v == DicomVR.None ? "NONE" : v.ToString()).Order()];
                string[] row = vrs[e.Keyword].Split('|');
                row[2] = string.Join(" or ", row[2].Split(" or ").Order());
                Assert.That($"{e.Tag.Group:X4},{e.Tag.Element:X4}|{e.Name}|{string.Join(" or ", choices)}|{e.VM}|{(e.IsRetired ? 'Y' : 'N')}", Is.EqualTo(string.Join('|', row)));
            }
        });
    }

    [Test]
    public void RepeatingTables_AreCoveredForEveryTagInTheirRanges()
    {
        foreach (string[] row in SharedFacts.Rows("repeating-elements.tsv"))
        {
            string mask = row[0] + row[1];
            foreach (char digit in "02468ACE")
            {
                var tag = new DicomTag(Convert.ToUInt32(mask.Replace('x', digit), 16));
                DictionaryEntry? entry = DicomDictionary.Find(tag);
                if (entry is { Mask: uint.MaxValue } or null && (tag.IsGroupLength || entry is not null)) continue; // an element of its own, or a group length
                Assert.That(entry?.Keyword, Is.EqualTo(row[2]), tag.ToString());
            }
        }
    }

    [TestCase(1, 1, 1, "1")]
    [TestCase(1, 3, 1, "1-3")]
    [TestCase(1, null, 1, "1-n")]
    [TestCase(2, null, 2, "2-2n")]
    public void ValueMultiplicity_IsWrittenAsInTheStandard(int minimum, int? maximum, int step, string expected) =>
        Assert.That(new ValueMultiplicity(minimum, maximum, step).ToString(), Is.EqualTo(expected));

    [TestCase("ImagePositionPatient", 3, true)]
    [TestCase("ImagePositionPatient", 2, false)]
    [TestCase("ImagePositionPatient", 0, true)]
    [TestCase("ImageType", 17, true)]
    [TestCase("ImageType", 1, false)]
    [TestCase("VerticesOfThePolygonalShutter", 6, true)]
    [TestCase("VerticesOfThePolygonalShutter", 7, false)]
    public void ValueMultiplicity_AllowsWhatTheStandardSays(string keyword, int count, bool expected) =>
        Assert.That(DicomDictionary.Find(DicomTag.Parse(keyword))!.VM.Allows(count), Is.EqualTo(expected));
}
