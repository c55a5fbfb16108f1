using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Tests.Pipeline;

namespace Pacs.Imaging.Tests.Presentation;

/// <summary>Frames of several data types that become one picture, as the examples of PS3.17 §QQ have them.</summary>
[Category("PS3.3 §C.7.6.23")]
public sealed class EnhancedPaletteTests
{
    private const string Tissue = "TISSUE_INTENSITY", Velocity = "FLOW_VELOCITY", Variance = "FLOW_VARIANCE";

    private static DicomDataset Item(Action<DicomDataset> fill)
    {
        var item = new DicomDataset();
        fill(item);
        return item;
    }

    private static DicomDataset Assignment(string type, string path, int? bits = null) => Item(item =>
    {
        item.Set(DicomTag.DataType, type);
        item.Set(DicomTag.DataPathAssignment, path);
        if (bits is { } mapped) item.SetUInt16(DicomTag.BitsMappedToColorLookupTable, (ushort)mapped);
    });

    private static DicomDataset Weight(DicomTag function, string kind, double? constant = null) => Item(item =>
    {
        item.Set(function, kind);
        if (constant is { } weight) item.SetDouble(DicomTag.BlendingWeightConstant, weight);
    });

    // Tables of 256 entries: the color for every entry from `from` on, black below.
    private static DicomDataset Path(string id, string rgb, string alpha, Func<int, (byte Red, byte Green, byte Blue)>? colors = null, Func<int, byte>? alphas = null) => Item(item =>
    {
        item.Set(DicomTag.DataPathID, id);
        item.Set(DicomTag.RGBLUTTransferFunction, rgb);
        item.Set(DicomTag.AlphaLUTTransferFunction, alpha);
        byte[][] tables =
        [
            [.. Enumerable.Range(0, 256).Select(i => colors?.Invoke(i).Red ?? 0)], [.. Enumerable.Range(0, 256).Select(i => colors?.Invoke(i).Green ?? 0)],
            [.. Enumerable.Range(0, 256).Select(i => colors?.Invoke(i).Blue ?? 0)], [.. Enumerable.Range(0, 256).Select(i => alphas?.Invoke(i) ?? 0)],
        ];
        for (uint component = 0; component < 4; component++)
        {
            if (component == 3 ? alphas is null : colors is null) continue;
            item.SetUInt16(new DicomTag(0x00281101 + component), 256, 0, 8);
            item.SetBytes(new DicomTag(0x00281201 + component), DicomVR.OW, tables[component]);
        }
    });

