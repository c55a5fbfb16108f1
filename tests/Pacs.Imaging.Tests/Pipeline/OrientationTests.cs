using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

[Category("PS3.3 §C.10.6")]
public sealed class OrientationTests
{
    // 1 2 3
    // 4 5 6
    [TestCase(0, false, 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [TestCase(90, false, 2, new byte[] { 4, 1, 5, 2, 6, 3 })]
    [TestCase(180, false, 3, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [TestCase(270, false, 2, new byte[] { 3, 6, 2, 5, 1, 4 })]
    [TestCase(-90, false, 2, new byte[] { 3, 6, 2, 5, 1, 4 })]
    [TestCase(0, true, 3, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [TestCase(90, true, 2, new byte[] { 1, 4, 2, 5, 3, 6 })]
    public void Render_RotationThenFlip_TurnsClockwise(int rotation, bool flips, int width, byte[] expected)
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [1, 2, 3, 4, 5, 6]);
        using RenderedImage image = Renderer.Render(frame, DisplayAttributes.Empty, new RenderOptions { Window = VoiWindow.Spanning(0, 255), Rotation = rotation, FlipsHorizontally = flips });
        Assert.That(image.Width, Is.EqualTo(width));
        Assert.That(image.Bytes.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void Map_PixelCenters_FollowTheirPixels([Values(0, 1, 2, 3)] int quarters, [Values] bool flips)
    {
        var orientation = new Orientation(1, -1, 4, 3, quarters, flips);
        using RenderedImage image = RenderedImage.Rent(6, 2, RenderedFormat.Gray8);
        for (int i = 0; i < image.Bytes.Length; i++) image.Bytes[i] = (byte)(i + 1);
        using RenderedImage turned = orientation.Apply(image);
        for (int row = 0; row < 2; row++)
        {
            for (int column = 1; column < 5; column++)
            {
                (double x, double y) = orientation.Map(column + 0.5, row + 0.5);
                Assert.That(turned[(int)y, (int)x], Is.EqualTo(image[row, column]));
            }
        }
    }

    [TestCase(100, 50, 1, null, null, 100, 50)]
    [TestCase(100, 50, 2, null, null, 100, 100)]
    [TestCase(100, 50, 0.5, null, null, 200, 50)]
    [TestCase(100, 50, 1, 50, null, 50, 25)]
    [TestCase(100, 50, 1, 400, 100, 200, 100)]
    [TestCase(1000, 1, 1, 10, 10, 10, 1)]
    public void SizeOf_AspectAndBounds_KeepProportions(int columns, int rows, double aspect, int? width, int? height, int expectedWidth, int expectedHeight) =>
        Assert.That(GeometryStage.SizeOf(columns, rows, aspect, width, height), Is.EqualTo((expectedWidth, expectedHeight)));

    [TestCase(20, 12, 1.25, 512)]
    [TestCase(2048, 2048, 0.1, 1)]
    [TestCase(16, 16, 1, 1000)]
    public void SizeOf_WhatAFileEnlarges_StaysWithinTheLimitAndInProportion(int columns, int rows, double aspect, double factor)
    {
        (int width, int height) = GeometryStage.SizeOf(columns, rows, aspect, null, null, factor);
        Assert.That((double)width * height, Is.EqualTo(GeometryStage.MostEnlarged).Within(1).Percent);
        Assert.That((double)width / height, Is.EqualTo(columns / (rows * aspect)).Within(1).Percent);
    }

    [TestCase(1)]
    [TestCase(2)]
    public void SizeOf_APictureLargerThanTheLimit_KeepsItsSize(double factor) => Assert.That(GeometryStage.SizeOf(6000, 5000, 1, null, null, factor), Is.EqualTo((6000, 5000)));
}
