using CsCheck;
using Pacs.Core;

namespace Pacs.Imaging.Tests.Codecs;

[Category("ISO 14495-1")]
public sealed class JpegLsCodecTests
{
    private static readonly JpegLsCodec Codec = new();

    [Test]
    public void Decode_OfLosslessEncode_IsTheSamePixels() =>
        Gen.Select(Frame.Layouts(1, 2, 3, 4), Gen.Int[0, 10000]).Sample((layout, seed) =>
        {
            byte[] pixels = Frame.Pixels(layout, seed);
            Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout, TransferSyntax.JPEGLSLossless), layout), Is.EqualTo(pixels));
        });

    [Test]
    public void Decode_OfNearLosslessEncode_DiffersByAtMostTheBound() =>
        Gen.Select(Frame.Layouts(1, 3), Gen.Int[0, 10000], Gen.Int[1, 20]).Sample((layout, seed, near) =>
        {
            byte[] pixels = Frame.Pixels(layout, seed);
            near = Math.Min(near, (1 << layout.BitsStored) / 2 - 1);
            byte[] decoded = Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout, TransferSyntax.JPEGLSNearLossless, new EncodeOptions { NearLossless = near }), layout);
            // Signed samples are coded as their bits, so the bound holds there, not across zero.
            int bytes = layout.BitsAllocated / 8, mask = (1 << layout.BitsStored) - 1;
            for (int i = 0; i < pixels.Length; i += bytes) Assert.That(Math.Abs(Sample(pixels, i, bytes, mask) - Sample(decoded, i, bytes, mask)), Is.LessThanOrEqualTo(near));
        });

    [Test]
    public void Encode_BitsBeyondBitsStored_AreKept()
    {
        PixelLayout layout = new() { Rows = 1, Columns = 2, BitsAllocated = 16, BitsStored = 12, HighBit = 11 };
        byte[] pixels = [0xFF, 0x0F, 0x01, 0x80];

        Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout), layout), Is.EqualTo(pixels));
    }

    [Test]
    public void Decode_PrecisionAboveBitsStored_TakesThePrecisionOfTheStream()
    {
        PixelLayout wide = new() { Rows = 2, Columns = 2, BitsAllocated = 16, BitsStored = 16, HighBit = 15 };
        byte[] encoded = Frame.Encode(Codec, Frame.Pixels(wide, 1), wide);

        Assert.That(Codec.ReadLayout(encoded, wide with { BitsStored = 12, HighBit = 11 }).BitsStored, Is.EqualTo(16));
    }

    [Test]
    public void ReadLayout_OtherSizeThanDeclared_IsRefusedWithBoth()
    {
        PixelLayout layout = new() { Rows = 2, Columns = 3, BitsAllocated = 8, BitsStored = 8, HighBit = 7 };
        byte[] encoded = Frame.Encode(Codec, new byte[6], layout);

        Assert.That(() => Codec.ReadLayout(encoded, layout with { Rows = 3 }), Throws.TypeOf<DicomImageException>().With.Message.Contains("3 x 2").And.Message.Contains("3 x 3"));
    }

    [Test]
    public void Decode_StreamCutAnywhere_EndsInATypedError()
    {
        PixelLayout layout = new() { Rows = 9, Columns = 9, BitsAllocated = 8, BitsStored = 8, HighBit = 7 };
        byte[] encoded = Frame.Encode(Codec, Frame.Pixels(layout, 4), layout);
        for (int length = 0; length < encoded.Length - 4; length++)
            Assert.That(() => Frame.Decode(Codec, encoded[..length], layout), Throws.TypeOf<DicomImageException>(), $"{length} bytes");
    }

    [Test]
    public void Decode_MappingTable_IsRefusedByName()
    {
        PixelLayout layout = new() { Rows = 1, Columns = 1, BitsAllocated = 8, BitsStored = 8, HighBit = 7 };
        byte[] encoded = Frame.Encode(Codec, [1], layout);
        encoded[21] = 1; // Tm of the only component

        Assert.That(() => Frame.Decode(Codec, encoded, layout), Throws.TypeOf<DicomImageException>().With.Message.Contains("mapping table 1"));
    }

    private static int Sample(byte[] pixels, int at, int bytes, int mask) => (bytes == 1 ? pixels[at] : pixels[at] | pixels[at + 1] << 8) & mask;
}
