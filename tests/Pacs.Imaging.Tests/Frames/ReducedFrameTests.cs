using Pacs.Core;
using Pacs.Imaging.Tests.Codecs;

namespace Pacs.Imaging.Tests.Frames;

/// <summary>Smaller pictures through frames and transcoder: no more is read than they take, and the data set speaks of the smaller image.</summary>
public sealed class ReducedFrameTests
{
    private static readonly TestImage Image = TestImage.Make(1200, 900, 1, 12);

    [Test]
    public async Task DecodeAsync_OfAFractionOfTheSize_ReadsAFractionOfTheFrame([Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.202")] string uid, [Values(0, 2, 4)] int reductions)
    {
        await using Stored stored = await Stored.OfAsync(TransferSyntax.Get(new DicomUid(uid)));
        FrameReader reader = await FrameReader.CreateAsync(stored);
        long before = stored.BytesRead;
        using PixelFrame frame = await DicomImage.DecodeAsync(reader, 0, new DecodeOptions { Reductions = reductions });
        long read = stored.BytesRead - before;

        Assert.That((frame.Reductions, frame.Layout.Columns, frame.Layout.Rows), Is.EqualTo((reductions, 1200 >> reductions, (900 + (1 << reductions) - 1) >> reductions)));
        Assert.That(frame.Missing, Is.Null);
        Assert.That(read, Is.LessThan(reductions == 0 ? stored.Length + 1 : reductions == 2 ? stored.Length / 4 : 20_000));
        using PixelFrame whole = await DicomImage.DecodeAsync(await stored.FileAsync(), 0, new DecodeOptions { Reductions = reductions });
        Assert.That(frame.Bytes.SequenceEqual(whole.Bytes));
    }

    [TestCase(100, 3, Description = "150 pixels are enough, 75 are not")]
    [TestCase(75, 4)]
    [TestCase(76, 3)]
    [TestCase(1200, 0)]
    [TestCase(5000, 0)]
    [TestCase(1, 5, Description = "no smaller version is there")]
    public async Task DecodeAsync_EnoughSize_HalvesAsOftenAsItStaysLargeEnough(int enough, int reductions)
    {
        await using Stored stored = await Stored.OfAsync(TransferSyntax.HTJ2KLossless);
        using PixelFrame frame = await DicomImage.DecodeAsync(await stored.FileAsync(), 0, new DecodeOptions { EnoughSize = enough });
        Assert.That(frame.Reductions, Is.EqualTo(reductions));
    }

    [Test]
    public async Task DecodeAsync_OfACodecWithoutSmallerVersions_IsTheFullSize()
    {
        await using Stored stored = await Stored.OfAsync(TransferSyntax.RLELossless);
        using PixelFrame frame = await DicomImage.DecodeAsync(await stored.FileAsync(), 0, new DecodeOptions { Reductions = 3 });
        Assert.That((frame.Reductions, frame.Layout.Columns), Is.EqualTo((0, 1200)));
    }

    [Test]
    [Category("PS3.3 §10.7.1.3")]
    public async Task DecodeAsync_Reduced_HasASourceThatSpeaksOfTheSmallerImage()
    {
        await using Stored stored = await Stored.OfAsync(TransferSyntax.HTJ2KLossless);
        DicomFile file = await stored.FileAsync();
        using PixelFrame frame = await DicomImage.DecodeAsync(file, 0, new DecodeOptions { Reductions = 2 });
        DicomDataset smaller = frame.Source!.Dataset;
        Assert.That((smaller.GetInt32(DicomTag.Rows), smaller.GetInt32(DicomTag.Columns)), Is.EqualTo(((int?)225, (int?)300)));
        Assert.That(smaller.GetDoubles(DicomTag.PixelSpacing), Is.EqualTo(new[] { 1.0, 2.0 }));
        Assert.That(smaller.Contains(new DicomTag(0x6000, 0x3000)), Is.False, "the overlay is for the full size");
        Assert.That(file.Dataset.GetDoubles(DicomTag.PixelSpacing), Is.EqualTo(new[] { 0.25, 0.5 }), "the file's own is not changed");
        using RenderedImage picture = await frame.RenderAsync();
        Assert.That((picture.Width, picture.Height), Is.EqualTo((600, 225)), "pixels are twice as wide as high");
    }

    [Test]
    public async Task DecodeAsync_OfAStreamThatEndsEarly_SaysWhatIsMissing()
    {
        await using Stored stored = await Stored.OfAsync(TransferSyntax.JPEG2000Lossless, share: 0.5);
        using PixelFrame frame = await DicomImage.DecodeAsync(await stored.FileAsync());
        Assert.That(frame.IsPartial);
        Assert.That(frame.Missing, Does.Contain("packet"));
        using PixelFrame thumbnail = await DicomImage.DecodeAsync(await stored.FileAsync(), 0, new DecodeOptions { Reductions = 4 });
        Assert.That(thumbnail.Missing, Is.Null, "what is cut off is not of the smaller version");
    }

    [Test]
    [Category("PS3.3 §C.7.6.1.1.5")]
    public async Task Transcoder_WithReductions_MakesADerivedImageOfTheSmallerSize([Values("1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.203")] string uid)
    {
        await using Stored stored = await Stored.OfAsync(TransferSyntax.HTJ2KLosslessRPCL);
        DicomFile file = await stored.FileAsync();
        var target = TransferSyntax.Get(new DicomUid(uid));
        await using DicomFile smaller = await new Transcoder(new TranscodeOptions { Reductions = 2 }).TranscodeAsync(file, target);
        DicomDataset dataset = smaller.Dataset;

        Assert.That((dataset.GetInt32(DicomTag.Rows), dataset.GetInt32(DicomTag.Columns)), Is.EqualTo(((int?)225, (int?)300)));
        Assert.That(dataset.GetDoubles(DicomTag.PixelSpacing), Is.EqualTo(new[] { 1.0, 2.0 }));
        Assert.That(dataset.GetStrings(DicomTag.ImageType)[0], Is.EqualTo("DERIVED"));
        Assert.That(dataset.GetString(DicomTag.DerivationDescription), Does.Contain("1/4"));
        Assert.That(dataset.GetSequence(DicomTag.SourceImageSequence)![0].GetUid(DicomTag.ReferencedSOPInstanceUID), Is.EqualTo(file.Id.SopInstance));
        Assert.That(smaller.Id.SopInstance, Is.Not.EqualTo(file.Id.SopInstance));
        Assert.That(dataset.GetString(DicomTag.LossyImageCompression) == "01", Is.EqualTo(target.IsLossy));
        using PixelFrame pixels = await DicomImage.DecodeAsync(smaller), expected = await DicomImage.DecodeAsync(file, 0, new DecodeOptions { Reductions = 2 });
        Assert.That(SampleDifference.Greatest(pixels.Bytes, expected.Bytes, expected.Layout), target.IsLossy ? Is.LessThan(600) : Is.Zero);
    }

    [Test]
    public async Task Transcoder_WithReductions_OfFramesThatHaveNone_IsRefused()
    {
        await using Stored stored = await Stored.OfAsync(TransferSyntax.RLELossless);
        DicomFile file = await stored.FileAsync();
        Assert.That(async () => await new Transcoder(new TranscodeOptions { Reductions = 1 }).TranscodeAsync(file, TransferSyntax.ExplicitVRLittleEndian), Throws.TypeOf<DicomImageException>().With.Message.Contains("halved"));
    }

    // An object as an archive keeps it, that counts what is read of it.
    private sealed class Stored(byte[] bytes, TransferSyntax syntax) : IEncodedDataset
    {
        public TransferSyntax TransferSyntax => syntax;

        public long Length => bytes.Length;

        public long BytesRead { get; private set; }

        public static async Task<Stored> OfAsync(TransferSyntax syntax, double share = 1)
        {
            byte[] frame = Frame.Encode(CodecRegistry.Default.RequireEncoder(syntax), Image.Pixels, Image.Layout, syntax);
            using var spool = new FrameSpool(1, isEncapsulated: true);
            await spool.AddAsync(frame.AsMemory(0, (int)(frame.Length * share)));
            var dataset = new DicomDataset();
            dataset.Set(DicomTag.SOPClassUID, DicomUid.SecondaryCaptureImageStorage);
            dataset.Set(DicomTag.SOPInstanceUID, new DicomUid("1.2.3.4"));
            dataset.Set(DicomTag.ImageType, "ORIGINAL", "PRIMARY");
            dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
            foreach ((DicomTag tag, int value) in new[] { (DicomTag.Rows, 900), (DicomTag.Columns, 1200), (DicomTag.SamplesPerPixel, 1), (DicomTag.BitsAllocated, 16), (DicomTag.BitsStored, 12), (DicomTag.HighBit, 11), (DicomTag.PixelRepresentation, 0) })
                dataset.SetUInt16(tag, (ushort)value);
            dataset.SetDouble(DicomTag.PixelSpacing, 0.25, 0.5);
            dataset.SetUInt16(new DicomTag(0x6000, 0x0010), 900);
            dataset.SetUInt16(new DicomTag(0x6000, 0x0011), 1200);
            dataset.SetBytes(new DicomTag(0x6000, 0x3000), DicomVR.OW, new byte[900 * 1200 / 8]);
            DicomFile file = await spool.CompleteAsync(dataset, syntax, DicomVR.OB);
            using var folder = new TemporaryFolder();
            await file.SaveAsync(folder.File("stored.dcm"));
            byte[] saved = await File.ReadAllBytesAsync(folder.File("stored.dcm"));
            // Behind the preamble stands the length of the meta information.
            int meta = 144 + BitConverter.ToInt32(saved, 140);
            return new Stored(saved[meta..], syntax);
        }

        public ValueTask<DicomFile> FileAsync() => ValueTask.FromResult(new DicomFile(DicomDataset.Parse(bytes, syntax), syntax));

        public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct)
        {
            int count = (int)Math.Min(destination.Length, bytes.Length - offset);
            bytes.AsMemory((int)offset, count).CopyTo(destination);
            BytesRead += count;
            return ValueTask.FromResult(count);
        }

        public async ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct)
        {
            long total = 0;
            foreach (Memory<byte> destination in destinations) total += await ReadAsync(offset + total, destination, ct);
            return total;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
