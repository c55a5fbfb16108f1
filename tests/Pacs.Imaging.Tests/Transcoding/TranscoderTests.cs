using Pacs.Core;
using Pacs.Tests;

namespace Pacs.Imaging.Tests.Transcoding;

[Parallelizable(ParallelScope.Children)]
public sealed class TranscoderTests
{
    private static readonly string[] Sources =
    [
        "transfer-syntax-sweep/ct-i16/ct-i16.explicit-be.dcm", "transfer-syntax-sweep/gray8-odd/gray8-odd.explicit-le.dcm", "transfer-syntax-sweep/mr-u12-3frames/mr-u12-3frames.implicit-le.dcm",
        "transfer-syntax-sweep/noise-u16/noise-u16.deflated.dcm", "transfer-syntax-sweep/us-rgb8/us-rgb8.rle.dcm", "native/color-pl.dcm", "native/SC_rgb_expb_16bit_2frame.dcm",
        "native/OT-PAL-8-face.dcm", "jpeg-ls/JLSL_16_15_1_1F.dcm", "segmentation/liver_nonbyte_aligned_deflate.dcm",
    ];

    private static readonly TransferSyntax[] Lossless = [.. CodecRegistry.Default.Encodes.Where(syntax => !syntax.IsLossy)];

    private static IEnumerable<TestCaseData> Pairs() => from source in Sources from target in Lossless
        // Single bits are kept by codecs of bytes alone.
        where !source.StartsWith("segmentation", StringComparison.Ordinal) || SyntaxFit.IsNative(target) || target == TransferSyntax.RLELossless || target == TransferSyntax.DeflatedImageFrameCompression
        select new TestCaseData(source, target).SetArgDisplayNames(Path.GetFileName(source), target.ToString());

    [TestCaseSource(nameof(Pairs))]
    public async Task ToALosslessSyntax_KeepsThePixelsAndTheInstance(string source, TransferSyntax target)
    {
        using var folder = new TemporaryFolder();
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File(source));
        await using DicomFile transcoded = await new Transcoder().TranscodeAsync(file, target);
        await transcoded.SaveAsync(folder.File("out.dcm"));

