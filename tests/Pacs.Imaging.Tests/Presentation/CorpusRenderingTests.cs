using Pacs.Core;
using Pacs.Imaging;
using Pacs.Tests;

namespace Pacs.Imaging.Tests.Presentation;

/// <summary>Real images of every kind: what they look like in a few pixels, and that all of them are drawn or refused.</summary>
public sealed class CorpusRenderingTests
{
    private static async Task<RenderedImage> DrawAsync(string name, RenderOptions? options = null, int frame = 0)
    {
        using DicomFile file = await DicomFile.OpenAsync(SharedData.File(name));
        using PixelFrame pixels = await DicomImage.DecodeAsync(file, frame);
        return await pixels.RenderAsync(options);
    }

    [TestCase("native/SC_rgb.dcm")]
    [TestCase("native/SC_rgb_16bit.dcm")]
    [TestCase("native/SC_rgb_32bit.dcm")]
    [TestCase("native/SC_rgb_expb_32bit.dcm")]
    [TestCase("native/SC_ybr_full_uncompressed.dcm")]
    [TestCase("native/SC_ybr_full_422_uncompressed.dcm")]
    [TestCase("rle/SC_rgb_rle.dcm")]
    public async Task Render_ColourBars_AreRedGreenAndBlue(string name)
    {
        using RenderedImage image = await DrawAsync(name);
        foreach ((int row, int[] expected) in new[] { (5, new[] { 255, 0, 0 }), (25, new[] { 0, 255, 0 }), (45, new[] { 0, 0, 255 }) })
        {
            Rgb color = image[row, 50];
            Assert.That(new int[] { color.Red, color.Green, color.Blue }, Is.EqualTo(expected).Within(6), name);
        }
    }

    [Test]
    public async Task Render_PaletteOf16Bits_ShowsTheTestCard()
    {
        using RenderedImage image = await DrawAsync("native/PM5644-960x540_Palette_16.dcm");
        using RenderedImage plain = await DrawAsync("native/PM5644-960x540_RGB.dcm");
        // The palette has fewer colours than the picture it was made of.
        double sum = 0;
        for (int i = 0; i < plain.Bytes.Length; i++) sum += Math.Abs(plain.Bytes[i] - image.Bytes[i]);
        Assert.That(sum / plain.Bytes.Length, Is.LessThan(8));
    }

    [Test]
    public async Task Render_EveryImage_IsDrawnOrRefused()
    {
        var refused = new System.Collections.Concurrent.ConcurrentBag<string>();
        int drawn = 0;
        string[] files = [.. new[] { "native", "special", "rle", "segmentation", "rt", "malformed" }.SelectMany(SharedData.Files).Where(static path => new FileInfo(path).Length < 2_000_000)];
        await Parallel.ForEachAsync(files, async (path, ct) =>
        {
            try
            {
                using DicomFile file = await DicomFile.OpenAsync(path, ct: ct);
                FrameReader reader = await FrameReader.CreateAsync(file, ct);
                if (reader.Count == 0) return;
                using PixelFrame pixels = await DicomImage.DecodeAsync(reader, ct: ct);
                using RenderedImage image = await pixels.RenderAsync(new RenderOptions { Width = 64, Height = 64 }, ct);
                Assert.That(image.Width, Is.InRange(1, 64));
                Interlocked.Increment(ref drawn);
            }
            catch (DicomException e)
            {
                refused.Add($"{Path.GetFileName(path)}: {e.Message}");
            }
        });
        Assert.That(drawn, Is.GreaterThan(100), string.Join('\n', refused));
    }

    [Test]
    public async Task Measure_SphereOfTheCtVolume_Is300Hounsfield()
    {
        using DicomFile file = await DicomFile.OpenAsync(SharedData.File("studies/ct-volume-current/ct/IMG024.dcm"));
        using PixelFrame frame = await DicomImage.DecodeAsync(file);
        RegionStatistics sphere = await frame.MeasureAsync(new EllipseRegion(132.94, 120.6, 5, 5));
        Assert.That((sphere.Mean, sphere.StandardDeviation, sphere.Unit), Is.EqualTo((300.0, 0.0, "HU")));
        Assert.That(sphere.Area, Is.EqualTo(Math.PI * 25 * 1.621094 * 1.621094).Within(15));
    }
}
