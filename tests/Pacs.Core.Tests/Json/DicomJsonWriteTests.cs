using System.Buffers;
using System.Text.Json;

namespace Pacs.Core.Tests.Json;

[Category("PS3.18 §F.2")]
public sealed class DicomJsonWriteTests
{
    private static DicomDataset Of(Action<DicomDataset> fill)
    {
        var dataset = new DicomDataset();
        fill(dataset);
        return dataset;
    }

    /// <summary>As set, and as read from bytes: two ways through the writer that must agree.</summary>
    private static string Json(DicomDataset dataset, DicomJsonOptions? options = null, TransferSyntax? syntax = null)
    {
        string asSet = DicomJson.ToText(dataset, options);
        syntax ??= TransferSyntax.ExplicitVRLittleEndian;
        var bytes = new ArrayBufferWriter<byte>();
        dataset.WriteTo(bytes, syntax);
        Assert.That(DicomJson.ToText(DicomDataset.Parse(bytes.WrittenSpan.ToArray(), syntax), options), Is.EqualTo(asSet));
        return asSet;
    }

    [Test]
    public void Text_IsAnArrayOfStrings() =>
        Assert.That(Json(Of(d => d.Set(DicomTag.ImageType, "ORIGINAL", "PRIMARY"))), Is.EqualTo("""{"00080008":{"vr":"CS","Value":["ORIGINAL","PRIMARY"]}}"""));

    [Test]
    public void EmptyElement_HasNoValue() =>
        Assert.That(Json(Of(d => d.Set(DicomTag.PatientID, ""))), Is.EqualTo("""{"00100020":{"vr":"LO"}}"""));

    [Test, Category("PS3.18 §F.2.5")]
    public void EmptyValueOfSeveral_IsNull() =>
        Assert.That(Json(Of(d => d.Set(DicomTag.ImageType, @"A\\B"))), Is.EqualTo("""{"00080008":{"vr":"CS","Value":["A",null,"B"]}}"""));

