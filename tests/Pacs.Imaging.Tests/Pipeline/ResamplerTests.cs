using CsCheck;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

public sealed class ResamplerTests
{
    private static RenderedImage Image(int width, params byte[] grey)
    {
        RenderedImage image = RenderedImage.Rent(width, grey.Length / width, RenderedFormat.Gray8);
        grey.CopyTo(image.Bytes);
        return image;
    }

    private static byte[] Resize(RenderedImage image, int width, int height, Interpolation interpolation)
    {
        using RenderedImage resized = Resampler.Resize(image, width, height, interpolation);
        return resized.Bytes.ToArray();
    }

    [Test]
    public void Resize_Nearest_RepeatsPixels()
    {
        using RenderedImage image = Image(2, 1, 2, 3, 4);
        Assert.That(Resize(image, 4, 2, Interpolation.Nearest), Is.EqualTo(new byte[] { 1, 1, 2, 2, 3, 3, 4, 4 }));
    }

    // Centers of the four at -0.25, 0.25, 0.75, 1.25 of the two.
    [Test]
    public void Resize_BilinearTwice_LiesBetweenTheCenters()
    {
        using RenderedImage image = Image(2, 0, 100);
        Assert.That(Resize(image, 4, 1, Interpolation.Bilinear), Is.EqualTo(new byte[] { 0, 25, 75, 100 }));
    }

    [Test]
    public void Resize_AreaToHalf_IsTheMean()
    {
        using RenderedImage image = Image(4, 0, 10, 20, 30, 40, 50, 60, 70);
        Assert.That(Resize(image, 2, 1, Interpolation.Area), Is.EqualTo(new byte[] { 25, 45 }));
    }

    [Test]
    public void Resize_AreaByOneAndAHalf_WeighsParts()
    {
        using RenderedImage image = Image(3, 0, 90, 180);
        Assert.That(Resize(image, 2, 1, Interpolation.Area), Is.EqualTo(new byte[] { 30, 150 }));
    }

    [Test]
    public void Resize_ConstantPicture_StaysConstant() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 60], Gen.Int[1, 60], Gen.Enum<Interpolation>(), Gen.Enum<RenderedFormat>(), Gen.Byte).Sample((width, height, toWidth, toHeight, interpolation, format, value) =>
        {
            using RenderedImage image = RenderedImage.Rent(width, height, format);
            image.Bytes.Fill(value);
            using RenderedImage resized = Resampler.Resize(image, toWidth, toHeight, interpolation);
            Assert.That((resized.Width, resized.Height), Is.EqualTo((toWidth, toHeight)));
            for (int row = 0; row < toHeight; row++)
                for (int column = 0; column < toWidth; column++)
                    Assert.That(resized[row, column].Red, Is.EqualTo(value));
        }, iter: 300);

    [Test]
    public void Resize_SameSize_ChangesNothing([Values] Interpolation interpolation)
    {
        using RenderedImage image = Image(3, 9, 200, 0, 255, 17, 33);
        Assert.That(Resize(image, 3, 2, interpolation), Is.EqualTo(image.Bytes.ToArray()));
    }

    [Test]
    public void AddScaled_AnyLength_EqualsScalarToTheBit() => Gen.Select(Gen.Byte.Array[0, 100], Gen.Float[-2, 2]).Sample((row, weight) =>
    {
        float[] expected = [.. Enumerable.Range(0, row.Length).Select(static i => i * 0.3f)], actual = [.. expected];
        Resampler.AddScaledScalar(row, weight, expected);
        Resampler.AddScaled(row.AsSpan(), weight, actual);
        Assert.That(actual, Is.EqualTo(expected));
    });

    [Test]
    public void Resize_KnownSpacing_KeepsTheExtent()
    {
        using RenderedImage image = RenderedImage.Rent(10, 20, RenderedFormat.Gray8, (0.5, 1), default);
        using RenderedImage half = Resampler.Resize(image, 5, 10, Interpolation.Area);
        Assert.That(half.PixelSpacing, Is.EqualTo((1.0, 2.0)));
    }
}
