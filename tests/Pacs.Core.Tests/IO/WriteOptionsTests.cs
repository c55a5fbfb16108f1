using System.Buffers;
using CsCheck;
using Pacs.Core.Tests.Data;

namespace Pacs.Core.Tests.IO;

[Category("PS3.5 §7.5")]
public sealed class WriteOptionsTests
{
    private static readonly TransferSyntax[] NativeSyntaxes =
        [TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian, TransferSyntax.ExplicitVRBigEndian, TransferSyntax.DeflatedExplicitVRLittleEndian];

    private static readonly Gen<DicomWriteOptions> AnyOptions =
        from sequences in Gen.Enum<LengthEncoding>()
        from items in Gen.Enum<LengthEncoding>()
        from groups in Gen.Enum<GroupLengthEncoding>()
        select new DicomWriteOptions { SequenceLengths = sequences, ItemLengths = items, GroupLengths = groups };

    private static readonly Gen<DicomDataset> AnyDataset = Gen.Recursive<DicomDataset>((depth, items) =>
        from texts in Gen.String[Gen.Char["ABCäß\\ 12"], 0, 12].Array[0, 3]
        from numbers in Gen.Double[-1e6, 1e6].Array[0, 4]
        from bytes in Gen.Byte.Array[0, 9]
        from words in Gen.UShort.Array[0, 4]
        from children in depth > 2 ? Gen.Const(Array.Empty<DicomDataset>()) : items.Array[0, 2]
        select Build(texts, numbers, bytes, words, children));

    [Test]
    public void WriteTo_WithAnyOptions_ThenParse_GivesTheSameContent() => Gen.Select(AnyDataset, AnyOptions, Gen.Int[0, 2]).Sample((dataset, options, index) =>
    {
        TransferSyntax syntax = NativeSyntaxes[index];
        DicomDataset again = DicomDataset.Parse(Encode(dataset, syntax, options), syntax, new DicomReadOptions { RefuseTruncated = true });
        Assert.That(DicomDatasetComparer.Differences(dataset, again), Is.Empty);
        Assert.That(again.Findings, Is.Empty);
        // Once more from what was read: what was opened, and what was not.
        Assert.That(Encode(again, syntax, options), Is.EqualTo(Encode(dataset, syntax, options)));
        Assert.That(Encode(DicomDataset.Parse(Encode(dataset, syntax, options), syntax), syntax, options), Is.EqualTo(Encode(dataset, syntax, options)));
    }, iter: 300);

