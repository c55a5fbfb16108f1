using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Pipeline;

/// <summary>Monochrome frames of every kind of sample, with values computed by hand.</summary>
[Category("PS3.4 §N.2")]
public sealed class GrayscaleTests
{
    private static readonly RenderOptions Ct = new() { Window = new VoiWindow(40, 400) };
    private static readonly DisplayAttributes Hounsfield = DisplayAttributes.Empty with { Modality = new ModalityTransform(1, -1024) };

    // (x - 39.5) / 399 + 0.5, of 255: -160 and below black, 239 and above white.
    [Test]
    public void Render_Ct_RescalesThenWindows()
    {
        using PixelFrame frame = TestFrames.Of<ushort>(5, [0, 864, 1064, 1263, 4095], layout => layout with { BitsStored = 12, HighBit = 11 });
        Assert.That(TestFrames.Grey(frame, Hounsfield, Ct), Is.EqualTo(new byte[] { 0, 0, 128, 255, 255 }));
    }

    [Test]
    public void Render_SignedWords_KeepTheirOrder()
    {
        using PixelFrame frame = TestFrames.Of<short>(5, [-2000, -160, 40, 239, 2000]);
        Assert.That(TestFrames.Grey(frame, null, Ct), Is.EqualTo(new byte[] { 0, 0, 128, 255, 255 }));
    }

    [Test]
    public void Render_SignedTwelveBitsInTheirWord_AreExtended()
    {
        using PixelFrame frame = TestFrames.Of<ushort>(4, [0x0800, 0x0FFF, 0x0000, 0x07FF], layout => layout with { BitsStored = 12, HighBit = 11, IsSigned = true });
        Assert.That(TestFrames.Grey(frame), Is.EqualTo(new byte[] { 0, 127, 128, 255 }).Within(1)); // -2048, -1, 0, 2047
    }

    [Test]
    public void Render_BitsOutsideBitsStored_AreDropped()
    {
        using PixelFrame plain = TestFrames.Of<ushort>(3, [0, 100, 1023], layout => layout with { BitsStored = 10, HighBit = 9 });
        using PixelFrame dirty = TestFrames.Of<ushort>(3, [0xF000, 0xFC00 | 100, 0x0400 | 1023], layout => layout with { BitsStored = 10, HighBit = 9 });
        Assert.That(TestFrames.Grey(dirty), Is.EqualTo(TestFrames.Grey(plain)));
    }

    [Test]
    public void Render_HighBitAtTheTop_ReadsTheUpperBits()
    {
        using PixelFrame frame = TestFrames.Of<ushort>(3, [0, 511 << 6, 1023 << 6], layout => layout with { BitsStored = 10, HighBit = 15 });
        Assert.That(TestFrames.Grey(frame, null, new RenderOptions { Window = VoiWindow.Spanning(0, 1023) }), Is.EqualTo(new byte[] { 0, 127, 255 }));
    }

    [Test]
    public void Render_OneBit_UnpacksLeastSignificantFirst()
    {
        using PixelFrame frame = TestFrames.Of<byte>(5, [0b0010_1101, 0b0000_0010], layout => layout with { BitsAllocated = 1, BitsStored = 1, HighBit = 0, Rows = 2, Columns = 5 });
        Assert.That(TestFrames.Grey(frame), Is.EqualTo(new byte[] { 255, 0, 255, 255, 0, 255, 0, 0, 0, 255 }));
    }

    [Test]
    public void Render_ThirtyTwoBitIntegers_SpanTheirRange()
    {
        using PixelFrame frame = TestFrames.Of<int>(3, [-2_000_000_000, 0, 2_000_000_000]);
        Assert.That(TestFrames.Grey(frame), Is.EqualTo(new byte[] { 0, 128, 255 }));
    }

    [Test]
    public void Render_Floats_SpanTheirRangeWithoutNaN()
    {
        using PixelFrame frame = TestFrames.Of(4, [float.NaN, -1.5f, 0f, 1.5f]);
        Assert.That(TestFrames.Grey(frame), Is.EqualTo(new byte[] { 0, 0, 128, 255 }));
    }

    [Test]
    public void Render_Doubles_AreWindowed()
    {
        using PixelFrame frame = TestFrames.Of(3, [0.0, 1e-3, 2e-3]);
        Assert.That(TestFrames.Grey(frame, null, new RenderOptions { Window = VoiWindow.Spanning(0, 2e-3) }), Is.EqualTo(new byte[] { 0, 128, 255 }));
    }

