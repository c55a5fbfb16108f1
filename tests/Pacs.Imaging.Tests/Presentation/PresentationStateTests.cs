using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Tests.Pipeline;

namespace Pacs.Imaging.Tests.Presentation;

[Category("PS3.4 §N.2")]
public sealed class PresentationStateTests
{
    private static readonly DicomUid Image = new("2.25.1");

    private static DicomDataset ImageDataset()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPInstanceUID, Image);
        return dataset;
    }

    // 1 2 3
    // 4 5 6
    private static RenderedImage Draw(DicomDataset state, RenderOptions? options = null, Func<PixelLayout, PixelLayout>? change = null, int frame = 0)
    {
        using PixelFrame pixels = TestFrames.Of<byte>(3, [1, 2, 3, 4, 5, 6], change, ImageDataset(), frame);
        return Renderer.Render(pixels, DisplayAttributes.Read(pixels.Source!, pixels.Layout), (options ?? RenderOptions.Default) with { State = PresentationState.Read(state) });
    }

    private static byte[] Grey(DicomDataset state, RenderOptions? options = null, Func<PixelLayout, PixelLayout>? change = null, int frame = 0)
    {
        using RenderedImage image = Draw(state, options, change, frame);
        Assert.That(image.Format, Is.EqualTo(RenderedFormat.Gray8));
        return image.Bytes.ToArray();
    }

    private static DicomDataset Reference(DicomUid uid, params string[] frames)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSOPInstanceUID, uid);
        if (frames.Length > 0) item.Set(DicomTag.ReferencedFrameNumber, frames);
        return item;
    }

    private static DicomDataset Voi(string center, string width, params DicomDataset[] references)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.WindowCenter, center);
        item.Set(DicomTag.WindowWidth, width);
        if (references.Length > 0) item.Set(DicomTag.ReferencedImageSequence, new DicomSequence(references));
        return item;
    }

    private static DicomDataset Area(int left, int top, int right, int bottom, string mode = "SCALE TO FIT")
    {
        var item = new DicomDataset();
        item.SetInt32(DicomTag.DisplayedAreaTopLeftHandCorner, left, top);
        item.SetInt32(DicomTag.DisplayedAreaBottomRightHandCorner, right, bottom);
        item.Set(DicomTag.PresentationSizeMode, mode);
        var state = new DicomDataset();
        state.Set(DicomTag.DisplayedAreaSelectionSequence, new DicomSequence(item));
        return state;
    }

    [Test]
    public void Render_StateWithoutStages_IsTheIdentity() => Assert.That(Grey(new DicomDataset()), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));

    [Test]
    public void Render_VoiOfAnotherFrame_IsNotApplied()
    {
        var state = new DicomDataset();
        state.Set(DicomTag.SoftcopyVOILUTSequence, new DicomSequence(Voi("2", "1", Reference(new("2.25.9"))), Voi("4", "1", Reference(Image, "2")), Voi("5", "1", Reference(Image, "3", "1"))));
        Assert.That(Grey(state), Is.EqualTo(new byte[] { 0, 0, 0, 0, 255, 255 }));
        Assert.That(Grey(state, frame: 1), Is.EqualTo(new byte[] { 0, 0, 0, 255, 255, 255 }));
    }

    [Test]
    public void Render_CallersWindow_ComesBeforeTheStates()
    {
        var state = new DicomDataset();
        state.Set(DicomTag.SoftcopyVOILUTSequence, new DicomSequence(Voi("2", "1")));
        Assert.That(Grey(state, new RenderOptions { Window = new VoiWindow(6, 1) }), Is.EqualTo(new byte[] { 0, 0, 0, 0, 0, 255 }));
    }

    [TestCase("IDENTITY", new byte[] { 1, 2, 3, 4, 5, 6 })]
    [TestCase("INVERSE", new byte[] { 254, 253, 252, 251, 250, 249 })]
    public void Render_ShapeOfTheState_ReplacesMonochrome1(string shape, byte[] expected)
    {
        var state = new DicomDataset();
        state.Set(DicomTag.PresentationLUTShape, shape);
        Assert.That(Grey(state, null, static layout => layout with { Photometric = PhotometricInterpretation.Monochrome1 }), Is.EqualTo(expected));
    }

    [TestCase("N", new byte[] { 4, 1, 5, 2, 6, 3 })]
    [TestCase("Y", new byte[] { 1, 4, 2, 5, 3, 6 })]
    public void Render_RotationThenFlip_AsTheStateSays(string flip, byte[] expected)
    {
        var state = new DicomDataset();
        state.SetUInt16(DicomTag.ImageRotation, 90);
        state.Set(DicomTag.ImageHorizontalFlip, flip);
        Assert.That(Grey(state), Is.EqualTo(expected));
    }

    // The caller's turn comes after the state's flip: turned back by 270, only the mirror is left.
    [Test]
    public void Render_CallersRotation_ComesAfterTheStates()
    {
        var state = new DicomDataset();
        state.SetUInt16(DicomTag.ImageRotation, 90);
        state.Set(DicomTag.ImageHorizontalFlip, "Y");
        Assert.That(Grey(state, new RenderOptions { Rotation = 90 }), Is.EqualTo(new byte[] { 3, 2, 1, 6, 5, 4 }));
    }

    [Test]
    public void Render_DisplayedArea_IsCutOut() => Assert.That(Grey(Area(2, 1, 3, 2)), Is.EqualTo(new byte[] { 2, 3, 5, 6 }));

    [Test]
    public void Render_DisplayedAreaBeyondTheImage_IsBlackThere() =>
        Assert.That(Grey(Area(0, 2, 2, 3)), Is.EqualTo(new byte[] { 0, 4, 5, 0, 0, 0 }));

    [Test]
    public void Render_DisplayedAreaWithoutBounds_StaysNearTheImage()
    {
        using RenderedImage image = Draw(Area(int.MinValue, int.MinValue, int.MaxValue, int.MaxValue));
        Assert.That((image.Width, image.Height), Is.EqualTo((9, 6)));
    }

    [Test]
    public void Render_Magnify_EnlargesByTheRatio()
    {
        DicomDataset state = Area(1, 1, 3, 2, "MAGNIFY");
        state.GetSequence(DicomTag.DisplayedAreaSelectionSequence)![0].SetDouble(DicomTag.PresentationPixelMagnificationRatio, 4);
        using RenderedImage image = Draw(state);
        Assert.That((image.Width, image.Height), Is.EqualTo((12, 8)));
    }

    private static DicomDataset Graphic(string type, string units, bool isFilled, params float[] data)
    {
        var graphic = new DicomDataset();
        graphic.Set(DicomTag.GraphicType, type);
        graphic.Set(DicomTag.GraphicAnnotationUnits, units);
        graphic.Set(DicomTag.GraphicFilled, isFilled ? "Y" : "N");
        graphic.SetBytes(DicomTag.GraphicData, DicomVR.FL, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(data));
        var item = new DicomDataset();
        item.Set(DicomTag.GraphicLayer, "LAYER");
        item.Set(DicomTag.GraphicObjectSequence, new DicomSequence(graphic));
        var layer = new DicomDataset();
        layer.Set(DicomTag.GraphicLayer, "LAYER");
        layer.SetUInt16(DicomTag.GraphicLayerRecommendedDisplayRGBValue, 0xFFFF, 0, 0);
        var state = new DicomDataset();
        state.Set(DicomTag.GraphicAnnotationSequence, new DicomSequence(item));
        state.Set(DicomTag.GraphicLayerSequence, new DicomSequence(layer));
        return state;
    }

    [Test]
    [Category("PS3.3 §C.10.5")]
    public void Render_FilledRectangle_CoversItsPixelsAfterRotation()
    {
        DicomDataset state = Graphic("POLYLINE", "PIXEL", true, 0, 0, 10, 0, 10, 10, 0, 10, 0, 0);
        state.SetUInt16(DicomTag.ImageRotation, 90);
        using PixelFrame pixels = TestFrames.Of(40, new byte[40 * 20], null, ImageDataset());
        using RenderedImage image = Renderer.Render(pixels, DisplayAttributes.Empty, new RenderOptions { State = PresentationState.Read(state) });
        Assert.That((image.Width, image.Height), Is.EqualTo((20, 40)));
        Assert.That((image[5, 15], image[5, 5], image[15, 15]), Is.EqualTo((new Rgb(255, 0, 0), Rgb.Black, Rgb.Black)));
    }

    [Test]
    [Category("PS3.3 §C.10.5")]
    public void Render_CircleInDisplayUnits_FollowsThePicture()
    {
        using PixelFrame pixels = TestFrames.Of(40, new byte[40 * 40], null, ImageDataset());
        using RenderedImage image = Renderer.Render(pixels, DisplayAttributes.Empty, new RenderOptions { State = PresentationState.Read(Graphic("CIRCLE", "DISPLAY", false, 0.5f, 0.5f, 0.75f, 0.5f)), Width = 200 });
        // Radius 50 around (100, 100).
        Assert.That(image[100, 149].Red + image[100, 150].Red, Is.GreaterThan(200));
        Assert.That(image[100, 100], Is.EqualTo(Rgb.Black));
    }

    [Test]
    public void Render_GraphicsOfOtherImages_AreNotDrawn()
    {
        DicomDataset state = Graphic("POLYLINE", "PIXEL", false, 0, 0, 3, 2);
        state.GetSequence(DicomTag.GraphicAnnotationSequence)![0].Set(DicomTag.ReferencedImageSequence, new DicomSequence(Reference(new("2.25.9"))));
        Assert.That(Grey(state), Has.Length.EqualTo(6));
    }

    [Test]
    public void Render_Text_IsWritten()
    {
        var text = new DicomDataset();
        text.Set(DicomTag.UnformattedTextValue, "I");
        text.Set(DicomTag.AnchorPointAnnotationUnits, "PIXEL");
        text.SetDouble(DicomTag.AnchorPoint, 2, 3);
        var item = new DicomDataset();
        item.Set(DicomTag.TextObjectSequence, new DicomSequence(text));
        var state = new DicomDataset();
        state.Set(DicomTag.GraphicAnnotationSequence, new DicomSequence(item));
        using PixelFrame pixels = TestFrames.Of(20, new byte[400], null, ImageDataset());
        using RenderedImage image = Renderer.Render(pixels, DisplayAttributes.Empty, new RenderOptions { State = PresentationState.Read(state) });
        // The stem of the I, in the middle of its five columns.
        Assert.That(Enumerable.Range(3, 7).Select(row => image[row, 4].Red), Is.All.EqualTo(255));
        Assert.That(image[5, 2].Red, Is.Zero);
    }

    [Test]
    public void Render_GraphicsFarOutside_CostNothing()
    {
        DicomDataset state = Graphic("POLYLINE", "PIXEL", false, -1e30f, -1e30f, 1e30f, 1e30f, float.NaN, 0, 1e38f, -1e38f);
        Assert.DoesNotThrow(() => Draw(state).Dispose());
    }

    [Test]
    public void Render_TooManyGraphics_IsRefused()
    {
        float[] zigzag = [.. Enumerable.Range(0, 60000).SelectMany(static i => new[] { i % 2 == 0 ? 0f : 2000f, 0.5f + i % 7 })];
        DicomDataset state = Graphic("POLYLINE", "PIXEL", false, zigzag);
        using PixelFrame pixels = TestFrames.Of(2000, new byte[2000 * 8], null, ImageDataset());
        Assert.Throws<DicomImageException>(() => Renderer.Render(pixels, DisplayAttributes.Empty, new RenderOptions { State = PresentationState.Read(state) }));
    }

    [Test]
    [Category("PS3.3 §C.7.6.15")]
    public void Render_BitmapShutter_HidesItsBits()
    {
        var state = new DicomDataset();
        state.Set(DicomTag.ShutterShape, "BITMAP");
        state.SetUInt16(DicomTag.ShutterOverlayGroup, 0x6000);
        state.SetUInt16(DicomTag.OverlayRows, 2);
        state.SetUInt16(DicomTag.OverlayColumns, 3);
        state.SetBytes(DicomTag.OverlayData, DicomVR.OW, [0b0010_0001, 0]);
        Assert.That(Grey(state), Is.EqualTo(new byte[] { 0, 2, 3, 4, 5, 0 }));
    }

    [Test]
    public void Render_OverlayOfTheState_IsDrawnWhenALayerActivatesIt()
    {
        var state = new DicomDataset();
        state.SetUInt16(DicomTag.OverlayRows, 2);
        state.SetUInt16(DicomTag.OverlayColumns, 3);
        state.SetBytes(DicomTag.OverlayData, DicomVR.OW, [0b0010_0001, 0]);
        Assert.That(Grey(state), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
        state.Set(DicomTag.OverlayActivationLayer, DicomVR.CS, "LAYER");
        Assert.That(Grey(state), Is.EqualTo(new byte[] { 255, 2, 3, 4, 5, 255 }));
    }

    [Test]
    public void AppliesTo_ReferencedFrames_Only()
    {
        var series = new DicomDataset();
        series.Set(DicomTag.ReferencedImageSequence, new DicomSequence(Reference(Image, "2")));
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ReferencedSeriesSequence, new DicomSequence(series));
        PresentationState state = PresentationState.Read(dataset);
        Assert.That((state.AppliesTo(Image, 1), state.AppliesTo(Image, 0), state.AppliesTo(new("2.25.9"), 1)), Is.EqualTo((true, false, false)));
    }
}