    [Test]
    public void Save_ThroughAllNativeSyntaxes_ReturnsToTheSameContent() => Gen.Select(AnyDataset, AnyOptions).Sample((dataset, options) =>
    {
        dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, "1.2.3");
        using var first = new DicomFile(dataset);
        DicomFile file = first;
        foreach (TransferSyntax syntax in NativeSyntaxes)
        {
            file = DicomFile.Parse(Save(file, options with { TransferSyntax = syntax }));
            Assert.That(file.TransferSyntax, Is.EqualTo(syntax));
            Assert.That(file.Findings, Is.Empty);
        }

        Assert.That(DicomDatasetComparer.Differences(dataset, file.Dataset), Is.Empty);
    }, iter: 100);

    [Test]
    public void WriteTo_ExplicitLengths_HaveNoDelimiters()
    {
        byte[] bytes = Encode(Nested(), TransferSyntax.ExplicitVRLittleEndian, new DicomWriteOptions { SequenceLengths = LengthEncoding.Explicit, ItemLengths = LengthEncoding.Explicit });
        Assert.That(bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFE, 0xFF, 0x0D, 0xE0]), Is.EqualTo(-1));
        Assert.That(bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFE, 0xFF, 0xDD, 0xE0]), Is.EqualTo(-1));
        Assert.That(bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]), Is.EqualTo(-1));
    }

    [Test]
    [Category("PS3.5 §7.2")]
    public void WriteTo_WithGroupLengths_StatesTheBytesOfEachGroup()
    {
        byte[] bytes = Encode(Nested(), TransferSyntax.ImplicitVRLittleEndian, new DicomWriteOptions { GroupLengths = GroupLengthEncoding.Write });
        DicomDataset again = DicomDataset.Parse(bytes, TransferSyntax.ImplicitVRLittleEndian);
        Assert.That(12 + again.GetInt32(new DicomTag(0x0008_0000)) + 12 + again.GetInt32(new DicomTag(0x0010_0000)), Is.EqualTo(bytes.Length));
    }

    [Test]
    [Category("PS3.10 §7.1")]
    public void Save_WritesFileMetaInformationOfItsOwn()
    {
        var file = new DicomFile(Nested());
        file.Dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        file.Dataset.Set(DicomTag.SOPInstanceUID, "1.2.3");
        using DicomFile again = DicomFile.Parse(Save(file, new DicomWriteOptions { SourceAe = "CT_1" }));
        Assert.That(again.FileMeta.GetUid(DicomTag.MediaStorageSOPInstanceUID)?.Value, Is.EqualTo("1.2.3"));
        Assert.That(again.FileMeta.GetUid(DicomTag.TransferSyntaxUID), Is.EqualTo(DicomUid.ExplicitVRLittleEndian));
        Assert.That(again.FileMeta.GetUid(DicomTag.ImplementationClassUID), Is.EqualTo(FileMetaInformation.ImplementationClassUid));
        Assert.That(again.FileMeta.GetString(DicomTag.SourceApplicationEntityTitle), Is.EqualTo("CT_1"));
        Assert.That(again.FileMeta.GetBytes(DicomTag.FileMetaInformationVersion).ToArray(), Is.EqualTo(new byte[] { 0, 1 }));
        Assert.That(again.Findings, Is.Empty);
    }

    [Test]
    public async Task Load_FromAPipeInPieces_GivesWhatParseGives()
    {
        var file = new DicomFile(Nested());
        file.Dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        file.Dataset.Set(DicomTag.SOPInstanceUID, "1.2.3");
        byte[] bytes = Save(file, DicomWriteOptions.Default);
        var pipe = new System.IO.Pipelines.Pipe();
        Task<DicomFile> loading = DicomFile.LoadAsync(pipe.Reader).AsTask();
        foreach (byte[] piece in bytes.Chunk(7)) await pipe.Writer.WriteAsync(piece);
        await pipe.Writer.CompleteAsync();
        using DicomFile loaded = await loading;
        Assert.That(DicomDatasetComparer.Differences(loaded.Dataset, DicomFile.Parse(bytes).Dataset), Is.Empty);
    }

    [Test]
    public void Save_CompressedPixelDataAsNative_IsRefused()
    {
        var dataset = Nested();
        dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, "1.2.3");
        dataset.SetFragments(DicomTag.PixelData, [0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        var file = new DicomFile(dataset, TransferSyntax.RLELossless);
        Assert.That(() => Save(file, new DicomWriteOptions { TransferSyntax = TransferSyntax.ExplicitVRLittleEndian }), Throws.InstanceOf<DicomDataException>().With.Message.Contains("codec"));
        Assert.That(Save(file, DicomWriteOptions.Default), Is.Not.Empty);
    }

    [Test]
    public void Save_InvalidWhenItMustBeValid_IsRefusedBeforeAByte()
    {
        var file = new DicomFile(Nested());
        file.Dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        file.Dataset.Set(DicomTag.SOPInstanceUID, "1.2.3");
        using var output = new MemoryStream();
        Assert.That(async () => await file.SaveAsync(output, new DicomWriteOptions { RequireValid = true }), Throws.InstanceOf<DicomDataException>().With.Message.Contains("StudyInstanceUID"));
        Assert.That(output.Length, Is.Zero);
    }

    [Test]
    public void Save_AfterATruncatedElement_WritesItWithTheLengthItHas()
    {
        byte[] bytes = [0x10, 0, 0x20, 0, (byte)'L', (byte)'O', 200, 0, (byte)'A', (byte)'B'];
        DicomDataset dataset = DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian);
        dataset.Set(DicomTag.StudyInstanceUID, "1.2");
        DicomDataset again = DicomDataset.Parse(Encode(dataset, TransferSyntax.ExplicitVRLittleEndian, DicomWriteOptions.Default), TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(again.GetString(DicomTag.StudyInstanceUID), Is.EqualTo("1.2"));
        Assert.That(again.GetString(DicomTag.PatientID), Is.EqualTo("AB"));
        Assert.That(again.Findings, Is.Empty);
    }

    [Test]
    public void Parse_ExplicitItemInsideImplicit_IsReadAndReportedWithItsPath()
    {
        byte[] item = [0x08, 0, 0x60, 0, (byte)'C', (byte)'S', 2, 0, (byte)'C', (byte)'T', 0x10, 0, 0x20, 0, (byte)'L', (byte)'O', 2, 0, (byte)'A', (byte)'B'];
        byte[] bytes = [0x08, 0, 0x40, 0x11, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF, .. item, 0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
            0x10, 0, 0x20, 0, 2, 0, 0, 0, (byte)'P', (byte)'1'];
        DicomDataset dataset = DicomDataset.Parse(bytes, TransferSyntax.ImplicitVRLittleEndian);
        Assert.That(dataset.GetString("ReferencedImageSequence[0].PatientID"), Is.EqualTo("AB"));
        Assert.That(dataset.GetString(DicomTag.PatientID), Is.EqualTo("P1"));
        ValidationFinding finding = dataset.GetItem("ReferencedImageSequence[0]")!.Findings.Single();
        Assert.That((finding.Kind, finding.Path?.ToString(), finding.Offset), Is.EqualTo((FindingKind.TransferSyntax, "ReferencedImageSequence[0]", 16L)));
    }

    [Test]
    public void Parse_ZerosAfterTheLastElement_AreTrailingBytes()
    {
        byte[] bytes = [.. DicomDatasetTests.Encode(Nested(), TransferSyntax.ExplicitVRLittleEndian), .. new byte[512]];
        DicomDataset dataset = DicomDataset.Parse(bytes, TransferSyntax.ExplicitVRLittleEndian);
        Assert.That(dataset.Findings.Single().Kind, Is.EqualTo(FindingKind.TrailingBytes));
        Assert.That(DicomDatasetComparer.Differences(dataset, Nested()), Is.Empty);
        Assert.That(DicomDatasetTests.Encode(dataset, TransferSyntax.ExplicitVRLittleEndian), Is.EqualTo(bytes));
    }

    [Test]
    public void Parse_ImplicitSignedImage_ReadsPaddingValueAsSigned()
    {
        var dataset = new DicomDataset();
        dataset.SetUInt16(DicomTag.PixelRepresentation, 1);
        dataset.SetNumbers(DicomTag.PixelPaddingValue, DicomVR.SS, -2000);
        DicomDataset again = DicomDataset.Parse(DicomDatasetTests.Encode(dataset, TransferSyntax.ImplicitVRLittleEndian), TransferSyntax.ImplicitVRLittleEndian);
        Assert.That(again.GetInt32(DicomTag.PixelPaddingValue), Is.EqualTo(-2000));
    }

    private static byte[] Encode(DicomDataset dataset, TransferSyntax syntax, DicomWriteOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        dataset.WriteTo(output, syntax, options);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Save(DicomFile file, DicomWriteOptions options)
    {
        using var output = new MemoryStream();
        file.SaveAsync(output, options).AsTask().GetAwaiter().GetResult();
        return output.ToArray();
    }

    private static DicomDataset Nested()
    {
        var dataset = new DicomDataset();
        dataset.AddItem(DicomTag.ReferencedImageSequence).AddItem(DicomTag.PurposeOfReferenceCodeSequence).Set(DicomTag.CodeValue, "121");
        dataset.Set(DicomTag.PatientID, "P1");
        return dataset;
    }

    private static DicomDataset Build(string[] texts, double[] numbers, byte[] bytes, ushort[] words, DicomDataset[] children)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
        dataset.Set(DicomTag.OtherPatientNames, texts);
        dataset.Set(DicomTag.PatientComments, texts.FirstOrDefault() ?? "");
        dataset.SetDouble(DicomTag.ImagePositionPatient, numbers);
        dataset.SetBytes(DicomTag.EncapsulatedDocument, DicomVR.OB, bytes);
        dataset.SetNumbers(DicomTag.RedPaletteColorLookupTableData, DicomVR.OW, words);
        dataset.Set(DicomTag.ReferencedStudySequence, new DicomSequence(children));
        return dataset;
    }

    /// <summary>An element of undefined length in which no item can be found: without a VR, and as UN.</summary>
    [TestCase("08005000FFFFFFFF3120")]
    [TestCase("08005000554E0000FFFFFFFF3120")]
    [TestCase("08005000FFFFFFFFFEFFDDE000000000")]
    public void AnUndefinedLengthWithoutItems_IsWrittenInEachEncodingAsOneThatCanBeRead(string bytes)
    {
        DicomDataset dataset = DicomDataset.Parse(Convert.FromHexString(bytes), TransferSyntax.ExplicitVRLittleEndian);
        foreach (TransferSyntax syntax in (TransferSyntax[])[TransferSyntax.ExplicitVRBigEndian, TransferSyntax.ImplicitVRLittleEndian, TransferSyntax.ExplicitVRLittleEndian])
        {
            var output = new ArrayBufferWriter<byte>();
            dataset.WriteTo(output, syntax, new DicomWriteOptions { SequenceLengths = LengthEncoding.Explicit, ItemLengths = LengthEncoding.Explicit });
            Assert.That(() => DicomDataset.Parse(output.WrittenMemory, syntax, new DicomReadOptions { RefuseTruncated = true }).Contains(DicomTag.AccessionNumber), Is.True, syntax.ToString());
        }
    }
}
