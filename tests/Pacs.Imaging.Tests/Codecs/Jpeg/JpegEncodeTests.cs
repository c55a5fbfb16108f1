using System.Runtime.InteropServices;
using CsCheck;
using Pacs.Core;

namespace Pacs.Imaging.Tests;

/// <summary>What is encoded, decoded again by us and by others.</summary>
[Category("PS3.5 §8.2.1")]
[Parallelizable(ParallelScope.All)]
public sealed class JpegEncodeTests
{
    [Test]
    public void Lossless_OfAnyGrayFrame_ComesBackToTheBit() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 16], Gen.Bool, Gen.Bool, Gen.Int).Sample(static (rows, columns, bits, isSigned, isFirstOrder, seed) =>
        {
            PixelLayout layout = JpegTesting.Gray(rows, columns, bits, isSigned);
            byte[] pixels = JpegTesting.Picture(layout, seed, noise: 200);
            byte[] encoded = JpegTesting.Encode(pixels, layout, isFirstOrder ? TransferSyntax.JPEGLosslessSV1 : TransferSyntax.JPEGLossless);
            return JpegTesting.DecodeBytes(encoded, layout).AsSpan().SequenceEqual(pixels);
        }, iter: 300);

    [Test]
    public void Lossless_OfRandomWords_ComesBackToTheBit() =>
        Gen.Int[1, 20].SelectMany(columns => Gen.UShort.Array[columns * 7]).Sample(static samples =>
        {
            PixelLayout layout = JpegTesting.Gray(7, samples.Length / 7, 16);
            byte[] pixels = MemoryMarshal.AsBytes<ushort>(samples).ToArray();
            return JpegTesting.DecodeBytes(JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGLossless), layout).AsSpan().SequenceEqual(pixels);
        }, iter: 200);

    [Test]
    public void Lossless_WithBitsAboveThoseStored_KeepsThem()
    {
        PixelLayout layout = JpegTesting.Gray(20, 20, 12);
        byte[] pixels = JpegTesting.Picture(layout);
        pixels[101] |= 0x80; // an overlay's bit, in old files

        Assert.That(JpegTesting.DecodeBytes(JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGLosslessSV1), layout), Is.EqualTo(pixels));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Lossless_OfColor_ComesBackInterleaved(bool isPlanar)
    {
        PixelLayout layout = JpegTesting.Color(31, 45);
        byte[] pixels = JpegTesting.Picture(layout);
        byte[] native = isPlanar ? [.. Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, 31 * 45).Select(i => pixels[(i * 3) + c]))] : pixels;

        byte[] encoded = JpegTesting.Encode(native, layout with { IsPlanar = isPlanar }, TransferSyntax.JPEGLossless, null, out PixelLayout result);

        Assert.That((result.IsPlanar, result.Photometric), Is.EqualTo((false, PhotometricInterpretation.Rgb)));
        Assert.That(JpegTesting.DecodeBytes(encoded, result), Is.EqualTo(pixels));
    }

    [Test]
    public void Lossless_OfColorOf16Bits_ComesBackToTheBit()
    {
        PixelLayout layout = JpegTesting.Gray(23, 37, 16) with { SamplesPerPixel = 3, Photometric = PhotometricInterpretation.Rgb };
        byte[] pixels = JpegTesting.Picture(layout);

        Assert.That(JpegTesting.DecodeBytes(JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGLossless), layout), Is.EqualTo(pixels));
    }

    [TestCase(ChromaSubsampling.None)]
    [TestCase(ChromaSubsampling.Both)]
    public void Extended_OfColorOf12Bits_IsNearTheOriginal(ChromaSubsampling subsampling)
    {
        PixelLayout layout = JpegTesting.Gray(53, 75, 12) with { SamplesPerPixel = 3, Photometric = PhotometricInterpretation.Rgb };
        byte[] pixels = JpegTesting.Picture(layout, noise: 0);

        byte[] encoded = JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGExtended12Bit, new EncodeOptions { Quality = 100, ChromaSubsampling = subsampling }, out PixelLayout result);

        double mean = MemoryMarshal.Cast<byte, ushort>(pixels).ToArray().Zip(MemoryMarshal.Cast<byte, ushort>(JpegTesting.DecodeBytes(encoded, result)).ToArray(), (a, b) => Math.Abs(a - b)).Average();
        Assert.That(mean, Is.LessThan(subsampling == ChromaSubsampling.None ? 2 : 40));
    }

    [TestCase(ChromaSubsampling.None, PhotometricInterpretation.YbrFull, 4)]
    [TestCase(ChromaSubsampling.Horizontal, PhotometricInterpretation.YbrFull422, 60)]
    [TestCase(ChromaSubsampling.Both, PhotometricInterpretation.YbrFull422, 60)]
    public void Baseline_OfColor_IsNearTheOriginal(ChromaSubsampling subsampling, PhotometricInterpretation photometric, int tolerance)
    {
        PixelLayout layout = JpegTesting.Color(67, 93);
        byte[] pixels = JpegTesting.Picture(layout, noise: 0);

        byte[] encoded = JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { Quality = 100, ChromaSubsampling = subsampling }, out PixelLayout result);

        Assert.That(result.Photometric, Is.EqualTo(photometric));
        byte[] decoded = JpegTesting.DecodeBytes(encoded, result);
        Assert.That(decoded.Zip(pixels, (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(tolerance));
        Assert.That(decoded.Zip(pixels, (a, b) => Math.Abs(a - b)).Average(), Is.LessThan(2.5));
    }

    [Test]
    public void Extended_Of12Bits_IsNearTheOriginal()
    {
        PixelLayout layout = JpegTesting.Gray(100, 130, 12);
        byte[] pixels = JpegTesting.Picture(layout);

        byte[] decoded = JpegTesting.DecodeBytes(JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGExtended12Bit, new EncodeOptions { Quality = 100 }), layout);

        int worst = MemoryMarshal.Cast<byte, ushort>(pixels).ToArray().Zip(MemoryMarshal.Cast<byte, ushort>(decoded).ToArray(), (a, b) => Math.Abs(a - b)).Max();
        Assert.That(worst, Is.LessThanOrEqualTo(3));
    }

    [Test]
    public void Baseline_OfYbrFull422_TakesItsChromaAsItIs()
    {
        PixelLayout layout = JpegTesting.Color(16, 16, PhotometricInterpretation.YbrFull422);
        byte[] pixels = [.. Enumerable.Range(0, 16 * 8).SelectMany(_ => new byte[] { 120, 120, 90, 200 })];

        byte[] encoded = JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { Quality = 100, ChromaSubsampling = ChromaSubsampling.Horizontal }, out PixelLayout result);

        // R = Y + 1.402 (Cr - 128), and so on.
        Assert.That(JpegTesting.DecodeBytes(encoded, result)[..3], Is.EqualTo(new byte[] { 221, 82, 53 }).Within(1));
    }

    [Test]
    public void Baseline_WithOptimizedCodes_IsSmallerAndDecodesAlike()
    {
        PixelLayout layout = JpegTesting.Color(64, 64);
        byte[] pixels = JpegTesting.Picture(layout);

        byte[] standard = JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGBaseline8Bit), optimized = JpegTesting.Encode(pixels, layout, TransferSyntax.JPEGBaseline8Bit, new EncodeOptions { OptimizeHuffman = true });

        Assert.That(optimized, Has.Length.LessThan(standard.Length));
        Assert.That(JpegTesting.DecodeBytes(optimized, layout), Is.EqualTo(JpegTesting.DecodeBytes(standard, layout)));
    }

    [Test]
    public void Build_OfVeryUnequalFrequencies_KeepsCodesTo16Bits()
    {
        var frequencies = new long[40];
        frequencies[0] = frequencies[1] = 1;
        for (int i = 2; i < frequencies.Length; i++) frequencies[i] = frequencies[i - 1] + frequencies[i - 2];

        JpegHuffmanCode code = JpegCodeBuilder.Build(frequencies);

        byte[] segment = [.. code.Counts, .. code.Symbols];
        Assert.That(() => JpegHuffmanCode.Parse(segment, 0, out _), Throws.Nothing, "Not more codes of a length than bits can tell apart.");
        Assert.That(code.Symbols.ToArray(), Is.EquivalentTo(Enumerable.Range(0, 40)));
    }

    [TestCase("signed", "Signed")]
    [TestCase("16 bits", "16 bits")]
    [TestCase("palette", "PaletteColor")]
    public void Lossy_OfWhatItCannotHold_IsRefused(string what, string message)
    {
        PixelLayout layout = what switch
        {
            "signed" => JpegTesting.Gray(8, 8, 12, isSigned: true),
            "16 bits" => JpegTesting.Gray(8, 8, 16),
            _ => JpegTesting.Gray(8, 8) with { Photometric = PhotometricInterpretation.PaletteColor },
        };

        Assert.That(() => JpegTesting.Encode(JpegTesting.Picture(layout), layout, TransferSyntax.JPEGExtended12Bit), Throws.TypeOf<DicomImageException>().With.Message.Contains(message));
    }
}
