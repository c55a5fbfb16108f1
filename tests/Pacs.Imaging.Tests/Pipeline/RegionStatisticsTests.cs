using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

public sealed class RegionStatisticsTests
{
    private static readonly DisplayAttributes Ct = DisplayAttributes.Empty with
    {
        Modality = new ModalityTransform(2, -100) { Unit = "HU" },
        PixelSpacing = (0.5, 2),
    };

    // 0 to 99 in ten rows of ten.
    private static PixelFrame Ramp() => TestFrames.Of(10, [.. Enumerable.Range(0, 100).Select(static i => (short)i)]);

    [Test]
    public void Measure_Rectangle_IsInModalityUnits()
    {
        using PixelFrame frame = Ramp();
        RegionStatistics found = RegionStatistics.Measure(frame, Ct, new RectangleRegion(1, 2, 2, 2), histogramBins: 4);
        // Stored 21, 22, 31, 32: -58, -56, -38, -36.
        Assert.That((found.Count, found.Mean, found.Minimum, found.Maximum), Is.EqualTo((4, -47.0, -58.0, -36.0)));
        Assert.That(found.StandardDeviation, Is.EqualTo(Math.Sqrt((121 + 81 + 81 + 121) / 4.0)).Within(1e-12));
        Assert.That((found.Area, found.Unit), Is.EqualTo((4.0, "HU")));
        Assert.That(found.Histogram, Is.EqualTo(new long[] { 2, 0, 0, 2 }));
    }

    [Test]
    public void Measure_Circle_TakesPixelsWhoseCentersLieWithin()
    {
        using PixelFrame frame = Ramp();
        // Radius 1.2 around the center of pixel (5, 5): itself and its four neighbours.
        Assert.That(RegionStatistics.Measure(frame, Ct, new EllipseRegion(5.5, 5.5, 1.2, 1.2)).Count, Is.EqualTo(5));
    }

    [Test]
    public void Measure_Polygon_EqualsTheRectangleThatItIs()
    {
        using PixelFrame frame = Ramp();
        RegionStatistics polygon = RegionStatistics.Measure(frame, Ct, new PolygonRegion([(1, 2), (3, 2), (3, 4), (1, 4)]));
        RegionStatistics rectangle = RegionStatistics.Measure(frame, Ct, new RectangleRegion(1, 2, 2, 2));
        Assert.That((polygon.Count, polygon.Mean, polygon.StandardDeviation), Is.EqualTo((rectangle.Count, rectangle.Mean, rectangle.StandardDeviation)));
    }

    [Test]
    public void Measure_RegionBeyondTheFrame_CountsWhatIsThere()
    {
        using PixelFrame frame = Ramp();
        Assert.That(RegionStatistics.Measure(frame, Ct, new RectangleRegion(-1e12, -1e12, 2e12, 2e12)).Count, Is.EqualTo(100));
        Assert.That(RegionStatistics.Measure(frame, Ct, new RectangleRegion(50, 50, 5, 5)).Count, Is.Zero);
        Assert.That(RegionStatistics.Measure(frame, Ct, new EllipseRegion(double.NaN, 5, 3, 3)).Mean, Is.NaN);
    }

    [Test]
    public void Measure_Padding_DoesNotCount()
    {
        using PixelFrame frame = TestFrames.Of<short>(4, [-2000, 10, 20, -2000]);
        RegionStatistics found = RegionStatistics.Measure(frame, DisplayAttributes.Empty with { Padding = new PaddingRange(-2000, -2000) }, new RectangleRegion(0, 0, 4, 1));
        Assert.That((found.Count, found.Mean), Is.EqualTo((2, 15.0)));
    }

    [Test]
    public void Measure_Colours_AreRefused()
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [1, 2, 3], static layout => layout with { SamplesPerPixel = 3, Columns = 1, Photometric = PhotometricInterpretation.Rgb });
        Assert.Throws<DicomImageException>(() => RegionStatistics.Measure(frame, DisplayAttributes.Empty, new RectangleRegion(0, 0, 1, 1)));
    }
}
