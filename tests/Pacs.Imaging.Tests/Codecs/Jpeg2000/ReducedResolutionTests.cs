using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Smaller versions of a frame, from no more bytes than they need; and frames that end early.</summary>
public sealed class ReducedResolutionTests
{
    private static readonly Jpeg2000Codec Codec = new();

    [Test]
    public void DecodeReduced_FromTheBytesItNeeds_IsTheSameAsFromAll([Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.202")] string uid, [Values(1, 2, 4)] int reductions)
    {
        TestImage image = TestImage.Make(300, 211, 1, 12);
        byte[] encoded = Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.Get(new DicomUid(uid)));
        int needed = (int)Codec.GetReducedLength(encoded, image.Layout, reductions, new CodecContext(image.Layout));
        (byte[] whole, string? missingOfWhole) = Decode(encoded, image.Layout, reductions);
        (byte[] part, string? missingOfPart) = Decode(encoded[..needed], image.Layout, reductions);
        Assert.That(needed, Is.LessThan(encoded.Length / 2));
        Assert.That((missingOfWhole, missingOfPart), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(part, Is.EqualTo(whole));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void DecodeReduced_IsAsOpenJpegReducesIt(int reductions)
    {
        TestImage image = TestImage.Make(301, 211, 3, 8);
        byte[] encoded = OpenJpegMatrixTests.Compress(image, "-t 128,128 -d 3,5");
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "in.j2k"), raw = Path.Combine(folder.Path, "out.rawl");
        File.WriteAllBytes(file, encoded);
        CommandLine.Run("opj_decompress", "libopenjp2-tools", "-i", file, "-o", raw, "-r", $"{reductions}");
        (byte[] pixels, _) = Decode(encoded, image.Layout, reductions);
        Assert.That(pixels, Is.EqualTo(TestImage.Interleave(File.ReadAllBytes(raw), Codec.ReadReducedLayout(encoded, image.Layout, reductions))));
    }

    [Test]
    public void ReadReducedLayout_MoreReductionsThanThereAre_IsRefused()
    {
        TestImage image = TestImage.Make(64, 64, 1, 8);
        byte[] encoded = Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.HTJ2KLossless);
        Assert.That(Codec.GetReductions(encoded), Is.EqualTo(5));
        Assert.That(() => Codec.ReadReducedLayout(encoded, image.Layout, 6), Throws.TypeOf<DicomImageException>().With.Message.Contains("6"));
    }

    [Test]
    public void DecodeReduced_TruncatedStream_GivesWhatItHasAndSaysSo([Values(0.3, 0.6, 0.95)] double share, [Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.202")] string uid)
    {
        TestImage image = TestImage.Make(300, 211, 1, 12);
        byte[] encoded = Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.Get(new DicomUid(uid)));
        (byte[] pixels, string? missing) = Decode(encoded[..(int)(encoded.Length * share)], image.Layout, 0);
        Assert.That(missing, Is.Not.Null);
        Assert.That(Mean(pixels, image.Pixels), Is.LessThan(share < 0.5 ? 120 : 60).And.GreaterThan(0));
    }

    /// <summary>Who has the head of a frame is told at once how much of it the smaller picture takes: by packet lengths, or by those of tile-parts.</summary>
    [Test]
    [Category("ISO/IEC 15444-1 §A.7")]
    public void TryGetReducedLength_OfAFramesHead_IsExactWherePltOrTlmTells([Values("-PLT -p RPCL -c [64,64]", "-TLM -TP R -p RPCL -c [64,64]")] string options, [Values(1, 2, 4)] int reductions)
    {
        TestImage image = TestImage.Make(300, 211, 1, 12);
        byte[] stream = OpenJpegMatrixTests.Compress(image, options);
        var context = new CodecContext(image.Layout);
        int head = stream.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0x93]) + 20;
        Assert.That(Codec.TryGetReducedLength(stream.AsMemory(0, head), image.Layout, reductions, context, out long foretold), Is.False);
        Assert.That(foretold, Is.EqualTo(Codec.GetReducedLength(stream, image.Layout, reductions, context)).And.LessThan(stream.Length));
        Assert.That(Codec.TryGetReducedLength(stream.AsMemory(0, (int)foretold), image.Layout, reductions, context, out _), Is.True);
    }

    [Test]
    public void Decode_OnSeveralThreads_GivesTheSamePixels()
    {
        TestImage image = TestImage.Make(500, 400, 3, 8);
        byte[] encoded = Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.JPEG2000);
        byte[] pixels = new byte[image.Pixels.Length];
        Codec.Decode(encoded, image.Layout, pixels, new CodecContext(image.Layout, new CodecOptions { MaxDegreeOfParallelism = 4 }));
        Assert.That(pixels, Is.EqualTo(Frame.Decode(Codec, encoded, image.Layout)));
    }

    private static (byte[] Pixels, string? Missing) Decode(byte[] encoded, PixelLayout declared, int reductions)
    {
        byte[] pixels = new byte[Codec.ReadReducedLayout(encoded, declared, reductions).FrameLength];
        string? missing = Codec.DecodeReduced(encoded, declared, reductions, pixels, new CodecContext(declared));
        return (pixels, missing);
    }

    private static double Mean(byte[] one, byte[] other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i += 2) sum += Math.Abs(BitConverter.ToUInt16(one, i) - BitConverter.ToUInt16(other, i));
        return sum / (one.Length / 2);
    }
}