    [Test]
    public void Render_Monochrome1_ShowsTheLowestValueWhite()
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [0, 64, 255]);
        Assert.That(TestFrames.Grey(frame, DisplayAttributes.Empty with { IsInverse = true }), Is.EqualTo(new byte[] { 255, 191, 0 }));
    }

    [Test]
    public void Render_VoiTable_MapsThroughItsEntries()
    {
        using PixelFrame frame = TestFrames.Of<ushort>(4, [0, 10, 11, 500]);
        var attributes = DisplayAttributes.Empty with { VoiTables = [new LookupTable(10, 12, [0, 2048, 4095])] };
        Assert.That(TestFrames.Grey(frame, attributes), Is.EqualTo(new byte[] { 0, 0, 128, 255 }));
    }

    [Test]
    public void Render_ModalityTable_ComesBeforeTheWindow()
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [0, 1, 2]);
        var attributes = DisplayAttributes.Empty with { Modality = new ModalityTransform { Table = new LookupTable(0, 16, [1000, 0, 500]) } };
        Assert.That(TestFrames.Grey(frame, attributes, new RenderOptions { Window = VoiWindow.Spanning(0, 1000) }), Is.EqualTo(new byte[] { 255, 0, 128 }));
    }

    [Test]
    public void Render_PresentationTable_ComesAfterTheWindow()
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [0, 128, 255]);
        var attributes = DisplayAttributes.Empty with { PresentationTable = new LookupTable(0, 8, [255, 0, 100]) };
        Assert.That(TestFrames.Grey(frame, attributes), Is.EqualTo(new byte[] { 255, 0, 100 }));
    }

    [Test]
    public void Render_VoiIndex_ChoosesAmongTheWindowsThenTheTables()
    {
        using PixelFrame frame = TestFrames.Of<byte>(1, [100]);
        var attributes = DisplayAttributes.Empty with
        {
            Windows = [VoiWindow.Spanning(0, 100), VoiWindow.Spanning(100, 200)],
            VoiTables = [new LookupTable(0, 8, [77])],
        };
        Assert.That(Enumerable.Range(0, 4).Select(i => TestFrames.Grey(frame, attributes, new RenderOptions { VoiIndex = i })[0]), Is.EqualTo(new byte[] { 255, 0, 77, 255 }));
    }

    [Test]
    public void Render_Padding_IsBlackAndOutOfTheRange([Values] bool isInverse)
    {
        using PixelFrame frame = TestFrames.Of<short>(4, [-2000, 0, 50, 100]);
        var attributes = DisplayAttributes.Empty with { Padding = new PaddingRange(-2000, -1990), IsInverse = isInverse };
        Assert.That(TestFrames.Grey(frame, attributes), Is.EqualTo(isInverse ? new byte[] { 0, 255, 128, 0 } : [0, 0, 128, 255]).Within(isInverse ? 1 : 0));
    }

    [Test]
    public void Render_Percentiles_IgnoreHotPixels()
    {
        ushort[] values = [.. Enumerable.Range(0, 1000).Select(static i => (ushort)i)];
        values[500] = 60000;
        using PixelFrame frame = TestFrames.Of(10, values);
        byte[] grey = TestFrames.Grey(frame, null, new RenderOptions { DefaultRange = DefaultRange.Percentiles });
        Assert.That(grey[400], Is.InRange(95, 110));
    }

    [Test]
    public void Render_SixteenBits_SpreadsOverTheWholeWord()
    {
        using PixelFrame frame = TestFrames.Of<ushort>(3, [0, 2048, 4096]);
        using RenderedImage image = Renderer.Render(frame, DisplayAttributes.Empty, new RenderOptions { BitDepth = 16 });
        Assert.That(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(image.Bytes).ToArray(), Is.EqualTo(new ushort[] { 0, 32768, 65535 }));
    }

    // Frames of more pixels than a table has entries go by table, small ones pixel by pixel.
    [Test]
    public void Render_Sigmoid_IsTheSameByTableAndByPixel()
    {
        ushort[] values = [.. Enumerable.Range(0, 600).Select(static i => (ushort)(i * 7))];
        var options = new RenderOptions { Window = new VoiWindow(2000, 1000) { Function = VoiFunction.Sigmoid } };
        using PixelFrame large = TestFrames.Of(60, values);
        byte[] byTable = TestFrames.Grey(large, null, options);
        for (int part = 0; part < 600; part += 200)
        {
            using PixelFrame small = TestFrames.Of(20, values[part..(part + 200)]);
            Assert.That(byTable[part..(part + 200)], Is.EqualTo(TestFrames.Grey(small, null, options)));
        }
    }

    [TestCase(0)]
    [TestCase(double.NaN)]
    public void Render_WindowWithoutWidth_IsRefused(double width)
    {
        using PixelFrame frame = TestFrames.Of<byte>(1, [1]);
        Assert.Throws<ArgumentException>(() => Renderer.Render(frame, DisplayAttributes.Empty, new RenderOptions { Window = new VoiWindow(0, width) }));
    }
}
