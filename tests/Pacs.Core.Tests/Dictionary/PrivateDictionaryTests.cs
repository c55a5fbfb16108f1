namespace Pacs.Core.Tests;

[Category("PS3.5 §7.8")]
public sealed class PrivateDictionaryTests
{
    [TestCase("GEMS_PARM_01", 0x00431027u, "ScanPitchRatio", DicomVR.SH)]
    [TestCase("GEMS_PARM_01 ", 0x0043F127u, "ScanPitchRatio", DicomVR.SH)]
    [TestCase("SIEMENS MEDCOM HEADER", 0x00291110u, "MedComHeaderInfo", DicomVR.OB)]
    [TestCase("PAPYRUS 3.0", 0x60131010u, "OverlayRows", DicomVR.US)]
    public void Find_InAnyBlock_GoesByCreatorAndLowByte(string creator, uint tag, string keyword, DicomVR vr)
    {
        DictionaryEntry? entry = PrivateDictionary.Default.Find(creator, new DicomTag(tag));
        Assert.That(PrivateDictionary.Default.TryGetVR(System.Text.Encoding.ASCII.GetBytes(creator), new DicomTag(tag), out DicomVR found), Is.EqualTo(entry is not null));

        if (entry is null) Assert.Fail($"{creator} {new DicomTag(tag)} not found");
        Assert.That(entry!.VR, Is.EqualTo(vr));
        Assert.That(found, Is.EqualTo(vr));
        Assert.That(entry.Keyword, Is.EqualTo(keyword));
        Assert.That(entry.PrivateCreator, Is.EqualTo(creator.Trim()));
    }

    [TestCase("GEMS_PARM_01", 0x00430027u)] // a creator element, no element of a block
    [TestCase("GEMS_PARM_01", 0x00451027u)]
    [TestCase("GEMS_PARM_02", 0x00431027u)]
    [TestCase("", 0x00431027u)]
    [TestCase("GEMS_PARM_01", 0x00081027u)]
    [TestCase("ÄÖÜ", 0x00431027u)]
    public void Find_Unknown_ReturnsNull(string creator, uint tag)
    {
        Assert.That(PrivateDictionary.Default.Find(creator, new DicomTag(tag)), Is.Null);
        Assert.That(PrivateDictionary.Default.TryGetVR(System.Text.Encoding.UTF8.GetBytes(creator), new DicomTag(tag), out DicomVR vr), Is.False);
        Assert.That(vr, Is.EqualTo(DicomVR.UN));
    }

    [Test]
    public void Entries_AreFoundByTheirCreatorAndTag()
    {
        Assert.Multiple(() =>
        {
            foreach (DictionaryEntry entry in PrivateDictionary.Default.Entries)
                Assert.That(PrivateDictionary.Default.Find(entry.PrivateCreator!, entry.Tag)?.Keyword, Is.EqualTo(entry.Keyword), $"{entry.PrivateCreator} {entry}");
        });
    }
}
