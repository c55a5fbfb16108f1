using CsCheck;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

[Category("PS3.3 §C.7.6.3.1.2")]
public sealed class ColorTests
{
    private static PixelLayout Rgb(PixelLayout layout, PhotometricInterpretation photometric, int columns, int rows) =>
        layout with { SamplesPerPixel = 3, Photometric = photometric, Columns = columns, Rows = rows };

    [Test]
    public void Render_Rgb_IsCopied()
    {
        using PixelFrame frame = TestFrames.Of<byte>(6, [1, 2, 3, 4, 5, 6], layout => Rgb(layout, PhotometricInterpretation.Rgb, 2, 1));
        Assert.That(TestFrames.Rgb(frame), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Render_PlanarRgb_IsInterleaved()
    {
        using PixelFrame frame = TestFrames.Of<byte>(6, [1, 4, 2, 5, 3, 6], layout => Rgb(layout, PhotometricInterpretation.Rgb, 2, 1) with { IsPlanar = true });
        Assert.That(TestFrames.Rgb(frame), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Render_Rgb48_TakesTheUpperBytes()
    {
        using PixelFrame frame = TestFrames.Of<ushort>(3, [0x1234, 0xFFFF, 0x00FF], layout => Rgb(layout, PhotometricInterpretation.Rgb, 1, 1));
        Assert.That(TestFrames.Rgb(frame), Is.EqualTo(new byte[] { 0x12, 0xFF, 0x00 }));
    }

    [Test]
    public void Render_Rgb96_TakesTheUpperBytes()
    {
        using PixelFrame frame = TestFrames.Of<uint>(3, [0x12345678, 0xFFFFFFFF, 0x00FFFFFF], layout => Rgb(layout, PhotometricInterpretation.Rgb, 1, 1));
        Assert.That(TestFrames.Rgb(frame), Is.EqualTo(new byte[] { 0x12, 0xFF, 0x00 }));
    }

    // By the equations of the standard, solved for R, G, B.
    [TestCase(0, 128, 128, 0, 0, 0)]
    [TestCase(255, 128, 128, 255, 255, 255)]
    [TestCase(76, 85, 255, 254, 0, 0)]
    [TestCase(150, 44, 21, 0, 255, 1)]
    [TestCase(29, 255, 107, 0, 0, 254)]
    [TestCase(100, 90, 200, 201, 62, 33)]
    public void Render_YbrFull_FollowsTheEquations(int y, int cb, int cr, int red, int green, int blue)
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [(byte)y, (byte)cb, (byte)cr], layout => Rgb(layout, PhotometricInterpretation.YbrFull, 1, 1));
        Assert.That(TestFrames.Rgb(frame), Is.EqualTo(new[] { (byte)red, (byte)green, (byte)blue }));
    }

    [Test]
    public void Render_YbrFull422_SharesChrominanceInPairs()
    {
        using PixelFrame frame = TestFrames.Of<byte>(8, [100, 50, 90, 200, 0, 255, 128, 128], layout => Rgb(layout, PhotometricInterpretation.YbrFull422, 4, 1));
        Assert.That(TestFrames.Rgb(frame), Is.EqualTo(new byte[] { 201, 62, 33, 151, 12, 0, 0, 0, 0, 255, 255, 255 }));
    }

    [Test]
    public void Render_YbrPartial422_SpreadsTheVideoRange()
    {
        using PixelFrame frame = TestFrames.Of<byte>(4, [16, 235, 128, 128], layout => Rgb(layout, PhotometricInterpretation.YbrPartial422, 2, 1));
        Assert.That(TestFrames.Rgb(frame), Is.EqualTo(new byte[] { 0, 0, 0, 255, 255, 255 }));
    }

    [Test]
    public void Convert_AnyPixels_EqualsScalarToTheBit() => Gen.Select(Gen.Byte.Array[0, 400], Gen.Bool).Sample((pixels, isFull) =>
    {
        pixels = pixels[..(pixels.Length / 3 * 3)];
        byte[] expected = [.. pixels];
        YbrMatrix matrix = isFull ? YbrMatrix.Full : YbrMatrix.Partial;
        YbrKernel.Scalar(expected, matrix);
        YbrKernel.Apply(pixels, matrix);
        Assert.That(pixels, Is.EqualTo(expected));
    }, iter: 2000);

    [TestCase(PhotometricInterpretation.Hsv)]
    [TestCase(PhotometricInterpretation.Cmyk)]
    [TestCase(PhotometricInterpretation.Argb)]
    [TestCase(PhotometricInterpretation.YbrPartial420)]
    public void Render_RetiredColours_AreRefusedByName(PhotometricInterpretation photometric)
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [1, 2, 3], layout => Rgb(layout, photometric, 1, 1));
        DicomImageException? refused = Assert.Throws<DicomImageException>(() => Renderer.Render(frame, DisplayAttributes.Empty));
        Assert.That(refused!.Message, Does.Contain(photometric.ToTerm()));
    }

    [Test]
    public void Render_Palette_LooksColoursUpAndHoldsTheEnds()
    {
        using PixelFrame frame = TestFrames.Of<ushort>(4, [0, 10, 11, 999], static layout => layout with { Photometric = PhotometricInterpretation.PaletteColor });
        var attributes = DisplayAttributes.Empty with { Palette = new Palette(10, [1, 2, 3, 4, 5, 6]) };
        Assert.That(TestFrames.Rgb(frame, attributes), Is.EqualTo(new byte[] { 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6 }));
    }

    [Test]
    [Category("PS3.3 §C.7.6.19")]
    public void Render_SupplementalPalette_ColoursOnlyWhatItMaps()
    {
        using PixelFrame frame = TestFrames.Of<ushort>(4, [0, 100, 200, 201]);
        var attributes = DisplayAttributes.Empty with { Palette = new Palette(200, [250, 0, 0, 0, 250, 0]), Windows = [VoiWindow.Spanning(0, 100)] };
        Assert.That(TestFrames.Rgb(frame, attributes), Is.EqualTo(new byte[] { 0, 0, 0, 255, 255, 255, 250, 0, 0, 0, 250, 0 }));
    }

    [Test]
    public void FromCieLab_KnownColours_AreThoseOfSrgb()
    {
        Assert.That(Pacs.Imaging.Rgb.FromCieLab(65535, 32896, 32896), Is.EqualTo(Pacs.Imaging.Rgb.White));
        Assert.That(Pacs.Imaging.Rgb.FromCieLab(0, 32896, 32896), Is.EqualTo(Pacs.Imaging.Rgb.Black));
        // sRGB red is L 54.29, a 80.81, b 69.89 under D50.
        Rgb red = Pacs.Imaging.Rgb.FromCieLab((int)(54.29 / 100 * 65535), (int)((80.81 + 128) / 255 * 65535), (int)((69.89 + 128) / 255 * 65535));
        Assert.That(new int[] { red.Red, red.Green, red.Blue }, Is.EqualTo(new[] { 255, 0, 0 }).Within(3));
    }
}