    // Frames 0 to 2 are tissue, velocity and variance at one place, 3 to 5 at the next.
    private static DicomDataset Volume(params DicomDataset[] assignments)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.DataFrameAssignmentSequence, new DicomSequence(assignments));
        dataset.Set(DicomTag.PerFrameFunctionalGroupsSequence, new DicomSequence([.. Enumerable.Range(0, 6).Select(frame => Item(groups =>
        {
            groups.Set(DicomTag.ImageDataTypeSequence, new DicomSequence(Item(type => type.Set(DicomTag.DataType, new[] { Tissue, Velocity, Variance }[frame % 3]))));
            groups.Set(DicomTag.PlanePositionVolumeSequence, new DicomSequence(Item(place => place.SetDouble(DicomTag.ImagePositionVolume, 0, 0, frame / 3))));
        }))]));
        return dataset;
    }

    private static byte[] Draw(DicomDataset dataset, int frame, params (int Frame, byte[] Pixels)[] frames)
    {
        PixelFrame[] pixels = [.. frames.Select(each => TestFrames.Of(each.Pixels.Length, each.Pixels, null, dataset, each.Frame))];
        try
        {
            PixelFrame shown = pixels.Single(each => each.Source!.Frame == frame);
            return TestFrames.Rgb(shown, DisplayAttributes.Read(shown.Source!, shown.Layout), new RenderOptions { DataFrames = [.. pixels.Where(each => each != shown)] });
        }
        finally
        {
            foreach (PixelFrame each in pixels) each.Dispose();
        }
    }

    [Test]
    public void Render_PrimaryWithoutPalette_IsGrey()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE"));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("PRIMARY", "EQUAL_RGB", "NONE")));

        Assert.That(Draw(dataset, 0, (0, [0, 100, 255])), Is.EqualTo(new byte[] { 0, 0, 0, 100, 100, 100, 255, 255, 255 }));
    }

    [Test]
    public void Render_PrimaryPValues_StayGreyscale()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_PVALUES"));
        using PixelFrame frame = TestFrames.Of<byte>(2, [0, 255], null, dataset);

        Assert.That(TestFrames.Grey(frame, DisplayAttributes.Read(frame.Source!, frame.Layout)), Is.EqualTo(new byte[] { 0, 255 }));
    }

    [Test]
    public void Render_ConstantWeights_AddInProportion()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE"), Assignment(Velocity, "SECONDARY_SINGLE"));
        dataset.Set(DicomTag.BlendingLUT1Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT1TransferFunction, "CONSTANT", 0.75)));
        dataset.Set(DicomTag.BlendingLUT2Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT2TransferFunction, "CONSTANT", 0.5)));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("PRIMARY", "EQUAL_RGB", "NONE"), Path("SECONDARY", "TABLE", "NONE", static i => ((byte)i, 0, 200))));

        // 0.75 x 100 + 0.5 x (40, 0, 200), then a sum beyond white.
        Assert.That(Draw(dataset, 0, (0, [100, 255]), (1, [40, 255])), Is.EqualTo(new byte[] { 95, 75, 175, 255, 191, 255 }));
    }

    [Test]
    public void Render_AFlowFrame_IsTheSamePictureAsItsTissueFrame()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE"), Assignment(Velocity, "SECONDARY_SINGLE"));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("SECONDARY", "TABLE", "NONE", static i => ((byte)i, 0, 0))));

        Assert.That(Draw(dataset, 1, (0, [100]), (1, [40])), Is.EqualTo(Draw(dataset, 0, (0, [100]), (1, [40]))).And.EqualTo(new byte[] { 140, 100, 100 }));
    }

    [Test]
    public void Render_AFlowFrameAlone_HasTheColoursOfItsPath()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE"), Assignment(Velocity, "SECONDARY_SINGLE"));
        dataset.Set(DicomTag.BlendingLUT2Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT2TransferFunction, "CONSTANT", 0.1)));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("SECONDARY", "TABLE", "NONE", static i => ((byte)i, 7, 9))));

        Assert.That(Draw(dataset, 1, (1, [40])), Is.EqualTo(new byte[] { 40, 7, 9 }));
    }

    // Example 5: flow above a threshold hides the tissue.
    [Test]
    public void Render_WeightOfOneMinusAlpha_IsAThresholdOnFlow()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE"), Assignment(Velocity, "SECONDARY_SINGLE"));
        dataset.Set(DicomTag.BlendingLUT1Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT1TransferFunction, "ALPHA_1")));
        dataset.Set(DicomTag.BlendingLUT2Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT2TransferFunction, "ALPHA_2")));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(
            Path("PRIMARY", "EQUAL_RGB", "TABLE", null, static i => (byte)(i < 200 ? 255 : 0)), Path("SECONDARY", "TABLE", "TABLE", static i => (0, 0, (byte)i), static i => (byte)(i > 50 ? 255 : 0))));

        Assert.That(Draw(dataset, 0, (0, [100, 100, 210]), (1, [50, 60, 60])), Is.EqualTo(new byte[] { 100, 100, 100, 100, 100, 160, 0, 0, 60 }));
    }

    [Test]
    public void Render_OneMinus_IsWhatTheFirstWeightLeaves()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE"), Assignment(Velocity, "SECONDARY_SINGLE"));
        dataset.Set(DicomTag.BlendingLUT1Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT1TransferFunction, "ALPHA_2")));
        dataset.Set(DicomTag.BlendingLUT2Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT2TransferFunction, "ONE_MINUS")));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("SECONDARY", "TABLE", "IDENTITY", static i => (200, 0, 0))));

        // Alpha 2 is 51 of 255: 0.2 of the tissue, 0.8 of the colour.
        Assert.That(Draw(dataset, 0, (0, [100]), (1, [51])), Is.EqualTo(new byte[] { 180, 20, 20 }));
    }

    [Test]
    public void Render_WeightByTable_TakesBothAlphasAsItsIndex()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE", 2), Assignment(Velocity, "SECONDARY_SINGLE", 2));
        DicomDataset weight = Weight(DicomTag.BlendingLUT1TransferFunction, "TABLE");
        weight.SetUInt16(DicomTag.BlendingLookupTableDescriptor, 16, 0, 8);
        weight.SetBytes(DicomTag.BlendingLookupTableData, DicomVR.OW, [.. Enumerable.Range(0, 16).Select(static i => (byte)(i == 0b1001 ? 255 : 0))]);
        dataset.Set(DicomTag.BlendingLUT1Sequence, new DicomSequence(weight));
        dataset.Set(DicomTag.BlendingLUT2Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT2TransferFunction, "CONSTANT", 0)));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("PRIMARY", "EQUAL_RGB", "IDENTITY"), Path("SECONDARY", "EQUAL_RGB", "IDENTITY")));

        // The upper two bits: tissue 2 and flow 1 make the one index with a weight.
        Assert.That(Draw(dataset, 0, (0, [0x80, 0x80]), (1, [0x40, 0x80])), Is.EqualTo(new byte[] { 170, 170, 170, 0, 0, 0 }));
    }

    // Example 6: velocity in the upper, variance in the lower bits of one input.
    [Test]
    public void Render_SecondaryHighAndLow_AreOneInput()
    {
        DicomDataset dataset = Volume(Assignment(Velocity, "SECONDARY_HIGH", 5), Assignment(Variance, "SECONDARY_LOW", 3));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("SECONDARY", "TABLE", "NONE", static i => ((byte)i, (byte)(255 - i), 0))));

        Assert.That(Draw(dataset, 1, (1, [0b10110_111]), (2, [0b011_11111])), Is.EqualTo(new byte[] { 0b10110_011, 255 - 0b10110_011, 0 }));
    }

    [Test]
    public void Render_WindowOfADataType_ComesBeforeItsPalette()
    {
        DicomDataset tissue = Assignment(Tissue, "PRIMARY_SINGLE");
        tissue.Set(DicomTag.WindowCenter, "100");
        tissue.Set(DicomTag.WindowWidth, "1");
        DicomDataset dataset = Volume(tissue);
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("PRIMARY", "TABLE", "NONE", static i => (i == 255 ? (byte)1 : (byte)2, 3, 4))));

        Assert.That(Draw(dataset, 0, (0, [99, 101])), Is.EqualTo(new byte[] { 2, 3, 4, 1, 3, 4 }));
    }

    [Test]
    public void Render_FramesOfDifferentSizes_AreRefused()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE"), Assignment(Velocity, "SECONDARY_SINGLE"));

        Assert.That(() => Draw(dataset, 0, (0, [1, 2]), (1, [1])), Throws.TypeOf<DicomImageException>().With.Message.Contains("1 x 1"));
    }

    [TestCase(0, new[] { 1, 2 })]
    [TestCase(1, new[] { 0, 2 })]
    [TestCase(4, new[] { 3, 5 })]
    public void FramesWith_AFrame_AreThoseOfItsPlace(int frame, int[] expected) => Assert.That(EnhancedPalette.FramesWith(Volume(), frame), Is.EqualTo(expected));

    [Test]
    public async Task RenderAsync_AFrameOfAFile_FindsTheOthersItself()
    {
        DicomDataset dataset = Volume(Assignment(Tissue, "PRIMARY_SINGLE"), Assignment(Velocity, "SECONDARY_SINGLE"));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Path("SECONDARY", "TABLE", "NONE", static i => ((byte)i, 0, 0))));
        SecondaryCapture.FromGrayscale8(new ObjectContext(), [10, 10, 20, 20, 30, 30, 40, 40, 50, 50, 60, 60], 6, 2).ToList().ForEach(element => dataset.Set(element));
        dataset.SetUInt16(DicomTag.Rows, 1);
        dataset.Set(DicomTag.NumberOfFrames, "6");
        using var file = new DicomFile(dataset);
        using RenderedImage image = await (await FrameReader.CreateAsync(file)).RenderAsync(frame: 4);

        Assert.That(image[0, 0], Is.EqualTo(new Rgb(90, 40, 40)));
    }
}
