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

    [Test]
    [Category("ISO 14495-1 §C.2.5")]
    public void Decode_RestartIntervals_BeginEachAsAnImageOfItsOwn()
    {
        // After a restart marker all is as at the start, so intervals are the scans of small images.
        const int HeaderLength = 25;
        PixelLayout interval = new() { Rows = 3, Columns = 20, BitsAllocated = 8, BitsStored = 8, HighBit = 7 }, whole = interval with { Rows = 12 };
        byte[] pixels = Frame.Pixels(whole, 2);
        byte[][] parts = [.. Enumerable.Range(0, 4).Select(i => Frame.Encode(Codec, pixels[(60 * i)..(60 * (i + 1))], interval))];
        byte[] header = parts[0][..HeaderLength];
        header[8] = 12;
        byte[] stream = [.. header[..2], 0xFF, 0xDD, 0, 4, 0, 3, .. header[2..]];
        for (int i = 0; i < 4; i++) stream = [.. stream, .. parts[i][HeaderLength..^2], 0xFF, i < 3 ? (byte)(0xD0 + i) : (byte)0xD9];

        Assert.That(Frame.Decode(Codec, stream, whole), Is.EqualTo(pixels));
    }

    [Test]
    public void Decode_ApplicationSegments_ArePassedOver()
    {
        PixelLayout layout = new() { Rows = 2, Columns = 2, BitsAllocated = 8, BitsStored = 8, HighBit = 7 };
        byte[] encoded = Frame.Encode(Codec, [1, 2, 3, 4], layout), spiff = [0xFF, 0xE8, 0, 8, .. "SPIFF\0"u8];

        Assert.That(Frame.Decode(Codec, [.. encoded[..2], .. spiff, .. encoded[2..]], layout), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Decode_ColorTransformOfTheVendorExtension_IsRefusedByName()
    {
        PixelLayout layout = new() { Rows = 1, Columns = 1, BitsAllocated = 8, BitsStored = 8, HighBit = 7 };
        byte[] encoded = Frame.Encode(Codec, [1], layout);

        Assert.That(() => Frame.Decode(Codec, [.. encoded[..2], 0xFF, 0xE8, 0, 7, .. "mrfx"u8, 1, .. encoded[2..]], layout), Throws.TypeOf<DicomImageException>().With.Message.Contains("mrfx"));
    }

    [Test]
    public void Decode_AllocatesNothingThatGrowsWithTheFrame()
    {
        PixelLayout small = new() { Rows = 16, Columns = 16, BitsAllocated = 16, BitsStored = 12, HighBit = 11 }, large = small with { Rows = 512, Columns = 512 };
        Assert.That(Allocated(large), Is.EqualTo(Allocated(small)).Within(1024));

        static long Allocated(PixelLayout layout)
        {
            byte[] encoded = Frame.Encode(Codec, Frame.Pixels(layout, 1), layout), pixels = new byte[layout.FrameLength];
            var context = new CodecContext(layout);
            Codec.Decode(encoded, layout, pixels, context); // fills the pools
            long before = GC.GetAllocatedBytesForCurrentThread();
            Codec.Decode(encoded, layout, pixels, context);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Test]
    public void Decode_Cancelled_Ends()
    {
        PixelLayout layout = new() { Rows = 2, Columns = 2, BitsAllocated = 8, BitsStored = 8, HighBit = 7 };
        byte[] encoded = Frame.Encode(Codec, [1, 2, 3, 4], layout);

        Assert.That(() => Codec.Decode(encoded, layout, new byte[4], new CodecContext(layout, ct: new CancellationToken(true))), Throws.InstanceOf<OperationCanceledException>());
    }

    private static int Sample(byte[] pixels, int at, int bytes, int mask) => (bytes == 1 ? pixels[at] : pixels[at] | pixels[at + 1] << 8) & mask;
}
