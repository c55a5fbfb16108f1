using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;

namespace Pacs.Core.Tests.IO;

/// <summary>Files as real writers make them, from data sets of any shape: the data set is read whole, what was odd is a finding, and memory, stream and JSON agree.</summary>
public sealed class OddFilesTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char["AbC 12^"], 1, 9].Select(text => $"x{text}x");

    // Attributes that the dictionary knows, so that implicit VR keeps their VR; text, numbers, bytes, a long text, items.
    private static readonly Gen<DicomDataset> AnyDataset = Gen.Recursive<DicomDataset>((depth, items) =>
        from texts in Text.Array[1, 4]
        from length in Gen.Int[0, 12_000]
        from numbers in Gen.UShort.Array[0, 4]
        from doubles in Gen.Double[-1e6, 1e6].Array[0, 2]
        from bytes in Gen.Byte.Array[0, 9]
        from hasText in Gen.Bool
        from hasTail in Gen.Bool
        from first in depth > 3 ? Gen.Const(Array.Empty<DicomDataset>()) : items.Array[0, 2]
        from second in depth > 3 ? Gen.Const(Array.Empty<DicomDataset>()) : items.Array[0, 2]
        select Build(texts, length, numbers, doubles, bytes, hasText, hasTail, first, second));

    private static readonly Gen<OddStyle> AnyLengths =
        from sequences in Gen.Bool
        from items in Gen.Bool
        select new OddStyle { HasUndefinedSequences = sequences, HasUndefinedItems = items };

    private static readonly OddStyle Explicit = new(), Implicit = new() { IsExplicit = false }, BigEndian = new() { IsBigEndian = true };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    [Test]
    public void UndefinedLengthsAnywhere() => Gen.Select(AnyDataset, AnyLengths, OneOf(Explicit, Implicit, BigEndian)).Sample((dataset, lengths, style) =>
        Check(dataset, File(dataset, style with { HasUndefinedSequences = lengths.HasUndefinedSequences, HasUndefinedItems = lengths.HasUndefinedItems }), SyntaxOf(style)), iter: 300);

    [Test]
    public void NoPreamble() => Gen.Select(AnyDataset, Gen.Bool).Sample((dataset, keepsPrefix) =>
        Check(dataset, File(dataset, Explicit)[(keepsPrefix ? 128 : 132)..], TransferSyntax.ExplicitVRLittleEndian, FindingKind.Preamble), iter: 100);

    [Test]
    public void NoFileMeta() => Gen.Select(AnyDataset, OneOf(Explicit, Implicit, BigEndian)).Sample((dataset, style) =>
        Check(dataset, OddEncoder.Encode(dataset, style), SyntaxOf(style), FindingKind.FileMeta), iter: 100);

    [Test]
    public void NoFileMeta_OfADeflatedDataset() => AnyDataset.Sample(dataset =>
        Check(dataset, Deflate(OddEncoder.Encode(dataset, Explicit)), TransferSyntax.DeflatedExplicitVRLittleEndian, FindingKind.FileMeta), iter: 100);

    [Test]
    public void MissingTransferSyntax() => Gen.Select(AnyDataset, OneOf(Explicit, Implicit, BigEndian)).Sample((dataset, style) =>
        Check(dataset, File(dataset, style, stated: ""), SyntaxOf(style), FindingKind.FileMeta), iter: 100);

    [Test]
    public void WrongTransferSyntax() => Gen.Select(AnyDataset, OneOf(Explicit, Implicit, BigEndian), OneOf(Explicit, Implicit, BigEndian), Gen.Bool).Sample((dataset, style, stated, isDeflated) =>
    {
        string uid = isDeflated ? "1.2.840.10008.1.2.1.99" : SyntaxOf(stated).Uid.Value;
        Check(dataset, File(dataset, style, uid), SyntaxOf(style), uid == SyntaxOf(style).Uid.Value ? null : FindingKind.TransferSyntax);
    }, iter: 200);

    [Test]
    public void WrongTransferSyntax_OfADeflatedDataset() => Gen.Select(AnyDataset, OneOf(Explicit, Implicit, BigEndian)).Sample((dataset, stated) =>
        Check(dataset, [.. Head(SyntaxOf(stated).Uid.Value), .. Deflate(OddEncoder.Encode(dataset, Explicit))], TransferSyntax.DeflatedExplicitVRLittleEndian, FindingKind.TransferSyntax), iter: 60);

    [Test]
    public void UnknownTransferSyntax() => Gen.Select(AnyDataset, OneOf("1.2.3", "nonsense", "1.2.840.10008.1.2.1 ")).Sample((dataset, uid) =>
        Check(dataset, File(dataset, Explicit, uid), syntax: null, uid.EndsWith(' ') ? null : FindingKind.FileMeta), iter: 60);

    [Test]
    public void WrongGroupLength() => Gen.Select(AnyDataset, Gen.OneOf(Gen.UInt[0, 300], Gen.UInt)).Sample((dataset, length) =>
    {
        byte[] bytes = File(dataset, Explicit);
        uint right = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(140));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(140), length);
        Check(dataset, bytes, TransferSyntax.ExplicitVRLittleEndian, length == right ? null : FindingKind.FileMeta);
    }, iter: 200);

    [Test]
    [Category("PS3.5 §6.2.2")]
    public void SequencesAsUnknown() => Gen.Select(AnyDataset, AnyLengths, OneOf(Explicit, BigEndian)).Sample((dataset, lengths, style) =>
    {
        RemoveEmpty(dataset); // nothing tells that an empty value of unknown VR is a sequence
        Check(dataset, File(dataset, style with { HasSequencesAsUnknown = true, HasUndefinedSequences = lengths.HasUndefinedSequences, HasUndefinedItems = lengths.HasUndefinedItems }), SyntaxOf(style));
    }, iter: 300);

    [Test]
    public void ItemsInTheOtherVREncoding() => Gen.Select(AnyDataset, AnyLengths, OneOf(Explicit, Implicit)).Sample((dataset, lengths, style) =>
        Check(dataset, File(dataset, style with { HasItemsOtherwise = true, HasUndefinedSequences = lengths.HasUndefinedSequences, HasUndefinedItems = lengths.HasUndefinedItems }), SyntaxOf(style)), iter: 300);

    [Test]
    public void ElementsInTheOtherVREncoding() => Gen.Select(AnyDataset, AnyLengths, OneOf(Explicit, Implicit)).Sample((dataset, lengths, style) =>
    {
        // After the first element, by which the data set is known; the letters of DS and LT could be a length.
        bool IsOtherwise(DicomTag tag) => tag.Element % 3 != 0 && tag.Group > 8 && (style.IsExplicit || DicomDictionary.Find(tag)!.VR is not (DicomVR.DS or DicomVR.LT));
        FindingKind kind = style.IsExplicit ? FindingKind.InvalidVR : FindingKind.TransferSyntax;
        Check(dataset, File(dataset, style with { IsOtherwise = IsOtherwise, HasUndefinedSequences = lengths.HasUndefinedSequences, HasUndefinedItems = lengths.HasUndefinedItems }), SyntaxOf(style), dataset.Any(element => IsOtherwise(element.Tag)) ? kind : null);
    }, iter: 300);

    [Test]
    public void MissingItemDelimiters() => Gen.Select(AnyDataset, OneOf(Explicit, Implicit, BigEndian)).Sample((dataset, style) =>
        Check(dataset, File(dataset, style with { HasUndefinedSequences = true, HasUndefinedItems = true, HasItemDelimiters = false }), SyntaxOf(style), HasItem(dataset) ? FindingKind.Delimiter : null), iter: 300);

    [Test]
    public void MissingSequenceDelimiters() => Gen.Select(AnyDataset, Gen.Bool, OneOf(Explicit, Implicit, BigEndian)).Sample((dataset, items, style) =>
    {
        // An empty sequence of undefined length with no delimiter cannot be told from a value without a delimiter.
        RemoveEmpty(dataset);
        Check(dataset, File(dataset, style with { HasUndefinedSequences = true, HasUndefinedItems = items, HasSequenceDelimiters = false }), SyntaxOf(style), HasItem(dataset) ? FindingKind.Delimiter : null);
    }, iter: 300);

    [Test]
    public void OddLengths() => Gen.Select(AnyDataset, OneOf(Explicit, Implicit, BigEndian)).Sample((dataset, style) =>
        // Also sequences are odd where what is in them is.
        Check(dataset, File(dataset, style with { IsUnpadded = true }), syntax: null, dataset.Any(element => element.Length > 0 && element.Length % 2 != 0) ? FindingKind.OddLength : null), iter: 200);

    /// <summary>An odd length that spells a VR, of a sequence in implicit VR: what follows is an item, so it is a length.</summary>
    [Test]
    public void ALengthThatSpellsAVR([Values("SQ", "UN", "OB", "UT", "UI", "CS", "SH", "US", "AE", "IS")] string letters, [Values] bool isNested)
    {
        OddStyle style = Implicit with { IsUnpadded = true };
        DicomDataset item = Leaf(), dataset = Leaf();
        item.Set(DicomTag.TextValue, new string('x', letters[0] + (letters[1] << 8) - 16 - OddEncoder.Encode(item, style).Length));
        dataset.Set(DicomTag.ReferencedImageSequence, new DicomSequence(item));
        if (isNested)
        {
            // The sequence is what its item begins with.
            DicomDataset around = Leaf();
            dataset.Remove(DicomTag.SOPClassUID);
            around.Set(DicomTag.RequestAttributesSequence, new DicomSequence(dataset));
            dataset = around;
        }

        Check(dataset, File(dataset, style), syntax: null, FindingKind.OddLength);
    }

    [Test]
    public void TrailingPadding() => Gen.Select(AnyDataset, Gen.Int[1, 4096], OneOf(Explicit, Implicit, BigEndian)).Sample((dataset, zeros, style) =>
        Check(dataset, [.. File(dataset, style), .. new byte[zeros]], SyntaxOf(style), FindingKind.TrailingBytes), iter: 100);

    [Test]
    public void DeflatedWithAZlibHeader() => AnyDataset.Sample(dataset =>
    {
        using var zlib = new MemoryStream();
        using (var deflate = new ZLibStream(zlib, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(OddEncoder.Encode(dataset, Explicit));
        Check(dataset, [.. Head("1.2.840.10008.1.2.1.99"), .. zlib.ToArray()], TransferSyntax.DeflatedExplicitVRLittleEndian, FindingKind.TransferSyntax);
    }, iter: 60);

    [Test]
    public void DeflatedAndCutOff_KeepsWhatIsThere() => AnyDataset.Sample(dataset =>
    {
        byte[] deflated = Deflate(OddEncoder.Encode(dataset, Explicit));
        using DicomFile file = DicomFile.Parse((byte[])[.. Head("1.2.840.10008.1.2.1.99"), .. deflated[..^(deflated.Length / 3)]]);
        Assert.That(file.Findings.Select(finding => finding.Kind), Does.Contain(FindingKind.Truncated));
        Assert.That(file.Dataset.Count, Is.LessThanOrEqualTo(dataset.Count));
    }, iter: 60);

    [Test]
    public void NestedToTheLimitAndBeyond([Values] bool isUndefined, [Values(64, 65)] int levels)
    {
        var options = new DicomReadOptions { MaxDepth = 64 };
        DicomDataset dataset = Leaf();
        for (int i = 0; i < levels; i++)
        {
            DicomDataset around = Leaf();
            around.Set(DicomTag.ReferencedImageSequence, new DicomSequence(dataset));
            dataset = around;
        }

        byte[] bytes = File(dataset, Explicit with { HasUndefinedItems = isUndefined, HasUndefinedSequences = isUndefined });
        if (levels <= 64 / (isUndefined ? 2 : 1))
        {
            using DicomFile file = DicomFile.Parse(bytes, options);
            Assert.That(DicomDatasetComparer.Differences(dataset, file.Dataset), Is.Empty);
        }
        else
        {
            Assert.That(() => DicomDatasetComparer.Differences(dataset, DicomFile.Parse(bytes, options).Dataset).ToList(), Throws.TypeOf<DicomDataException>().With.Message.Contains("64"));
        }
    }

    /// <summary>A VR of letters that PS3.5 does not have: with a 32-bit length after two zeros (§7.1.2), else with a 16-bit one.</summary>
    [Test]
    public void UnknownVR([Values] bool isLong)
    {
        byte[] header = isLong ? [.. "ZZ"u8, 0, 0, 4, 0, 0, 0] : [.. "ZZ"u8, 4, 0];
        byte[] bytes = [.. OddEncoder.Encode(Leaf(), Explicit), 0x10, 0, 0x10, 0x10, .. header, .. "045Y"u8, 0x10, 0, 0x20, 0, .. "LO"u8, 2, 0, .. "P1"u8];
        using DicomFile file = DicomFile.Parse(bytes);
        Assert.That((file.Dataset.GetString(DicomTag.PatientID), file.Dataset.GetString(DicomTag.PatientAge)), Is.EqualTo(("P1", "045Y")));
        Assert.That(file.Findings.Select(finding => (finding.Kind, finding.Tag)), Does.Contain((FindingKind.InvalidVR, (DicomTag?)DicomTag.PatientAge)));
    }

    /// <summary>Encapsulated pixel data in a big endian data set, against PS3.5 §A.4: fragments keep their bytes, and are big endian again when written.</summary>
    [Test]
    [Category("PS3.5 §A.4")]
    public async Task FragmentsInBigEndian_KeepTheirBytes_WhenTheDataSetIsWrittenAnew()
    {
        byte[] fragments = [0xFF, 0xFE, 0xE0, 0x00, 0, 0, 0, 0, 0xFF, 0xFE, 0xE0, 0x00, 0, 0, 0, 6, 1, 2, 3, 4, 5, 6, 0xFF, 0xFE, 0xE0, 0xDD, 0, 0, 0, 0];
        byte[] bytes = [.. File(Leaf(), BigEndian), 0x7F, 0xE0, 0x00, 0x10, .. "OB"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. fragments];
        foreach (DicomFile file in (DicomFile[])[DicomFile.Parse(bytes), await DicomFile.OpenAsync(new MemoryStream(bytes), new DicomReadOptions { DeferAbove = 4 })])
        {
            Assert.That(file.Findings, Is.Empty);
            file.Dataset.Set(DicomTag.PatientID, "CHANGED");
            using var saved = new MemoryStream();
            await file.SaveAsync(saved);
            byte[] written = saved.ToArray();
            Assert.That(written.AsSpan(written.Length - fragments.Length).SequenceEqual(fragments), Is.True, Convert.ToHexString(written[^(fragments.Length + 12)..]));
            using DicomFile again = DicomFile.Parse(written);
            Assert.That((again.Dataset.GetString(DicomTag.PatientID), again.Findings.Count), Is.EqualTo(("CHANGED", 0)));
        }
    }

    /// <summary>Reads a file from memory and from a stream: the data set is the one that was written, and the finding is there.</summary>
    private static void Check(DicomDataset expected, byte[] bytes, TransferSyntax? syntax, FindingKind? finding = null)
    {
        foreach (bool isStream in (bool[])[false, true])
        {
            using DicomFile file = isStream ? DicomFile.OpenAsync(new MemoryStream(bytes)).AsTask().GetAwaiter().GetResult() : DicomFile.Parse(bytes);
            // Not opened, the bytes are walked; opened, the items.
            string unopened = DicomJson.ToText(file.Dataset);
            Assert.That(DicomDatasetComparer.Differences(expected, file.Dataset), Is.Empty);
            Assert.That(DicomJson.ToText(file.Dataset), Is.EqualTo(unopened));
            if (syntax is not null) Assert.That(file.TransferSyntax, Is.EqualTo(syntax));
            if (finding is { } kind) Assert.That(file.Findings.Select(found => found.Kind), Does.Contain(kind));
            else if (syntax is not null) Assert.That(file.Findings, Is.Empty);
            // Written anew it is as the standard asks.
            file.Dataset.Set(DicomTag.SOPInstanceUID, file.Id.SopInstance);
            using var saved = new MemoryStream();
            file.SaveAsync(saved, new DicomWriteOptions { TransferSyntax = TransferSyntax.ExplicitVRLittleEndian }).AsTask().GetAwaiter().GetResult();
            using DicomFile again = DicomFile.Parse(saved.ToArray());
            Assert.That(DicomDatasetComparer.Differences(expected, again.Dataset), Is.Empty);
            Assert.That(again.Findings, Is.Empty);
        }
    }

    private static byte[] File(DicomDataset dataset, OddStyle style, string? stated = null) => [.. Head(stated ?? SyntaxOf(style).Uid.Value), .. OddEncoder.Encode(dataset, style)];

    /// <summary>Preamble, prefix and file meta information.</summary>
    private static byte[] Head(string syntax)
    {
        var meta = new DicomDataset();
        meta.Set(DicomTag.MediaStorageSOPClassUID, DicomUid.CTImageStorage);
        meta.Set(DicomTag.MediaStorageSOPInstanceUID, "1.2.3");
        if (syntax.Length > 0) meta.Set(DicomTag.TransferSyntaxUID, DicomVR.UI, syntax);
        byte[] elements = OddEncoder.Encode(meta, Explicit);
        return [.. new byte[128], .. "DICM"u8, 2, 0, 0, 0, .. "UL"u8, 4, 0, .. BitConverter.GetBytes(elements.Length), .. elements];
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes);
        return deflated.ToArray();
    }

    private static TransferSyntax SyntaxOf(OddStyle style) =>
        style.IsBigEndian ? TransferSyntax.ExplicitVRBigEndian : style.IsExplicit ? TransferSyntax.ExplicitVRLittleEndian : TransferSyntax.ImplicitVRLittleEndian;

    private static bool HasItem(DicomDataset dataset) => dataset.Any(element => element.GetSequence() is { Count: > 0 });

    private static void RemoveEmpty(DicomDataset dataset)
    {
        foreach (DicomTag tag in dataset.Select(element => element.Tag).ToArray())
        {
            if (dataset.GetSequence(tag) is not { } sequence) continue;
            foreach (DicomDataset item in sequence) RemoveEmpty(item);
            if (sequence.Count == 0) dataset.Remove(tag);
        }
    }

    private static DicomDataset Leaf()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, DicomUid.CTImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, "1.2.3");
        return dataset;
    }

    private static DicomDataset Build(string[] texts, int length, ushort[] numbers, double[] doubles, byte[] bytes, bool hasText, bool hasTail, DicomDataset[] first, DicomDataset[] second)
    {
        DicomDataset dataset = Leaf();
        dataset.Set(DicomTag.Modality, "CT");
        dataset.Set(DicomTag.ReferencedImageSequence, new DicomSequence(first));
        dataset.Set(DicomTag.PatientName, texts[0]);
        dataset.Set(DicomTag.OtherPatientNames, texts);
        dataset.Set(DicomTag.PatientComments, hasText ? new string('t', length) : "");
        dataset.SetDouble(DicomTag.ImagePositionPatient, doubles);
        dataset.SetNumbers(DicomTag.RedPaletteColorLookupTableData, DicomVR.OW, numbers);
        dataset.Set(DicomTag.RequestAttributesSequence, new DicomSequence(second));
        dataset.SetBytes(DicomTag.EncapsulatedDocument, DicomVR.OB, bytes);
        if (hasTail) dataset.Set(DicomTag.TextValue, texts[^1]);
        return dataset;
    }
}
