using System.Buffers.Binary;
using CsCheck;

namespace Pacs.Imaging.Tests.Codecs;

[Category("PS3.5 Annex G")]
public sealed class RleCodecTests
{
    private static readonly RleCodec Codec = new();
    private static readonly PixelLayout Gray8 = new() { Rows = 1, Columns = 4, BitsAllocated = 8, BitsStored = 8, HighBit = 7 };

    [Test]
    public void Decode_OfEncode_IsTheSamePixels() =>
        Gen.Select(Frame.Layouts(1, 3, 4), Gen.Int[0, 10000]).Sample((layout, seed) =>
        {
            byte[] pixels = Frame.Pixels(layout, seed);
            Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, pixels, layout), layout), Is.EqualTo(pixels));
        });

    [Test]
    public void Encode_PlanarFrame_DecodesInterleaved()
    {
        PixelLayout planar = Gray8 with { SamplesPerPixel = 3, Columns = 2, Photometric = PhotometricInterpretation.Rgb, IsPlanar = true };

        Assert.That(Frame.Decode(Codec, Frame.Encode(Codec, [1, 2, 3, 4, 5, 6], planar), planar), Is.EqualTo(new byte[] { 1, 3, 5, 2, 4, 6 }));
    }

    [Test]
    public void Encode_TwoRows_DoesNotLetARunCrossThem()
    {
        byte[] encoded = Frame.Encode(Codec, new byte[8], Gray8 with { Rows = 2 });

        Assert.That(encoded[64..], Is.EqualTo(new byte[] { 0xFD, 0, 0xFD, 0 }));
    }

    [Test]
    public void Encode_SegmentOfOddLength_IsPadded() =>
        Assert.That(Frame.Encode(Codec, [1, 2, 3, 4], Gray8), Has.Length.EqualTo(64 + 6));

    [Test]
    public void Decode_CountByteMinus128_IsPassedOver() =>
        Assert.That(Frame.Decode(Codec, Stream([0x80, 0x01, 7, 8, 0x80, 0xFF, 9]), Gray8), Is.EqualTo(new byte[] { 7, 8, 9, 9 }));

    [Test]
    public void Decode_LastRunTooLong_IsCut() =>
        Assert.That(Frame.Decode(Codec, Stream([0x81, 5]), Gray8), Is.EqualTo(new byte[] { 5, 5, 5, 5 }));

    [Test]
    public void Decode_SegmentThatEndsEarly_IsRefusedWithTheNumbers() =>
        Assert.That(() => Frame.Decode(Codec, Stream([0x01, 5, 6]), Gray8), Throws.TypeOf<DicomImageException>().With.Message.Contains("2 of 4"));

    [Test]
    public void Decode_OtherNumberOfSegments_IsRefused() =>
        Assert.That(() => Frame.Decode(Codec, Stream([0x03, 1, 2, 3, 4]), Gray8 with { BitsAllocated = 16 }), Throws.TypeOf<DicomImageException>().With.Message.Contains("1 segments"));

    [Test]
    public void Decode_OffsetOutsideTheFrame_IsRefused()
    {
        byte[] stream = Stream([0x03, 1, 2, 3, 4]);
        BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(4), 0xFFFF_FFF0);

        Assert.That(() => Frame.Decode(Codec, stream, Gray8), Throws.TypeOf<DicomImageException>().With.Message.Contains("outside"));
    }

    private static byte[] Stream(byte[] segment)
    {
        byte[] stream = new byte[64 + segment.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(stream, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(4), 64);
        segment.CopyTo(stream, 64);
        return stream;
    }
}
