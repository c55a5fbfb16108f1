using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

/// <summary>Samples of more than 16 bits, in words of 32: to 24 bits both ways; what does not fit is refused with its bits.</summary>
[Category("PS3.5 §8.2.4")]
[Parallelizable(ParallelScope.Children)]
public sealed class DeepSampleTests
{
    private const int Columns = 150, Rows = 90;
    private static readonly Jpeg2000Codec Codec = new();

    [Test]
    public void Encode_Lossless_ComesBackExact([Range(17, 24)] int bits, [Values] bool isSigned, [Values] bool isNoise, [Values("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.202")] string uid)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned, isNoise);
        Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout, TransferSyntax.Get(new DicomUid(uid))), layout), Is.EqualTo(pixels));
    }

    [Test]
    public void Encode_Lossless_OpenJpegDecodesToTheSameSamples([Values(17, 20, 24)] int bits, [Values] bool isSigned)
    {
        OpenJpegLibrary oracle = OpenJpegLibrary.Require();
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned, isNoise: false);
        int[] samples = oracle.Decode(Frame.Encode(Codec, pixels, layout, TransferSyntax.JPEG2000Lossless))![0];
        for (int i = 0; i < samples.Length; i++) Assert.That(samples[i], Is.EqualTo(BinaryPrimitives.ReadInt32LittleEndian(pixels.AsSpan(4 * i))), $"sample {i}");
    }

    /// <summary>A byte a sample is what the upper bits take, whatever is below: the lowest band, whose coefficients are the longest, is not cut off.</summary>
    [Test]
    public void Encode_ToARatio_KeepsTheUpperBits([Range(17, 24)] int bits, [Values("1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.4.203")] string uid, [Values(1.5, 4)] double ratio)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned: false, isNoise: false);
        byte[] decoded = Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout, TransferSyntax.Get(new DicomUid(uid)), new EncodeOptions { CompressionRatio = ratio }), layout);
        for (int i = 0; i < pixels.Length; i += 4)
            Assert.That(BinaryPrimitives.ReadInt32LittleEndian(decoded.AsSpan(i)), Is.EqualTo(BinaryPrimitives.ReadInt32LittleEndian(pixels.AsSpan(i))).Within(1 << (bits - 8)), $"sample {i / 4}");
    }

    [Test]
    public void Encode_MoreThan24Bits_IsRefused([Values(25, 32)] int bits)
    {
        (PixelLayout layout, byte[] pixels) = Make(bits, isSigned: false, isNoise: false);
        Assert.That(() => Frame.Encode(Codec, pixels, layout, TransferSyntax.JPEG2000Lossless), Throws.TypeOf<DicomImageException>().With.Message.Contains($"{bits} bits"));
    }

    private static (PixelLayout Layout, byte[] Pixels) Make(int bits, bool isSigned, bool isNoise)
    {
        var layout = new PixelLayout { Columns = Columns, Rows = Rows, BitsAllocated = 32, BitsStored = bits, HighBit = bits - 1, IsSigned = isSigned };
        var random = new Random(bits);
        byte[] pixels = new byte[layout.FrameLength];
        long range = 1L << bits;
        for (int i = 0; i < Columns * Rows; i++)
        {
            // Noise of the full range has both extremes beside each other, which gives the greatest coefficients there are.
            long value = isNoise ? random.Next(3) switch { 0 => 0, 1 => range - 1, _ => random.NextInt64(range) } : (range / 3) + (long)(range / 4 * Math.Sin(i % Columns * 0.1)) + random.NextInt64(range >> 12);
            BinaryPrimitives.WriteInt32LittleEndian(pixels.AsSpan(4 * i), (int)(value - (isSigned ? range / 2 : 0)));
        }

        return (layout, pixels);
    }
}
