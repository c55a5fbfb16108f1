using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Tests.Pipeline;

namespace Pacs.Imaging.Tests.Presentation;

[Category("PS3.3 §C.11.14")]
public sealed class BlendingStateTests
{
    private static readonly DicomUid Lower = new("2.25.1"), Upper = new("2.25.2"), Place = new("2.25.3");

    [Test]
    public void Render_BlendingState_MixesTheColouredUpperImageByItsOpacity()
    {
        // Lower: window 0 to 255 of the state. Upper: 0 and 255 become blue and red.
        DicomDataset state = State("0.25");
        using PixelFrame under = TestFrames.Of<byte>(2, [100, 200], null, Dataset(Lower)), over = TestFrames.Of<byte>(2, [0, 255], null, Dataset(Upper));
        using RenderedImage image = Draw(under, over, new RenderOptions { State = PresentationState.Read(state) });

        Assert.That((image[0, 0], image[0, 1]), Is.EqualTo((new Rgb(75, 75, 139), new Rgb(214, 150, 150))));
    }

    [Test]
    public void AppliesTo_ImagesOfEitherSet_AndSuperimposesTheUpperOnly()
    {
        PresentationState state = PresentationState.Read(State("0.5"));

        Assert.That((state.IsBlending, state.RelativeOpacity), Is.EqualTo((true, (double?)0.5)));
        Assert.That((state.AppliesTo(Lower), state.AppliesTo(Upper), state.AppliesTo(Place)), Is.EqualTo((true, true, false)));
        Assert.That((state.Superimposes(Lower), state.Superimposes(Upper)), Is.EqualTo((false, true)));
    }

    [Test]
    public void Render_BlendingState_ShowsNoOverlaysOfTheImages()
    {
        DicomDataset lower = Dataset(Lower);
        lower.SetUInt16(DicomTag.OverlayRows, 1);
        lower.SetUInt16(DicomTag.OverlayColumns, 2);
        lower.SetBytes(DicomTag.OverlayData, DicomVR.OW, [3, 0]);
        using PixelFrame under = TestFrames.Of<byte>(2, [0, 0], null, lower), over = TestFrames.Of<byte>(2, [0, 0], null, Dataset(Upper));
        using RenderedImage image = Draw(under, over, new RenderOptions { State = PresentationState.Read(State("0")) });

        Assert.That(image[0, 0], Is.EqualTo(Rgb.Black));
    }

    [Test]
    public void Render_SuperimposedPadding_LetsTheLowerImageThrough()
    {
        DicomDataset upper = Dataset(Upper);
        upper.SetUInt16(DicomTag.PixelPaddingValue, 7);
        using PixelFrame under = TestFrames.Of<byte>(2, [100, 100], null, Dataset(Lower)), over = TestFrames.Of<byte>(2, [7, 255], null, upper);
        using RenderedImage image = Draw(under, over, new RenderOptions { Window = new VoiWindow(128, 256) }, opacity: 1);

        Assert.That((image[0, 0], image[0, 1]), Is.EqualTo((Rgb.Grey(100), Rgb.White)));
    }

    [Test]
    public void Render_SuperimposedOfCoarserPixelsInTheSameFrameOfReference_IsFitted()
    {
        // Upper pixels are twice as large and begin one lower pixel to the left: what is between their centers is interpolated.
        DicomDataset lower = Placed(Dataset(Lower), "0", "1"), upper = Placed(Dataset(Upper), "-0.5", "2");
        using PixelFrame under = TestFrames.Of<byte>(4, [0, 0, 0, 0, 0, 0, 0, 0], null, lower), over = TestFrames.Of<byte>(2, [0, 200], null, upper);
        using RenderedImage image = Draw(under, over, new RenderOptions { Window = new VoiWindow(128, 256) }, opacity: 1);

        // Centers of the upper pixels lie at -0.5 and 1.5 mm, those of the lower at 0 to 3.
        Assert.That(Enumerable.Range(0, 4).Select(column => (int)image[0, column].Red), Is.EqualTo(new[] { 50, 150, 200, 0 }));
    }

