using CsCheck;
using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>What the encoder writes, decoded by ourselves and by others.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class Jpeg2000EncodeTests
{
    private static readonly Jpeg2000Codec Codec = new();

    private static readonly TransferSyntax[] Lossless = [TransferSyntax.JPEG2000Lossless, TransferSyntax.HTJ2KLossless, TransferSyntax.HTJ2KLosslessRPCL];

    private static readonly TransferSyntax[] Lossy = [TransferSyntax.JPEG2000, TransferSyntax.HTJ2K];

    private static IEnumerable<TestCaseData> Images() =>
        from syntax in Lossless
        from image in new[] { (1, 8), (1, 12), (1, 16), (3, 8) }
        select new TestCaseData(syntax, image.Item1, image.Item2).SetArgDisplayNames($"{syntax} {image.Item1}x{image.Item2}");

    [Test]
    public void Encode_AnyFrameLossless_DecodesToTheSamePixels() =>
        Frame.Layouts().Select(Gen.Int, Gen.Int[0, 2]).Sample((layout, seed, syntax) =>
        {
            byte[] pixels = Frame.Pixels(layout, seed), encoded = Frame.Encode(Codec, pixels, layout, Lossless[syntax]);
            Assert.That(Frame.Decode(Codec, encoded, layout), Is.EqualTo(pixels));
        }, iter: 150);

    [Test]
    public void Encode_EachDepthAndNumberOfComponents_DecodesToTheSamePixels([Range(1, 16)] int bits, [Range(1, 4)] int samples, [Values] bool isSigned)
    {
        TestImage image = TestImage.Make(71, 53, samples, bits, isSigned);
        foreach (TransferSyntax syntax in Lossless) Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, image.Pixels, image.Layout, syntax), image.Layout), Is.EqualTo(image.Pixels), $"{syntax}");
    }

    [Test]
    public void Encode_EachDepthAndNumberOfComponents_OpenJpegDecodesToTheSamePixels([Values(2, 5, 8, 10, 12, 16)] int bits, [Values(2, 3, 4)] int samples, [Values] bool isSigned)
    {
        TestImage image = TestImage.Make(71, 53, samples, bits, isSigned);
        foreach (TransferSyntax syntax in Lossless) Assert.That(OpenJpeg.Decode(Frame.Encode(Codec, image.Pixels, image.Layout, syntax), image.Layout), Is.EqualTo(image.Pixels), $"{syntax}");
    }

    [Test]
    public void Encode_AnyFrameToARatio_StaysBelowIt() =>
        Frame.Layouts().Where(layout => layout.FrameLength > 4000).Select(Gen.Int, Gen.Int[0, 1], Gen.Double[1.5, 6]).Sample((layout, seed, syntax, ratio) =>
        {
            byte[] pixels = Frame.Pixels(layout, seed), encoded = Frame.Encode(Codec, pixels, layout, Lossy[syntax], new EncodeOptions { CompressionRatio = ratio });
            Assert.That(encoded, Has.Length.LessThanOrEqualTo((int)(layout.FrameLength / ratio)));
            Assert.That(Frame.Decode(Codec, encoded, layout), Has.Length.EqualTo(pixels.Length));
        }, iter: 60);

    [TestCaseSource(nameof(Images))]
    public void Encode_Lossless_OpenJpegDecodesToTheSamePixels(TransferSyntax syntax, int samples, int bits)
    {
        TestImage image = TestImage.Make(203, 150, samples, bits);
        Assert.That(OpenJpeg.Decode(Frame.Encode(Codec, image.Pixels, image.Layout, syntax), image.Layout), Is.EqualTo(image.Pixels));
    }

    [TestCaseSource(nameof(Images))]
    public void Encode_HTLossless_OpenJphDecodesToTheSamePixels(TransferSyntax syntax, int samples, int bits)
    {
        if (syntax == TransferSyntax.JPEG2000Lossless) syntax = TransferSyntax.HTJ2KLosslessRPCL;
        TestImage image = TestImage.Make(150, 203, samples, bits, seed: 5);
        Assert.That(OpenJph.Decode(Frame.Encode(Codec, image.Pixels, image.Layout, syntax), image.Layout), Is.EqualTo(image.Pixels));
    }

    [TestCase("1.2.840.10008.1.2.4.91", 1, 12)]
    [TestCase("1.2.840.10008.1.2.4.91", 3, 8)]
    [TestCase("1.2.840.10008.1.2.4.203", 1, 12)]
    [TestCase("1.2.840.10008.1.2.4.203", 3, 8)]
    public void Encode_Lossy_OpenJpegDecodesAsWeDo(string uid, int samples, int bits)
    {
        TestImage image = TestImage.Make(203, 150, samples, bits);
        byte[] encoded = Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.Get(new DicomUid(uid)), new EncodeOptions { CompressionRatio = 8 });
        byte[] pixels = Frame.Decode(Codec, encoded, image.Layout);
        Assert.That(encoded, Has.Length.LessThanOrEqualTo(image.Pixels.Length / 8).And.Length.GreaterThan(image.Pixels.Length / 10));
        Assert.That(SampleDifference.Greatest(pixels, OpenJpeg.Decode(encoded, image.Layout), image.Layout), Is.LessThanOrEqualTo(2));
        Assert.That(SampleDifference.Greatest(pixels, image.Pixels, image.Layout), Is.LessThan(1 << bits - 3));
    }

    [Test, Category("PS3.5 §8.2.4")]
    public void Encode_Rgb_SaysWhichTransformTheStreamHas()
    {
        TestImage image = TestImage.Make(32, 32, 3, 8);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        PixelLayout lossless = Codec.Encode(image.Pixels, image.Layout, TransferSyntax.JPEG2000Lossless, EncodeOptions.Default, output, new CodecContext(image.Layout));
        PixelLayout lossy = Codec.Encode(image.Pixels, image.Layout, TransferSyntax.HTJ2K, EncodeOptions.Default, output, new CodecContext(image.Layout));
        Assert.That((lossless.Photometric, lossy.Photometric), Is.EqualTo((PhotometricInterpretation.YbrRct, PhotometricInterpretation.YbrIct)));
    }

    [Test, Category("PS3.5 §10.18")]
    public void Encode_HTRpcl_HasTlmAndABaseOfAtMost64Pixels()
    {
        TestImage image = TestImage.Make(700, 2100, 1, 8);
        byte[] encoded = Frame.Encode(Codec, image.Pixels, image.Layout, TransferSyntax.HTJ2KLosslessRPCL);
        J2kCodestream stream = J2kCodestream.ReadMainHeader(encoded);
        PixelLayout smallest = Codec.ReadReducedLayout(encoded, image.Layout, Codec.GetReductions(encoded));
        Assert.That(stream.Main.Progression, Is.EqualTo(J2kProgression.Rpcl));
        Assert.That(encoded.AsSpan(0, stream.MainHeaderEnd).IndexOf((ReadOnlySpan<byte>)[0xFF, 0x55]), Is.Positive);
        Assert.That(Math.Max(smallest.Rows, smallest.Columns), Is.LessThanOrEqualTo(64));
    }

    [Test]
    public void Encode_HighBitsOfNativeWords_DoNotMatter()
    {
        TestImage image = TestImage.Make(33, 21, 1, 12);
        byte[] dirty = (byte[])image.Pixels.Clone();
        for (int i = 1; i < dirty.Length; i += 2) dirty[i] |= 0xA0;
        Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, dirty, image.Layout, TransferSyntax.JPEG2000Lossless), image.Layout), Is.EqualTo(image.Pixels));
    }

    [Test]
    public void Encode_OnSeveralThreads_WritesTheSameBytes([Values] bool isLossy)
    {
        TestImage image = TestImage.Make(400, 300, 3, 8);
        TransferSyntax syntax = isLossy ? TransferSyntax.JPEG2000 : TransferSyntax.HTJ2KLossless;
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Codec.Encode(image.Pixels, image.Layout, syntax, EncodeOptions.Default, output, new CodecContext(image.Layout, new CodecOptions { MaxDegreeOfParallelism = 3 }));
        Assert.That(output.WrittenSpan.ToArray(), Is.EqualTo(Frame.Encode(Codec, image.Pixels, image.Layout, syntax)));
    }
}
