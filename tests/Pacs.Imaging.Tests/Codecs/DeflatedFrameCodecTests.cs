using CsCheck;

namespace Pacs.Imaging.Tests.Codecs;

[Category("PS3.5 §A.4.14")]
public sealed class DeflatedFrameCodecTests
{
    private static readonly DeflatedFrameCodec Codec = new();
    private static readonly PixelLayout Gray8 = new() { Rows = 4, Columns = 4, BitsAllocated = 8, BitsStored = 8, HighBit = 7 };

    [Test]
    public void Decode_OfEncode_IsTheSamePixels() =>
        Gen.Select(Frame.Layouts(), Gen.Int[0, 10000]).Sample((layout, seed) =>
        {
            byte[] pixels = Frame.Pixels(layout, seed);
            Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout), layout), Is.EqualTo(pixels));
        }, iter: 50);

    [Test]
    public void Decode_BombOf64MiB_InflatesNoMoreThanTheFrame()
    {
        PixelLayout large = Gray8 with { Rows = 8192, Columns = 8192 };
        byte[] bomb = Frame.Encode(Codec, new byte[64 << 20], large);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(Frame.Decode(Codec, bomb, Gray8), Is.EqualTo(new byte[16]));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void Decode_StreamThatEndsEarly_IsRefused() =>
        Assert.That(() => Frame.Decode(Codec, Frame.Encode(Codec, new byte[16], Gray8), Gray8 with { Rows = 5 }), Throws.TypeOf<DicomImageException>().With.Message.Contains("16 of 20"));

    [Test]
    public void Decode_Garbage_IsRefused() =>
        Assert.That(() => Frame.Decode(Codec, [0xFF, 0xFF, 0xFF, 0xFF], Gray8), Throws.TypeOf<DicomImageException>().With.Message.Contains("broken"));
}
