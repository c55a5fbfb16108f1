using System.Text;

namespace Pacs.Core.Tests.Xml;

[Category("PS3.19 §A.1")]
public sealed class DicomXmlTests
{
    private const string Head = """<?xml version="1.0" encoding="utf-8"?><NativeDicomModel xml:space="preserve" xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">""";

    private static DicomDataset Parse(string attributes) => DicomXml.Parse($"<NativeDicomModel>{attributes}</NativeDicomModel>");

    [Test]
    public void Values_AreNumbered_EmptyOnesLeftOut()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ImageType, @"A\\B & <C>");

        Assert.That(DicomXml.ToText(dataset), Is.EqualTo(Head
            + """<DicomAttribute tag="00080008" vr="CS" keyword="ImageType"><Value number="1">A</Value><Value number="3">B &amp; &lt;C&gt;</Value></DicomAttribute></NativeDicomModel>"""));
    }

    [Test]
    public void PersonName_HasGroupsAndComponents()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientName, "Doe^Jane^^Dr=I^J");

        Assert.That(DicomXml.ToText(dataset), Does.Contain(
            """<PersonName number="1"><Alphabetic><FamilyName>Doe</FamilyName><GivenName>Jane</GivenName><NamePrefix>Dr</NamePrefix></Alphabetic><Ideographic><FamilyName>I</FamilyName><GivenName>J</GivenName></Ideographic></PersonName>"""));
    }

    [Test]
    public void PrivateElement_NamesItsCreatorInsteadOfItsBlock()
    {
        var dataset = new DicomDataset();
        dataset.Set(new DicomTag(0x0011_0012), DicomVR.LO, "ACME");
        dataset.Set(new DicomTag(0x0011_1234), DicomVR.LO, "x");
        string xml = DicomXml.ToText(dataset);

        Assert.That(xml, Does.Contain("""<DicomAttribute tag="00110034" vr="LO" privateCreator="ACME"><Value number="1">x</Value>"""));
        Assert.That(DicomXml.Parse(xml).GetString(new DicomTag(0x0011_1234)), Is.EqualTo("x"));
    }

    [Test]
    public void PrivateElementWithoutReservedBlock_GetsTheFirstFreeOne()
    {
        DicomDataset dataset = Parse("""
            <DicomAttribute tag="00110010" vr="LO"><Value number="1">OTHER</Value></DicomAttribute>
            <DicomAttribute tag="00110001" vr="LO" privateCreator="ACME"><Value number="1">x</Value></DicomAttribute>
            """);

        Assert.That(dataset.GetString(new DicomTag(0x0011_0011)), Is.EqualTo("ACME"));
        Assert.That(dataset.GetString(new DicomTag(0x0011_1101)), Is.EqualTo("x"));
    }

    [Test]
    public void LargeBinaryValue_IsABulkDataReference([Values("http://host/b", "urn:uuid:0a1b")] string uri)
    {
        var dataset = new DicomDataset();
        dataset.SetBytes(DicomTag.PixelData, DicomVR.OW, new byte[2000]);
        string xml = DicomXml.ToText(dataset, new() { BulkDataUri = _ => uri });
        DicomXml.Parse(xml).TryGet(DicomTag.PixelData, out DicomElement pixels);

        Assert.That(xml, Does.Contain(uri[0] == 'u' ? """<BulkData uuid="0a1b" />""" : """<BulkData uri="http://host/b" />"""));
        Assert.That(pixels.Bulk?.Uri, Is.EqualTo(uri));
    }

    [Test]
    public void Controls_ThatXmlCannotHold_BecomeReplacementCharacters_CarriageReturnsStay()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientComments, "a\u000Cb\r\nc\td");

        Assert.That(DicomXml.Parse(DicomXml.ToText(dataset)).GetString(DicomTag.PatientComments), Is.EqualTo("a\uFFFDb\r\nc\td"));
    }

    [TestCase("""<Value number="3">B</Value><Value number="1">A</Value>""", "A", "", "B", TestName = "Values in another order stand where their numbers say")]
    public void Values(string values, params string[] expected) =>
        Assert.That(Parse($"""<DicomAttribute tag="00080008" vr="CS">{values}</DicomAttribute>""").GetStrings(DicomTag.ImageType), Is.EqualTo(expected));

    [TestCase("""<Value number="2000000000">A</Value>""")]
    [TestCase("<Value>A</Value>")]
    [TestCase("""<Value number="x">A</Value>""")]
    [TestCase("""<Value number="1">A</Value><Other/>""")]
    public void ValueWithoutAPlace_IsReportedAndKept(string values)
    {
        DicomDataset dataset = Parse($"""<DicomAttribute tag="00080008" vr="CS">{values}</DicomAttribute>""");

        Assert.That(dataset.GetStrings(DicomTag.ImageType), Is.EqualTo(new[] { "A" }));
        Assert.That(dataset.Findings, Has.Count.EqualTo(1));
    }

    [TestCase("""<DicomAttribute tag="0008" vr="CS"/>""")]
    [TestCase("""<DicomAttribute vr="CS"/>""")]
    [TestCase("<Unknown/>")]
    [TestCase("""<DicomAttribute tag="00280010" vr="US"><Value number="1">70000</Value></DicomAttribute>""")]
    [TestCase("""<DicomAttribute tag="00280010" vr="??"/>""")]
    [TestCase("""<DicomAttribute tag="00081032" vr="SQ"><Value number="1">x</Value></DicomAttribute>""")]
    public void WhatTheModelDoesNotKnow_IsReported(string xml) => Assert.That(Parse(xml).Findings, Has.Count.EqualTo(1));

    [TestCase("")]
    [TestCase("<a/>")]
    [TestCase("<NativeDicomModel>")]
    [TestCase("<NativeDicomModel></NativeDicomModel><b/>")]
    [TestCase("""<NativeDicomModel><DicomAttribute tag="00100020" vr="LO"><Value number="1"><b/></Value></DicomAttribute></NativeDicomModel>""")]
    [TestCase("""<NativeDicomModel><DicomAttribute tag="7FE00010" vr="OB"><InlineBinary>#</InlineBinary></DicomAttribute></NativeDicomModel>""")]
    [TestCase("""<!DOCTYPE a [<!ENTITY e "x">]><NativeDicomModel>&e;</NativeDicomModel>""")]
    public void WhatIsNoModel_IsATypedError(string xml) => Assert.That(() => DicomXml.Parse(xml), Throws.TypeOf<DicomDataException>());

    [Test]
    public void DeepNesting_IsRefusedByTheLimit()
    {
        string deep = string.Concat(Enumerable.Repeat("""<DicomAttribute tag="0040A730" vr="SQ"><Item number="1">""", 30)) + string.Concat(Enumerable.Repeat("</Item></DicomAttribute>", 30));

        Assert.That(() => DicomXml.Parse($"<NativeDicomModel>{deep}</NativeDicomModel>", new() { MaxDepth = 29 }), Throws.TypeOf<DicomDataException>());
        Assert.That(() => DicomXml.Parse($"<NativeDicomModel>{deep}</NativeDicomModel>", new() { MaxDepth = 30 }), Throws.Nothing);
    }

    [Test]
    public void DocumentBeyondTheLimit_IsRefused() =>
        Assert.That(() => DicomXml.Parse($"<NativeDicomModel>{new string(' ', 10_000)}</NativeDicomModel>", new() { MaxLength = 1000 }), Throws.TypeOf<DicomDataException>());

    [Test]
    public async Task Stream_HasTheSameDocument()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PatientID, "1");
        dataset.SetBytes(DicomTag.PixelData, DicomVR.OB, new byte[200_000]);
        using var stream = new MemoryStream();
        await DicomXml.WriteAsync(dataset, stream);

        Assert.That(Encoding.UTF8.GetString(stream.ToArray()), Is.EqualTo(DicomXml.ToText(dataset)));
    }
}