    [Test]
    public void Render_SuperimposedOfAnotherSlice_IsRefusedByDistance()
    {
        DicomDataset lower = Placed(Dataset(Lower), "0", "1"), upper = Placed(Dataset(Upper), "0", "1", z: "30");
        using PixelFrame under = TestFrames.Of<byte>(2, [0, 0], null, lower), over = TestFrames.Of<byte>(2, [0, 0], null, upper);

        Assert.That(() => Draw(under, over, RenderOptions.Default), Throws.TypeOf<DicomImageException>().With.Message.Contains("30.0 mm apart"));
    }

    [Test]
    public void Render_SuperimposedOfAnotherSizeAndNoPlace_IsRefused()
    {
        using PixelFrame under = TestFrames.Of<byte>(2, [0, 0], null, Dataset(Lower)), over = TestFrames.Of<byte>(1, [0, 0], null, Dataset(Upper));

        Assert.That(() => Draw(under, over, RenderOptions.Default), Throws.TypeOf<DicomImageException>());
    }

    [Test]
    public void Render_PseudoColor_ShowsGreysInThePalette()
    {
        using PixelFrame frame = TestFrames.Of<byte>(3, [0, 128, 255]);
        Assert.That(TestFrames.Rgb(frame, null, new RenderOptions { Window = new VoiWindow(128, 256), PseudoColor = Palette.HotIron }), Is.EqualTo(new byte[] { 0, 0, 0, 255, 0, 0, 255, 255, 255 }));
    }

    [Test]
    [Category("PS3.6 §B.1.1")]
    public async Task HotIron_IsThePaletteOfTheStandardsObject()
    {
        using DicomFile file = await DicomFile.OpenAsync(Pacs.Tests.SharedData.File("palettes/hotiron.dcm"));

        Assert.That(Palette.HotIron.Colors.ToArray(), Is.EqualTo((await Palette.LoadAsync(file))!.Colors.ToArray()));
    }

    private static RenderedImage Draw(PixelFrame under, PixelFrame over, RenderOptions options, double opacity = 0.5) =>
        Renderer.Render(under, DisplayAttributes.Read(under.Source!, under.Layout), options with
        {
            Superimposed = new Superimposition(over, DisplayAttributes.Read(over.Source!, over.Layout)) { Opacity = opacity, Window = options.Window },
        });

    private static DicomDataset Dataset(DicomUid instance)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPInstanceUID, instance);
        return dataset;
    }

    private static DicomDataset Placed(DicomDataset dataset, string x, string spacing, string z = "0")
    {
        dataset.Set(DicomTag.FrameOfReferenceUID, Place);
        dataset.Set(DicomTag.ImagePositionPatient, x, x, z);
        dataset.Set(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
        dataset.Set(DicomTag.PixelSpacing, spacing, spacing);
        dataset.Set(DicomTag.SliceThickness, "2");
        return dataset;
    }

    private static DicomDataset State(string opacity)
    {
        var state = new DicomDataset();
        state.SetDouble(DicomTag.RelativeOpacity, double.Parse(opacity, System.Globalization.CultureInfo.InvariantCulture));
        state.Set(DicomTag.BlendingSequence, new DicomSequence(Set("UNDERLYING", Lower), Set("SUPERIMPOSED", Upper)));
        (byte From, byte To)[] levels = [(0, 255), (0, 0), (255, 0)];
        for (uint component = 0; component < 3; component++)
        {
            state.SetUInt16(new DicomTag(0x00281101 + component), 256, 0, 8);
            byte[] table = new byte[256];
            for (int i = 0; i < 256; i++) table[i] = (byte)(levels[component].From + (levels[component].To - levels[component].From) * i / 255);
            state.SetBytes(new DicomTag(0x00281201 + component), DicomVR.OW, table);
        }

        return state;
    }

    private static DicomDataset Set(string position, DicomUid instance)
    {
        var reference = new DicomDataset();
        reference.Set(DicomTag.ReferencedSOPInstanceUID, instance);
        var series = new DicomDataset();
        series.Set(DicomTag.ReferencedImageSequence, new DicomSequence(reference));
        var voi = new DicomDataset();
        voi.Set(DicomTag.WindowCenter, "128");
        voi.Set(DicomTag.WindowWidth, "256");
        var item = new DicomDataset();
        item.Set(DicomTag.BlendingPosition, position);
        item.Set(DicomTag.ReferencedSeriesSequence, new DicomSequence(series));
        item.Set(DicomTag.SoftcopyVOILUTSequence, new DicomSequence(voi));
        return item;
    }
}
