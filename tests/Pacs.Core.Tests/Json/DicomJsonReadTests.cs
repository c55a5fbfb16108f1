using System.IO.Pipelines;
using System.Text;

namespace Pacs.Core.Tests.Json;

[Category("PS3.18 §F.2")]
public sealed class DicomJsonReadTests
{
    [Test]
    public void Text_KeepsItsValues() =>
        Assert.That(DicomJson.Parse("""{"00080008":{"vr":"CS","Value":["A",null,"B"]}}""").GetStrings(DicomTag.ImageType), Is.EqualTo(new[] { "A", "", "B" }));

    [Test]
    public void VRAfterTheValue_IsFound()
    {
        DicomDataset dataset = DicomJson.Parse("""{"00111001":{"Value":[5],"vr":"US"},"00111002":{"Value":[{"00080100":{"Value":["x"],"vr":"SH"}}],"vr":"SQ"},"00100010":{"Value":[{"Alphabetic":"A"}],"vr":"PN"}}""");

        Assert.That(dataset.GetUInt16(new DicomTag(0x0011_1001)), Is.EqualTo(5));
        Assert.That(dataset.GetSequence(new DicomTag(0x0011_1002))![0].GetString(DicomTag.CodeValue), Is.EqualTo("x"));
        Assert.That(dataset.GetString(DicomTag.PatientName), Is.EqualTo("A"));
        Assert.That(dataset.Findings, Is.Empty);
    }

    [Test]
    public void VRMissing_IsThatOfTheDictionary_AndReported()
    {
        DicomDataset dataset = DicomJson.Parse("""{"00280010":{"Value":[512]}}""");

        Assert.That(dataset.GetUInt16(DicomTag.Rows), Is.EqualTo(512));
        Assert.That(dataset.Findings.Select(f => (f.Kind, f.Tag)), Is.EqualTo(new (FindingKind, DicomTag?)[] { (FindingKind.InvalidVR, DicomTag.Rows) }));
    }

    [TestCase("US", "[70000]")]
    [TestCase("US", "[-1]")]
    [TestCase("SL", "[\"x\"]")]
    [TestCase("US", "[true]")]
    [TestCase("FL", "[1e300]")]
    [TestCase("AT", "[\"0010\"]")]
    [TestCase("US", "[null]")]
    [TestCase("US", "[[1]]")]
    public void NumberThatTheVRCannotHold_IsLeftOutAndReported(string vr, string value)
    {
        DicomDataset dataset = DicomJson.Parse($$$"""{"00111001":{"vr":"{{{vr}}}","Value":{{{value}}}},"00111002":{"vr":"US","Value":[1]}}""");

        Assert.That(dataset.ValueCount(new DicomTag(0x0011_1001)), Is.Zero);
        Assert.That(dataset.GetUInt16(new DicomTag(0x0011_1002)), Is.EqualTo(1));
        Assert.That(dataset.Findings.Select(f => f.Kind), Is.EqualTo(new[] { FindingKind.Value }));
    }

    [TestCase("UV", "\"18446744073709551615\"", "18446744073709551615")]
    [TestCase("SV", "-9223372036854775808", "-9223372036854775808")]
    [TestCase("FD", "\"-Infinity\"", "-Infinity")]
    [TestCase("FD", "\"inf\"", "Infinity")]
    [TestCase("FD", "\"NaN\"", "NaN")]
    [TestCase("UL", "5e3", "5000")]
    [TestCase("SS", "\"-7\"", "-7")]
    public void NumbersAsStringsAndInOtherForms_AreRead(string vr, string value, string expected) =>
        Assert.That(DicomJson.ToText(DicomJson.Parse($$$"""{"00111001":{"vr":"{{{vr}}}","Value":[{{{value}}}]}}""")), Does.Contain($"[{expected}]").Or.Contain($"[\"{expected}\"]"));

    [TestCase("DS", "0.3333333333333333", "0.33333333333333")]
    [TestCase("DS", "-1.25e-3", "-1.25e-3")]
    [TestCase("DS", "\"1.50\"", "1.50")]
    [TestCase("IS", "5.0", "5")]
    [TestCase("IS", "1e3", "1000")]
    [TestCase("LO", "12", "12")]
    public void NumbersInText_FitTheirVR(string vr, string value, string expected) =>
        Assert.That(DicomJson.Parse($$$"""{"00111001":{"vr":"{{{vr}}}","Value":[{{{value}}}]}}""").GetString(new DicomTag(0x0011_1001)), Is.EqualTo(expected));