        Assert.That(transcoded.Id, Is.EqualTo(file.Id));
        Assert.That(await ManifestTests.SumAsync(folder.File("out.dcm")), Is.EqualTo(await ManifestTests.SumAsync(SharedData.File(source))));
    }

    [Test]
    [Category("PS3.3 §C.7.6.1.1.5")]
    public async Task ToALossySyntax_MakesADerivedInstanceThatNamesItsSource()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("transfer-syntax-sweep/mr-u12/mr-u12.explicit-le.dcm"));
        await using DicomFile lossy = await new Transcoder(new() { Encoding = new() { NearLossless = 3 } }).TranscodeAsync(file, TransferSyntax.JPEGLSNearLossless);
        DicomDataset dataset = lossy.Dataset, source = dataset.GetSequence(DicomTag.SourceImageSequence)![^1];

        Assert.That(lossy.Id.SopInstance, Is.Not.EqualTo(file.Id.SopInstance));
        Assert.That(source.GetUid(DicomTag.ReferencedSOPInstanceUID), Is.EqualTo(file.Id.SopInstance));
        Assert.That(dataset.GetString(DicomTag.LossyImageCompression), Is.EqualTo("01"));
        Assert.That(dataset.GetString(DicomTag.LossyImageCompressionMethod), Is.EqualTo("ISO_14495_1"));
        Assert.That(dataset.GetDouble(DicomTag.LossyImageCompressionRatio), Is.GreaterThan(2));
        Assert.That(dataset.GetStrings(DicomTag.ImageType)[0], Is.EqualTo("DERIVED"));
        Assert.That(file.Dataset.GetString(DicomTag.LossyImageCompression), Is.Not.EqualTo("01"), "the source is not changed");
    }

    [Test]
    public async Task ColorToLossySyntaxes_AndBack_StaysNearTheSource([Values("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.203")] string uid)
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("transfer-syntax-sweep/us-rgb8/us-rgb8.explicit-le.dcm"));
        var transcoder = new Transcoder(new() { Encoding = new() { Quality = 95, CompressionRatio = 4 } });
        await using DicomFile lossy = await transcoder.TranscodeAsync(file, TransferSyntax.Get(new DicomUid(uid)));
        await using DicomFile back = await transcoder.TranscodeAsync(lossy, TransferSyntax.ExplicitVRLittleEndian);
        using PixelFrame before = await DicomImage.DecodeAsync(file), after = await DicomImage.DecodeAsync(back);

        Assert.That(back.Dataset.GetString(DicomTag.PhotometricInterpretation), Is.EqualTo(after.Layout.Photometric.ToTerm()));
        Assert.That(after.Layout.FrameLength, Is.EqualTo(before.Layout.FrameLength));
        if (after.Layout.Photometric != PhotometricInterpretation.Rgb) return;
        double error = 0;
        for (int i = 0; i < before.Bytes.Length; i++) error += Math.Abs(before.Bytes[i] - after.Bytes[i]);
        Assert.That(error / before.Bytes.Length, Is.LessThan(4));
    }

    [Test]
    public async Task StreamThatEndsEarly_IsShownInPart_ButNotTranscoded()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("malformed/j2k-truncated-stream.dcm"));
        using PixelFrame frame = await DicomImage.DecodeAsync(file);

        Assert.That(frame.IsPartial);
        Assert.That(async () => await new Transcoder().TranscodeAsync(file, TransferSyntax.ExplicitVRLittleEndian), Throws.TypeOf<DicomImageException>().With.Message.Contains("not whole"));
    }

    [Test]
    public async Task ALossySyntaxWithoutLoss_KeepsTheInstance()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("transfer-syntax-sweep/mr-u12/mr-u12.explicit-le.dcm"));
        await using DicomFile lossless = await new Transcoder(new() { Encoding = new() { NearLossless = 0 } }).TranscodeAsync(file, TransferSyntax.JPEGLSNearLossless);

        Assert.That(lossless.Id, Is.EqualTo(file.Id));
        Assert.That(lossless.Dataset.GetString(DicomTag.LossyImageCompression), Is.Not.EqualTo("01"));
    }

    [Test]
    public async Task SecondLoss_IsAppendedToTheHistory()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("transfer-syntax-sweep/mr-u12/mr-u12.explicit-le.dcm"));
        var transcoder = new Transcoder();
        await using DicomFile once = await transcoder.TranscodeAsync(file, TransferSyntax.JPEGLSNearLossless);
        await using DicomFile native = await transcoder.TranscodeAsync(once, TransferSyntax.ExplicitVRLittleEndian);
        await using DicomFile twice = await transcoder.TranscodeAsync(native, TransferSyntax.JPEGLSNearLossless);

        Assert.That(native.Dataset.GetString(DicomTag.LossyImageCompression), Is.EqualTo("01"));
        Assert.That(twice.Dataset.GetStrings(DicomTag.LossyImageCompressionMethod), Has.Count.EqualTo(2));
        Assert.That(twice.Dataset.GetSequence(DicomTag.SourceImageSequence), Has.Count.EqualTo(2));
    }

    [TestCase(OffsetTableKind.Basic)]
    [TestCase(OffsetTableKind.Extended)]
    [TestCase(OffsetTableKind.None)]
    public async Task BeyondTheMemoryLimit_FramesGoToATemporaryFileThatVanishes(OffsetTableKind table)
    {
        using var folder = new TemporaryFolder();
        const string Source = "native/emri_small.dcm";
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File(Source));
        var transcoder = new Transcoder(new() { Spool = new() { MemoryLimit = 1000, Folder = folder.Path, OffsetTable = table } });
        await using (DicomFile transcoded = await transcoder.TranscodeAsync(file, TransferSyntax.RLELossless))
            await transcoded.SaveAsync(folder.File("out.dcm"));

        Assert.That(Directory.GetFiles(folder.Path), Is.EqualTo(new[] { folder.File("out.dcm") }));
        Assert.That(await ManifestTests.SumAsync(folder.File("out.dcm")), Is.EqualTo(await ManifestTests.SumAsync(SharedData.File(Source))));
        await using DicomFile saved = await DicomFile.OpenAsync(folder.File("out.dcm"));
        Assert.That((await FrameReader.CreateAsync(saved)).Findings, Is.Empty);
        Assert.That(saved.Dataset.Contains(DicomTag.ExtendedOffsetTable), Is.EqualTo(table == OffsetTableKind.Extended));
    }

    [Test]
    public async Task NativeYbr422_BecomesYbrFullWhereACodecWantsAllSamples()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("native/SC_ybr_full_422_uncompressed.dcm"));
        await using DicomFile transcoded = await new Transcoder().TranscodeAsync(file, TransferSyntax.RLELossless);

        Assert.That(transcoded.Dataset.GetString(DicomTag.PhotometricInterpretation), Is.EqualTo("YBR_FULL"));
        using PixelFrame before = await DicomImage.DecodeAsync(file), after = await DicomImage.DecodeAsync(transcoded);
        Assert.That(after.Bytes[..6].ToArray(), Is.EqualTo(new[] { before.Bytes[0], before.Bytes[2], before.Bytes[3], before.Bytes[1], before.Bytes[2], before.Bytes[3] }));
    }

    [Test]
    public async Task OneFrame_BecomesAFrameOfTheSamePixels()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("transfer-syntax-sweep/mr-u12-3frames/mr-u12-3frames.jpegls.dcm"));
        using EncodedFrame source = await (await FrameReader.CreateAsync(file)).ReadAsync(2);
        (EncodedFrame rle, _) = new Transcoder().Transcode(source, file.Dataset, TransferSyntax.RLELossless);
        using (rle)
        using (PixelFrame before = DicomImage.Decode(source, file.Dataset), after = DicomImage.Decode(rle, file.Dataset))
        {
            Assert.That(rle.FrameNumber, Is.EqualTo(3));
            Assert.That(after.Bytes.ToArray(), Is.EqualTo(before.Bytes.ToArray()));
        }
    }

    [Test]
    public async Task SameSyntax_IsNotTouched()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("transfer-syntax-sweep/ct-i16/ct-i16.jpegls.dcm"));
        await using DicomFile same = await new Transcoder().TranscodeAsync(file, TransferSyntax.JPEGLSLossless);
        using EncodedFrame before = await (await FrameReader.CreateAsync(file)).ReadAsync(0), after = await (await FrameReader.CreateAsync(same)).ReadAsync(0);

        Assert.That(after.Memory.ToArray(), Is.EqualTo(before.Memory.ToArray()));
    }

    [Test]
    public async Task Video_CannotBeDecoded_AndIsNamed()
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.Files("video").First());

        Assert.That(async () => await new Transcoder().TranscodeAsync(file, TransferSyntax.ExplicitVRLittleEndian), Throws.TypeOf<DicomImageException>().With.Message.Contains(file.TransferSyntax.ToString()));
        Assert.That(new Transcoder().CanTranscode(file.TransferSyntax, file.TransferSyntax), Is.True, "it passes through whole");
    }

    [Test]
    public async Task BrokenFrame_EndsInATypedErrorAndLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File("malformed/jpegls-truncated-stream.dcm"));
        var transcoder = new Transcoder(new() { Spool = new() { MemoryLimit = 0, Folder = folder.Path } });

        Assert.That(async () => await transcoder.TranscodeAsync(file, TransferSyntax.ExplicitVRLittleEndian), Throws.InstanceOf<DicomException>());
        Assert.That(Directory.GetFiles(folder.Path), Is.Empty);
    }
}
