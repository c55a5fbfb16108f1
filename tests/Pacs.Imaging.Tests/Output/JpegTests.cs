using System.Buffers;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Output;

public sealed class JpegTests
{
    [Test]
    public void WriteJpeg_SmoothPicture_ReadsBackNearlyTheSame([Values] RenderedFormat format)
    {
        using RenderedImage image = RenderedImage.Rent(50, 30, format);
        int samples = image.BytesPerPixel;
        for (int i = 0; i < image.Bytes.Length; i++) image.Bytes[i] = (byte)(i / samples % 50 * 4 + i / samples / 50);
        var output = new ArrayBufferWriter<byte>();
        image.WriteJpeg(output, quality: 95);

        int count = format == RenderedFormat.Rgb24 ? 3 : 1;
        var layout = new PixelLayout
        {
            Rows = 30, Columns = 50, SamplesPerPixel = count, BitsAllocated = 8, BitsStored = 8, HighBit = 7,
            Photometric = count == 3 ? PhotometricInterpretation.YbrFull : PhotometricInterpretation.Monochrome2,
        };
        byte[] decoded = new byte[layout.FrameLength];
        new JpegCodec().Decode(output.WrittenMemory, layout, decoded, new CodecContext(layout));
        for (int row = 0; row < 30; row++)
            for (int column = 0; column < 50; column++)
                Assert.That(decoded[(row * 50 + column) * count], Is.EqualTo(image[row, column].Red).Within(6));
    }

    [TestCase(0)]
    [TestCase(101)]
    public void WriteJpeg_QualityOutOfRange_IsRefused(int quality)
    {
        using RenderedImage image = RenderedImage.Rent(1, 1, RenderedFormat.Gray8);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.WriteJpeg(new ArrayBufferWriter<byte>(), quality));
    }
}