    [Test]
    public void BulkDataUri_IsKeptAndWrittenAgain()
    {
        const string json = """{"7FE00010":{"vr":"OW","BulkDataURI":"../bulk/1"}}""";
        DicomDataset dataset = DicomJson.Parse(json);
        dataset.TryGet(DicomTag.PixelData, out DicomElement pixels);

        Assert.That((pixels.Bulk?.Uri, pixels.Bulk?.IsAvailable, pixels.IsEmpty), Is.EqualTo(("../bulk/1", false, false)));
        Assert.That(DicomJson.ToText(dataset), Is.EqualTo(json));
    }

    [Test]
    public void BulkDataUri_ThatTheCallerResolves_IsTheValue()
    {
        DicomDataset dataset = DicomJson.Parse("""{"7FE00010":{"vr":"OW","BulkDataURI":"x"}}""", new() { BulkData = reference => reference.Uri == "x" ? new byte[] { 1, 2 } : null });

        Assert.That(dataset.GetBytes(DicomTag.PixelData).ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
    }

    [TestCase("""{"0010002":{"vr":"LO"},"00100020":{"vr":"LO","Value":["1"]}}""")]
    [TestCase("""{"PatientID":{"vr":"LO"},"00100020":{"vr":"LO","Value":["1"]}}""")]
    [TestCase("""{"00100021":5,"00100020":{"vr":"LO","Value":["1"]}}""")]
    [TestCase("""{"00100020":{"vr":"LO","Value":["1"]},"00100020":{"vr":"LO","Value":["2"]}}""")]
    [TestCase("""{"00100020":{"vr":"LO","Value":["1"],"InlineBinary":"AA=="}}""")]
    [TestCase("""{"00100020":{"vr":"LO","Value":["1"],"more":{"a":[]}}}""")]
    [TestCase("""{"00100020":{"vr":"LO","Value":["1"]},"00111001":{"vr":"OB","InlineBinary":"?"}}""")]
    [TestCase("""{"00100020":{"vr":"LO","Value":["1"]},"00111001":{"vr":"OB","Value":[1]}}""")]
    [TestCase("""{"00100020":{"vr":"LO","Value":["1"]},"00111001":{"vr":"LO","Value":"text"}}""")]
    [TestCase("""{"00100020":{"vr":"LO","Value":["1"]},"00111001":{"vr":"LO","Value":["\ud800"]}}""")]
    public void WhatTheModelDoesNotKnow_IsReportedAndLeftOut(string json)
    {
        DicomDataset dataset = DicomJson.Parse(json);

        Assert.That(dataset.GetString(DicomTag.PatientID), Is.EqualTo("1"));
        Assert.That(dataset.Findings, Has.Count.EqualTo(1));
    }

    [Test]
    public void BytesThatAreNoUtf8_AreReportedWhereverTheyStand([Values("vr", "Value", "BulkDataURI", "Alphabetic")] string member)
    {
        string attribute = member switch
        {
            "vr" => """{"vr":"L!"}""",
            "Value" => """{"vr":"LO","Value":["!"]}""",
            "BulkDataURI" => """{"vr":"OB","BulkDataURI":"!"}""",
            _ => """{"vr":"PN","Value":[{"Alphabetic":"!"}]}""",
        };
        byte[] json = Encoding.UTF8.GetBytes($"{{\"00111001\":{attribute}}}");
        json[Array.IndexOf(json, (byte)'!')] = 0xFF;

        Assert.That(DicomJson.Parse(json).Findings, Has.Count.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[{}")]
    [TestCase("5")]
    [TestCase("[5]")]
    [TestCase("{} {}")]
    [TestCase("[]")]
    [TestCase("[{},{}]")]
    [TestCase("""{"00100020":{"vr":"LO","Value":["1"]},}""")]
    [TestCase("""{"00081032":{"vr":"SQ","Value":[5]}}""")]
    public void WhatIsNoSingleDataset_IsATypedError(string json) =>
        Assert.That(() => DicomJson.Parse(json), Throws.TypeOf<DicomDataException>());

    [Test]
    public void DeepNesting_IsRefusedByTheLimit_WithItsPlace()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"0040A730":{"vr":"SQ","Value":[""", 600)) + "{}" + string.Concat(Enumerable.Repeat("]}}", 600));

        Assert.That(() => DicomJson.Parse(deep), Throws.TypeOf<DicomDataException>().With.Property("Offset").GreaterThan(0));
        Assert.That(() => DicomJson.Parse(deep, new() { MaxDepth = 700 }), Throws.Nothing);
    }

    [TestCase(null, "ISO_IR 192")]
    [TestCase("ISO_IR 100", "ISO_IR 192")]
    [TestCase("ISO_IR 126", "ISO_IR 126")]
    public void CharacterSet_StaysWhereItHasTheCharacters_ElseIsUtf8(string? stated, string expected)
    {
        string element = stated is null ? "" : $"\"00080005\":{{\"vr\":\"CS\",\"Value\":[\"{stated}\"]}},";
        DicomDataset dataset = DicomJson.Parse("{" + element + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Διονυσιος\"}]}}");

        Assert.That(dataset.GetString(DicomTag.SpecificCharacterSet), Is.EqualTo(expected));
        Assert.That(() => dataset.WriteTo(new System.Buffers.ArrayBufferWriter<byte>(), TransferSyntax.ExplicitVRLittleEndian), Throws.Nothing);
    }

    [Test]
    public async Task Stream_GivesEachDatasetAsItArrives([Values(1, 7, 1000)] int chunk)
    {
        const string json = "\uFEFF [ {\"00100020\":{\"vr\":\"LO\",\"Value\":[\"1\"]}},\n {\"00100020\":{\"vr\":\"LO\",\"Value\":[\"ü\"]}} , {} ] ";
        var pipe = new Pipe();
        var read = new List<string?>();
        Task writing = WriteAsync(pipe.Writer, Encoding.UTF8.GetBytes(json), chunk);
        await foreach (DicomDataset dataset in DicomJson.ReadAllAsync(pipe.Reader)) read.Add(dataset.GetString(DicomTag.PatientID));
        await writing;

        Assert.That(read, Is.EqualTo(new[] { "1", "ü", null }));
    }

    [Test]
    public async Task Stream_GivesTheFirstDataset_BeforeTheSecondIsThere()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("""[{"00100020":{"vr":"LO","Value":["1"]}}"""u8.ToArray());
        await using IAsyncEnumerator<DicomDataset> datasets = DicomJson.ReadAllAsync(pipe.Reader).GetAsyncEnumerator();

        Assert.That(await datasets.MoveNextAsync(), Is.True);
        Assert.That(datasets.Current.GetString(DicomTag.PatientID), Is.EqualTo("1"));
    }

    [TestCase("{}", 1)]
    [TestCase("[]", 0)]
    [TestCase("[{}]", 1)]
    public async Task Stream_MayHoldOneObjectOrAnArray(string json, int expected)
    {
        int count = 0;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        await foreach (DicomDataset _ in DicomJson.ReadAllAsync(stream)) count++;

        Assert.That(count, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("[{}")]
    [TestCase("{\"0010")]
    [TestCase("[{}]x")]
    [TestCase("{}{}")]
    [TestCase("[5]")]
    public void Stream_ThatIsNoJson_IsATypedError(string json) =>
        Assert.That(async () => { await foreach (DicomDataset _ in DicomJson.ReadAllAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)))) { } }, Throws.TypeOf<DicomDataException>());

    [Test]
    public void Stream_LongerThanTheLimit_IsRefused()
    {
        byte[] json = Encoding.UTF8.GetBytes($$$"""[{"00111001":{"vr":"UT","Value":["{{{new string('x', 100_000)}}}"]}}]""");

        Assert.That(async () => { await foreach (DicomDataset _ in DicomJson.ReadAllAsync(new MemoryStream(json), new() { MaxLength = 50_000 })) { } }, Throws.TypeOf<DicomDataException>().With.Message.Contains("50000"));
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes, int chunk)
    {
        for (int at = 0; at < bytes.Length; at += chunk) await writer.WriteAsync(bytes.AsMemory(at, Math.Min(chunk, bytes.Length - at)));
        await writer.CompleteAsync();
    }
}
