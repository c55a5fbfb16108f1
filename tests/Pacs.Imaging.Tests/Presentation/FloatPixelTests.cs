using System.Runtime.InteropServices;
using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Tests.Pipeline;
using Pacs.Tests;

namespace Pacs.Imaging.Tests.Presentation;

/// <summary>Float and Double Float Pixel Data: decoded, windowed, coloured, measured.</summary>
[Category("PS3.3 §C.7.6.24")]
public sealed class FloatPixelTests
{
    private static DicomFile File<T>(int columns, params T[] values)
        where T : unmanaged
    {
        var dataset = new DicomDataset();
        dataset.SetUInt16(DicomTag.Rows, (ushort)(values.Length / columns));
        dataset.SetUInt16(DicomTag.Columns, (ushort)columns);
        dataset.SetUInt16(DicomTag.BitsAllocated, (ushort)(Marshal.SizeOf<T>() * 8));
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        if (typeof(T) == typeof(float)) dataset.SetBytes(DicomTag.FloatPixelData, DicomVR.OF, MemoryMarshal.AsBytes(values.AsSpan()));
        else dataset.SetBytes(DicomTag.DoubleFloatPixelData, DicomVR.OD, MemoryMarshal.AsBytes(values.AsSpan()));
        return new DicomFile(dataset);
    }

    private static async Task<byte[]> DrawAsync(DicomFile file, RenderOptions? options = null)
    {
        using PixelFrame frame = await DicomImage.DecodeAsync(file);
        using RenderedImage image = await frame.RenderAsync(options);
        return image.Bytes.ToArray();
    }

    [Test]
    public async Task Decode_FloatPixels_GivesThemBack()
    {
        using DicomFile file = File(2, 1.5f, float.NaN, float.NegativeInfinity, -0f);
        using PixelFrame frame = await DicomImage.DecodeAsync(file);

        Assert.That((frame.Layout.Format, frame.Row<float>(0).ToArray(), frame.Row<float>(1).ToArray()), Is.EqualTo((SampleFormat.Float32, new[] { 1.5f, float.NaN }, new[] { float.NegativeInfinity, -0f })));
    }

    [Test]
    public async Task Render_DoublePixels_AreWindowedInTheirUnits()
    {
        using DicomFile file = File(4, -1e300, 0.25, 0.5, double.PositiveInfinity);

        Assert.That(await DrawAsync(file, new RenderOptions { Window = new VoiWindow(0.5, 1) { Function = VoiFunction.LinearExact } }), Is.EqualTo(new byte[] { 0, 64, 128, 255 }));
    }

    [Test]
    public async Task Render_WithoutAWindow_SpansTheFiniteValues()
    {
        using DicomFile file = File(5, -1f, 0f, 1f, float.NaN, -100f);
        file.Dataset.SetDouble(DicomTag.FloatPixelPaddingValue, -100);

        Assert.That(await DrawAsync(file), Is.EqualTo(new byte[] { 0, 128, 255, 0, 0 }));
    }

    [Test]
    public async Task Render_OnlyNaN_IsBlack()
    {
        using DicomFile file = File(2, double.NaN, double.NaN);

        Assert.That(await DrawAsync(file), Is.EqualTo(new byte[] { 0, 0 }));
    }

    [Test]
    public async Task Measure_FloatPixels_LeavesPaddingAndNaNOut()
    {
        using DicomFile file = File(5, 1f, 2f, float.NaN, -200f, -150f);
        file.Dataset.SetDouble(DicomTag.FloatPixelPaddingValue, -200);
        file.Dataset.SetDouble(DicomTag.FloatPixelPaddingRangeLimit, -100);
        using PixelFrame frame = await DicomImage.DecodeAsync(file);
        RegionStatistics found = await frame.MeasureAsync(new RectangleRegion(0, 0, 5, 1), histogramBins: 2);

        Assert.That((found.Count, found.Mean, found.StandardDeviation, found.Minimum, found.Maximum), Is.EqualTo((2, 1.5, 0.5, 1.0, 2.0)));
        Assert.That(found.Histogram, Is.EqualTo(new long[] { 1, 1 }));
    }

    [Test]
    public async Task Measure_InfiniteValues_EndsWithNumbers()
    {
        using DicomFile file = File(3, 1.0, double.PositiveInfinity, double.NegativeInfinity);
        using PixelFrame frame = await DicomImage.DecodeAsync(file);
        RegionStatistics found = await frame.MeasureAsync(new RectangleRegion(0, 0, 3, 1), histogramBins: 4);

        Assert.That((found.Count, found.Histogram.Sum()), Is.EqualTo((3, 3L)));
    }

    [Test]
    [Category("PS3.3 §C.7.6.16.2.26")]
    public async Task Render_ColorRange_SpreadsThePaletteOverIt()
    {
        using DicomFile file = File(6, -5f, -2f, 0f, 2f, 9f, float.NaN);
        DicomDataset dataset = file.Dataset;
        dataset.Set(DicomTag.PixelPresentation, "COLOR_RANGE");
        for (uint component = 0; component < 3; component++)
        {
            dataset.SetUInt16(new DicomTag(0x00281101 + component), 3, 0, 8);
            dataset.SetBytes(new DicomTag(0x00281201 + component), DicomVR.OW, component == 0 ? [10, 20, 30, 0] : [1, 1, 1, 0]);
        }

        var range = new DicomDataset();
        range.SetDouble(DicomTag.MinimumStoredValueMapped, -2);
        range.SetDouble(DicomTag.MaximumStoredValueMapped, 2);
        var groups = new DicomDataset();
        groups.Set(DicomTag.StoredValueColorRangeSequence, new DicomSequence(range));
        dataset.Set(DicomTag.SharedFunctionalGroupsSequence, new DicomSequence(groups));

        Assert.That((await DrawAsync(file)).Where(static (_, i) => i % 3 == 0), Is.EqualTo(new byte[] { 10, 10, 20, 30, 30, 0 }));
    }

    [TestCase("native/parametric_map_float.dcm")]
    [TestCase("native/parametric_map_double_float.dcm")]
    public async Task AParametricMap_IsDrawnAndMeasured(string name)
    {
        await using DicomFile file = await DicomFile.OpenAsync(SharedData.File(name));
        using PixelFrame frame = await DicomImage.DecodeAsync(file);
        RegionStatistics found = await frame.MeasureAsync(new RectangleRegion(0, 0, frame.Layout.Columns, frame.Layout.Rows));
        byte[] drawn = await DrawAsync(file, new RenderOptions { Window = VoiWindow.Spanning(found.Minimum, found.Maximum) });

        Assert.That((drawn.Min(), drawn.Max()), Is.EqualTo(((byte)0, (byte)255)));
        Assert.That(found.Mean, Is.InRange(found.Minimum, found.Maximum).And.Not.EqualTo(found.Minimum));
    }
}
