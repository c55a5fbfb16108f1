namespace Pacs.Imaging.Tests.Codecs;

[Category("PS3.5 §8")]
public sealed class NativeCodecTests
{
    private static readonly NativeCodec Codec = new();
    private static readonly PixelLayout Rgb = new() { Rows = 1, Columns = 2, SamplesPerPixel = 3, BitsAllocated = 8, BitsStored = 8, HighBit = 7, Photometric = PhotometricInterpretation.Rgb };

    [TestCase(8, 1)]
    [TestCase(16, 2)]
    [TestCase(32, 4)]
    public void Decode_PlanarFrame_IsInterleaved(int allocated, int bytes)
    {
        byte[] planar = [.. new byte[] { 1, 2, 3, 4, 5, 6 }.SelectMany(value => Enumerable.Repeat(value, bytes))];
        byte[] expected = [.. new byte[] { 1, 3, 5, 2, 4, 6 }.SelectMany(value => Enumerable.Repeat(value, bytes))];

        Assert.That(Frame.Decode(Codec, planar, Rgb with { BitsAllocated = allocated, IsPlanar = true }), Is.EqualTo(expected));
    }

    [Test]
    public void Decode_Ybr422_KeepsItsTwoSamplesAPixel()
    {
        PixelLayout layout = Rgb with { Photometric = PhotometricInterpretation.YbrFull422 };

        Assert.That(Frame.Decode(Codec, [1, 2, 3, 4], layout), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void ReadLayout_Ybr422WithThreeSamplesAPixel_IsYbrFull() =>
        Assert.That(Codec.ReadLayout(new byte[6], Rgb with { Photometric = PhotometricInterpretation.YbrFull422 }).Photometric, Is.EqualTo(PhotometricInterpretation.YbrFull));

    [Test]
    public void Decode_FrameTooShort_IsRefusedWithTheNumbers() =>
        Assert.That(() => Frame.Decode(Codec, new byte[5], Rgb), Throws.TypeOf<DicomImageException>().With.Message.Contains("5 bytes").And.Message.Contains("need 6"));
}