    [Test]
    public void PersonName_HasItsComponentGroups() =>
        Assert.That(Json(Of(d => { d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192"); d.Set(DicomTag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう"); })),
            Does.EndWith("""{"vr":"PN","Value":[{"Alphabetic":"Yamada^Tarou","Ideographic":"山田^太郎","Phonetic":"やまだ^たろう"}]}}"""));

    [Test]
    public void PersonName_WithoutAlphabeticGroup_HasNone() =>
        Assert.That(Json(Of(d => d.Set(DicomTag.PatientName, "=I^J"))), Does.Contain("""[{"Ideographic":"I^J"}]"""));

    [Test, Category("PS3.18 §F.2.3")]
    public void DecimalsThatJsonCanWrite_KeepTheirDigits() =>
        Assert.That(Json(Of(d => d.Set(DicomTag.ImagePositionPatient, @"-0.500\1.25e-3\42"))), Does.Contain("[-0.500,1.25e-3,42]"));

    [TestCase("+5", "5")]
    [TestCase("007", "7")]
    [TestCase(".5", "0.5")]
    [TestCase("5.", "5")]
    [TestCase("-.5", "-0.5")]
    [TestCase("1e999", "\"1e999\"")]
    [TestCase("abc", "\"abc\"")]
    [TestCase("1-2", "\"1-2\"")]
    public void DecimalsThatJsonCannotWrite_BecomeTheSameNumberOrText(string decimalString, string expected) =>
        Assert.That(Json(Of(d => d.Set(DicomTag.SliceThickness, decimalString))), Does.Contain($"[{expected}]"));

    [Test]
    public void NumbersAsText_AreToTheLetter() =>
        Assert.That(Json(Of(d => d.Set(DicomTag.SliceThickness, "+5.0")), new() { NumbersAsText = true }), Does.Contain("""["\u002B5.0"]""").Or.Contain("""["+5.0"]"""));

    [Test]
    public void BinaryNumbers_AreNumbersInEitherByteOrder([Values] bool isBigEndian)
    {
        DicomDataset dataset = Of(d =>
        {
            d.SetUInt16(new DicomTag(0x0011_1001), 0, 65535);
            d.SetUInt32(new DicomTag(0x0011_1002), uint.MaxValue);
            d.SetBytes(new DicomTag(0x0011_1003), DicomVR.FD, BitConverter.GetBytes(0.1));
            d.SetBytes(new DicomTag(0x0011_1004), DicomVR.FL, BitConverter.GetBytes(-1.5f));
            d.SetBytes(new DicomTag(0x0011_1005), DicomVR.SS, BitConverter.GetBytes((short)-2));
            d.SetBytes(new DicomTag(0x0011_1006), DicomVR.OW, [1, 2, 3, 4]);
            d.SetTag(new DicomTag(0x0011_1007), DicomTag.PatientID);
        });

        Assert.That(Json(dataset, syntax: isBigEndian ? TransferSyntax.ExplicitVRBigEndian : null), Is.EqualTo(
            """{"00111001":{"vr":"US","Value":[0,65535]},"00111002":{"vr":"UL","Value":[4294967295]},"00111003":{"vr":"FD","Value":[0.1]},"""
            + "\"00111004\"" + """:{"vr":"FL","Value":[-1.5]},"00111005":{"vr":"SS","Value":[-2]},"00111006":{"vr":"OW","InlineBinary":"AQIDBA=="},"00111007":{"vr":"AT","Value":["00100020"]}}"""));
    }

    [Test, Category("PS3.18 §F.2.3")]
    public void IntegersThatADoubleCannotHold_AreStrings()
    {
        DicomDataset dataset = Of(d =>
        {
            d.SetBytes(new DicomTag(0x0011_1001), DicomVR.UV, [.. BitConverter.GetBytes(1UL << 53), .. BitConverter.GetBytes((1UL << 53) - 1)]);
            d.SetBytes(new DicomTag(0x0011_1002), DicomVR.SV, BitConverter.GetBytes(long.MinValue));
        });

        Assert.That(Json(dataset), Does.Contain("""["9007199254740992",9007199254740991]""").And.Contain("""["-9223372036854775808"]"""));
    }

    [TestCase(NonFiniteNumbers.Text, """["NaN","Infinity","-Infinity"]""")]
    [TestCase(NonFiniteNumbers.Null, "[null,null,null]")]
    public void NonFiniteNumbers_AreWhatTheOptionSays(NonFiniteNumbers choice, string expected) =>
        Assert.That(Json(NonFinite(), new() { NonFinite = choice }), Does.Contain(expected));

    [Test]
    public void NonFiniteNumbers_CanBeRefused() =>
        Assert.That(() => DicomJson.ToText(NonFinite(), new() { NonFinite = NonFiniteNumbers.Refuse }), Throws.TypeOf<DicomDataException>());

    [Test]
    public void Sequences_AreArraysOfObjects_EmptyItemsIncluded()
    {
        var item = new DicomDataset();
        item.Set(DicomTag.CodeValue, "1");
        DicomDataset dataset = Of(d => { d.Set(DicomTag.ProcedureCodeSequence, new DicomSequence(item, new DicomDataset())); d.Set(DicomTag.ReferencedStudySequence, new DicomSequence()); });

        Assert.That(Json(dataset), Is.EqualTo("""{"00081032":{"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["1"]}},{}]},"00081110":{"vr":"SQ"}}"""));
    }

    [Test]
    public void GroupLengths_AreLeftOut() =>
        Assert.That(Json(Of(d => { d.SetUInt32(new DicomTag(0x0008_0000), 4); d.Set(DicomTag.Modality, "CT"); })), Is.EqualTo("""{"00080060":{"vr":"CS","Value":["CT"]}}"""));

    [Test, Category("PS3.18 §F.2.2")]
    public void SpecificCharacterSet_IsKept_WhileTextIsUtf8() =>
        Assert.That(Json(Of(d => { d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100"); d.Set(DicomTag.PatientName, "Buc^Jérôme"); })),
            Is.EqualTo("""{"00080005":{"vr":"CS","Value":["ISO_IR 100"]},"00100010":{"vr":"PN","Value":[{"Alphabetic":"Buc^Jérôme"}]}}"""));

    [Test]
    public void ItemsCharacterSet_HoldsInTheItemAlone()
    {
        var item = new DicomDataset();
        item.Set(DicomTag.SpecificCharacterSet, "ISO_IR 126");
        item.Set(DicomTag.CodeMeaning, "Διονυσιος");
        DicomDataset dataset = Of(d => { d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100"); d.Set(DicomTag.ProcedureCodeSequence, new DicomSequence(item)); d.Set(DicomTag.PatientID, "é"); });

        Assert.That(Json(dataset), Does.Contain("Διονυσιος").And.Contain("\"é\""));
    }

    [Test]
    public void LargeBinaryValues_HaveTheUriOfThePolicy_WithTheirPath()
    {
        var item = new DicomDataset();
        item.SetBytes(DicomTag.LUTData, DicomVR.OW, new byte[2000]);
        DicomDataset dataset = Of(d => { d.Set(DicomTag.ModalityLUTSequence, new DicomSequence(new DicomDataset(), item)); d.SetBytes(DicomTag.PixelData, DicomVR.OW, new byte[10]); });

        Assert.That(Json(dataset, new() { BulkDataUri = bulk => $"b/{bulk.Path}?{bulk.VR}{bulk.Length}" }),
            Does.Contain("""{"vr":"OW","BulkDataURI":"b/ModalityLUTSequence[1].LUTData?OW2000"}""").And.Contain("""{"vr":"OW","InlineBinary":"AAAAAAAAAAAAAA=="}"""));
    }

    [Test]
    public void PolicyThatReturnsNull_WritesInline() =>
        Assert.That(Json(Of(d => d.SetBytes(DicomTag.PixelData, DicomVR.OB, new byte[2000])), new() { BulkDataUri = _ => null }), Does.Contain("InlineBinary"));

    [Test]
    public void RepeatedAndDisorderedElementsOfAnItem_AreWrittenOnce()
    {
        byte[] item = [.. Element(0x0008_0102, "SH", "B "), .. Element(0x0008_0100, "SH", "1 "), .. Element(0x0008_0102, "SH", "X "), .. Element(0x0008_0100, "SH", "2 ")];
        byte[] bytes = [0x08, 0, 0x32, 0x10, (byte)'S', (byte)'Q', 0, 0, .. BitConverter.GetBytes(item.Length + 8), 0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(item.Length), .. item];
        string json = DicomJson.ToText(DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian));

        Assert.That(json, Is.EqualTo("""{"00081032":{"vr":"SQ","Value":[{"00080102":{"vr":"SH","Value":["B"]},"00080100":{"vr":"SH","Value":["1"]}}]}}"""));
    }

    [Test]
    public void NestingBeyondTheLimit_IsATypedError([Values] bool isRead)
    {
        var dataset = new DicomDataset();
        for (int i = 0; i < 20; i++)
        {
            var outer = new DicomDataset();
            outer.Set(DicomTag.ContentSequence, new DicomSequence(dataset));
            dataset = outer;
        }

        if (isRead)
        {
            var bytes = new ArrayBufferWriter<byte>();
            dataset.WriteTo(bytes, TransferSyntax.ExplicitVRLittleEndian);
            dataset = DicomDataset.Parse(bytes.WrittenSpan.ToArray(), TransferSyntax.ExplicitVRLittleEndian);
        }

        Assert.That(() => DicomJson.ToText(dataset, new() { MaxDepth = 19 }), Throws.TypeOf<DicomDataException>().With.Message.Contains("19"));
        Assert.That(() => DicomJson.ToText(dataset, new() { MaxDepth = 20 }), Throws.Nothing);
    }

    [Test]
    public void UnopenedSequences_MakeNoObjects()
    {
        var items = Enumerable.Range(0, 1000).Select(i => Of(d => { d.Set(DicomTag.CodeValue, $"{i}"); d.Set(DicomTag.CodeMeaning, "meaning"); }));
        var bytes = new ArrayBufferWriter<byte>();
        Of(d => d.Set(DicomTag.ProcedureCodeSequence, new DicomSequence(items))).WriteTo(bytes, TransferSyntax.ExplicitVRLittleEndian);
        DicomDataset dataset = DicomDataset.Parse(bytes.WrittenSpan.ToArray(), TransferSyntax.ExplicitVRLittleEndian);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        DicomJson.Write(dataset, output); // once, so that nothing is made for the first time
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        DicomJson.Write(dataset, output);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4096), "bytes for 1000 items");
    }

    [Test]
    public async Task ValueLeftInItsFile_IsStreamedInPieces()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dcm");
        byte[] pixels = new byte[300_002];
        new Random(1).NextBytes(pixels);
        try
        {
            DicomDataset dataset = Of(d => { d.Set(DicomTag.SOPClassUID, new DicomUid("1.2")); d.Set(DicomTag.SOPInstanceUID, new DicomUid("1.3")); d.SetBytes(DicomTag.PixelData, DicomVR.OW, pixels); });
            await new DicomFile(dataset, TransferSyntax.ExplicitVRBigEndian).SaveAsync(path);
            await using DicomFile file = await DicomFile.OpenAsync(path);
            using var stream = new MemoryStream();
            await DicomJson.WriteAsync(file.Dataset, stream);
            using var parsed = JsonDocument.Parse(stream.ToArray());

            Assert.That(parsed.RootElement.GetProperty("7FE00010").GetProperty("InlineBinary").GetBytesFromBase64(), Is.EqualTo(pixels));
            Assert.That(DicomJson.ToText(file.Dataset), Is.EqualTo(System.Text.Encoding.UTF8.GetString(stream.ToArray())));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public async Task SeveralDatasets_AreOneArray()
    {
        using var stream = new MemoryStream();
        await DicomJson.WriteAllAsync(new[] { Of(d => d.Set(DicomTag.Modality, "CT")), new DicomDataset() }.ToAsyncEnumerable(), stream);

        Assert.That(System.Text.Encoding.UTF8.GetString(stream.ToArray()), Is.EqualTo("""[{"00080060":{"vr":"CS","Value":["CT"]}},{}]"""));
    }

    private static DicomDataset NonFinite() =>
        Of(d => d.SetBytes(new DicomTag(0x0011_1001), DicomVR.FD, [.. BitConverter.GetBytes(double.NaN), .. BitConverter.GetBytes(double.PositiveInfinity), .. BitConverter.GetBytes(double.NegativeInfinity)]));

    private static byte[] Element(uint tag, string vr, string value) =>
        [(byte)(tag >> 16), (byte)(tag >> 24), (byte)tag, (byte)(tag >> 8), (byte)vr[0], (byte)vr[1], (byte)value.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(value)];
}
