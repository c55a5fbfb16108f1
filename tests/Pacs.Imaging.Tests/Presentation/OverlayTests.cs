using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Tests.Pipeline;

namespace Pacs.Imaging.Tests.Presentation;

[Category("PS3.3 §C.9.2")]
public sealed class OverlayTests
{
    private static DicomDataset Overlay(ushort rows, ushort columns, short row, short column, byte[]? data, string? frames = null, string? firstFrame = null)
    {
        var dataset = new DicomDataset();
        dataset.SetUInt16(DicomTag.OverlayRows, rows);
        dataset.SetUInt16(DicomTag.OverlayColumns, columns);
        dataset.SetBytes(DicomTag.OverlayOrigin, DicomVR.SS, [(byte)row, (byte)(row >> 8), (byte)column, (byte)(column >> 8)]);
        dataset.Set(DicomTag.OverlayType, "G");
        dataset.SetUInt16(DicomTag.OverlayBitsAllocated, 1);
        dataset.SetUInt16(DicomTag.OverlayBitPosition, 0);
        if (frames is not null) dataset.Set(DicomTag.NumberOfFramesInOverlay, DicomVR.IS, frames);
        if (firstFrame is not null) dataset.SetUInt16(DicomTag.ImageFrameOrigin, ushort.Parse(firstFrame));
        if (data is not null) dataset.SetBytes(DicomTag.OverlayData, DicomVR.OW, data);
        return dataset;
    }

    private static byte[] Draw(DicomDataset dataset, int frame = 0, RenderOptions? options = null)
    {
        using PixelFrame pixels = TestFrames.Of<byte>(3, [1, 2, 3, 4, 5, 6], null, dataset, frame);
        return TestFrames.Grey(pixels, DisplayAttributes.Read(pixels.Source!, pixels.Layout), (options ?? RenderOptions.Default) with { Window = VoiWindow.Spanning(0, 255) });
    }

    [Test]
    public void Render_Overlay_DrawsItsBitsWhite() =>
        Assert.That(Draw(Overlay(2, 3, 1, 1, [0b0010_0010, 0])), Is.EqualTo(new byte[] { 1, 255, 3, 4, 5, 255 }));

    [Test]
    public void Render_OverlayPartlyOutside_DrawsWhatIsWithin() =>
        Assert.That(Draw(Overlay(2, 3, 0, 3, [0b0011_1111, 0])), Is.EqualTo(new byte[] { 1, 2, 255, 4, 5, 6 }));

    [TestCase(-30000, -30000)]
    [TestCase(30000, 1)]
    public void Render_OverlayFarOutside_DrawsNothing(short row, short column) =>
        Assert.That(Draw(Overlay(2, 3, row, column, [255, 255])), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));

    [Test]
    public void Render_OverlayLargerThanItsData_DrawsWhatIsThere() =>
        Assert.That(Draw(Overlay(65535, 65535, 1, 1, [0b0000_0010, 0])), Is.EqualTo(new byte[] { 1, 255, 3, 4, 5, 6 }));

    [Test]
    public void Render_WithoutOverlays_LeavesThemOut() =>
        Assert.That(Draw(Overlay(2, 3, 1, 1, [255, 255]), 0, new RenderOptions { DrawsOverlays = false }), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));

    // Planes of six bits follow each other without regard to bytes; the first is for frame 2.
    [TestCase(0, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [TestCase(1, new byte[] { 255, 2, 3, 4, 5, 6 })]
    [TestCase(2, new byte[] { 1, 255, 3, 4, 5, 6 })]
    [TestCase(3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    public void Render_MultiFrameOverlay_BelongsToItsFrames(int frame, byte[] expected) =>
        Assert.That(Draw(Overlay(2, 3, 1, 1, [0b1000_0001, 0], "2", "2"), frame), Is.EqualTo(expected));

    [Test]
    public void Render_OverlayInUnusedBits_IsDrawnAndNotShownAsValue()
    {
        DicomDataset dataset = Overlay(1, 3, 1, 1, null);
        dataset.SetUInt16(DicomTag.OverlayBitsAllocated, 16);
        dataset.SetUInt16(DicomTag.OverlayBitPosition, 12);
        using PixelFrame frame = TestFrames.Of<ushort>(3, [0, 0x1000 | 5, 0x2000 | 255], static layout => layout with { BitsStored = 12, HighBit = 11 }, dataset);
        Assert.That(TestFrames.Grey(frame, DisplayAttributes.Read(frame.Source!, frame.Layout), new RenderOptions { Window = VoiWindow.Spanning(0, 255) }), Is.EqualTo(new byte[] { 0, 255, 255 }));
        Assert.That(TestFrames.Grey(frame, DisplayAttributes.Read(frame.Source!, frame.Layout), new RenderOptions { Window = VoiWindow.Spanning(0, 255), DrawsOverlays = false }), Is.EqualTo(new byte[] { 0, 5, 255 }));
    }

    [Test]
    public void Render_ColouredOverlay_MakesAColouredPicture()
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [1, 2, 3, 4, 5, 6], null, Overlay(1, 3, 1, 1, [0b0000_0001, 0]));
        byte[] pixels = TestFrames.Rgb(frame, DisplayAttributes.Read(frame.Source!, frame.Layout), new RenderOptions { Window = VoiWindow.Spanning(0, 255), OverlayColor = new Rgb(255, 0, 10) });
        Assert.That(pixels[..6], Is.EqualTo(new byte[] { 255, 0, 10, 2, 2, 2 }));
    }
}
