using Pacs.Core;
using Pacs.Imaging;
using Pacs.Imaging.Tests.Pipeline;

namespace Pacs.Imaging.Tests.Presentation;

/// <summary>What data sets say, and what they say wrongly.</summary>
public sealed class DisplayAttributesTests
{
    private static readonly PixelLayout Words = new() { Rows = 2, Columns = 2, BitsAllocated = 16, BitsStored = 16, HighBit = 15 };

    private static DisplayAttributes Read(DicomDataset dataset, PixelLayout? layout = null, int frame = 0) => DisplayAttributes.Read(new FrameSource(dataset, frame), layout ?? Words);

    private static byte[] Bytes(params ushort[] words) => [.. words.SelectMany(static word => new[] { (byte)word, (byte)(word >> 8) })];

    private static DicomDataset Table(ushort[] descriptor, params ushort[] entries)
    {
        var item = new DicomDataset();
        item.SetUInt16(DicomTag.LUTDescriptor, descriptor);
        item.SetBytes(DicomTag.LUTData, DicomVR.OW, Bytes(entries));
        return item;
    }

    [Test]
    public void Read_SeveralWindows_PairsThemWithTheirExplanations()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.WindowCenter, "40", "-600");
        dataset.Set(DicomTag.WindowWidth, "400", "1500");
        dataset.Set(DicomTag.WindowCenterWidthExplanation, "SOFT", "LUNG");
        dataset.Set(DicomTag.VOILUTFunction, "SIGMOID");
        Assert.That(Read(dataset).Windows, Is.EqualTo(new[]
        {
            new VoiWindow(40, 400) { Function = VoiFunction.Sigmoid, Explanation = "SOFT" },
            new VoiWindow(-600, 1500) { Function = VoiFunction.Sigmoid, Explanation = "LUNG" },
        }));
    }

    [TestCase("40", "0")]
    [TestCase("40", "-1")]
    [TestCase("NaN", "100")]
    [TestCase("forty", "100")]
    [TestCase("40", null)]
    public void Read_WindowWithoutSense_IsLeftOut(string center, string? width)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.WindowCenter, center);
        dataset.Set(DicomTag.WindowWidth, width);
        Assert.That(Read(dataset).Windows, Is.Empty);
    }

    [Test]
    public void Read_SlopeOfZero_CountsAsOne()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.RescaleSlope, "0");
        dataset.Set(DicomTag.RescaleIntercept, "-1024");
        Assert.That(Read(dataset).Modality, Is.EqualTo(new ModalityTransform(1, -1024)));
    }

    [Test]
    [Category("PS3.3 §C.7.6.16")]
    public void Read_FunctionalGroups_PreferTheFrames()
    {
        DicomDataset Group(string center, string slope)
        {
            var voi = new DicomDataset();
            voi.Set(DicomTag.WindowCenter, center);
            voi.Set(DicomTag.WindowWidth, "10");
            var value = new DicomDataset();
            value.Set(DicomTag.RescaleSlope, slope);
            value.Set(DicomTag.RescaleIntercept, "0");
            var group = new DicomDataset();
            group.Set(DicomTag.FrameVOILUTSequence, new DicomSequence(voi));
            group.Set(DicomTag.PixelValueTransformationSequence, new DicomSequence(value));
            return group;
        }

        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SharedFunctionalGroupsSequence, new DicomSequence(Group("1", "1")));
        dataset.Set(DicomTag.PerFrameFunctionalGroupsSequence, new DicomSequence(Group("2", "2"), Group("3", "3")));
        DisplayAttributes second = Read(dataset, frame: 1);
        Assert.That((second.Windows[0].Center, second.Modality.Slope), Is.EqualTo((3.0, 3.0)));
        Assert.That(Read(dataset, frame: 7).Windows[0].Center, Is.EqualTo(1.0));
    }

    [Test]
    public void Read_TableOfBytes_TakesABytePerEntry()
    {
        DicomDataset item = Table([4, 0, 8], 0x2010, 0x4030);
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.VOILUTSequence, new DicomSequence(item));
        Assert.That(Read(dataset).VoiTables[0].Entries.ToArray(), Is.EqualTo(new ushort[] { 0x10, 0x20, 0x30, 0x40 }));
    }

    [Test]
    public void Read_TableShorterThanItsDescriptor_HoldsWhatIsThere()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.VOILUTSequence, new DicomSequence(Table([0, 0, 16], 1, 2, 3)));
        Assert.That(Read(dataset).VoiTables[0].Entries.ToArray(), Is.EqualTo(new ushort[] { 1, 2, 3 }));
    }

    [Test]
    public void Read_TableWithMoreBitsThanItSays_IsNotCut()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.VOILUTSequence, new DicomSequence(Table([2, 0, 8], 0, 4095)));
        Assert.That(Read(dataset).VoiTables[0].BitsPerEntry, Is.EqualTo(12));
    }

    [Test]
    public void Read_EmptyTable_IsLeftOut()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.VOILUTSequence, new DicomSequence(Table([2, 0, 8]), new DicomDataset()));
        Assert.That(Read(dataset).VoiTables, Is.Empty);
    }

    [Test]
    public void Read_FirstMappedOfSignedPixels_IsSigned()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.VOILUTSequence, new DicomSequence(Table([2, 65526, 16], 0, 1)));
        Assert.That(Read(dataset, Words with { IsSigned = true }).VoiTables[0].FirstMapped, Is.EqualTo(-10));
    }

    private static DicomDataset PaletteOf(ushort bits, ushort count, params ushort[] data)
    {
        var dataset = new DicomDataset();
        foreach (DicomTag tag in new[] { DicomTag.RedPaletteColorLookupTableDescriptor, DicomTag.GreenPaletteColorLookupTableDescriptor, DicomTag.BluePaletteColorLookupTableDescriptor })
            dataset.SetUInt16(tag, count, 0, bits);
        foreach (DicomTag tag in new[] { DicomTag.RedPaletteColorLookupTableData, DicomTag.GreenPaletteColorLookupTableData, DicomTag.BluePaletteColorLookupTableData })
            dataset.SetBytes(tag, DicomVR.OW, Bytes(data));
        return dataset;
    }

    private static readonly PixelLayout Indexed = Words with { Photometric = PhotometricInterpretation.PaletteColor };

    [Test]
    public void Read_PaletteOf16Bits_TakesTheUpperBytes() =>
        Assert.That(Read(PaletteOf(16, 2, 0x1200, 0xFF00), Indexed).Palette!.Colors.ToArray(), Is.EqualTo(new byte[] { 0x12, 0x12, 0x12, 0xFF, 0xFF, 0xFF }));

    [Test]
    public void Read_PaletteThatSays16BitsAndHolds8_TakesTheBytes() =>
        Assert.That(Read(PaletteOf(16, 2, 0x12, 0xFF), Indexed).Palette!.Colors.ToArray(), Is.EqualTo(new byte[] { 0x12, 0x12, 0x12, 0xFF, 0xFF, 0xFF }));

    [Test]
    public void Read_PaletteTooShort_GoesOnWithItsLastColour() =>
        Assert.That(Read(PaletteOf(16, 4, 0x1200, 0xFF00), Indexed).Palette!.Colors[^3..].ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xFF, 0xFF }));

    [Test]
    public void Render_PaletteMissing_ShowsGrey()
    {
        using PixelFrame frame = TestFrames.Of<byte>(2, [0, 255], static layout => layout with { Photometric = PhotometricInterpretation.PaletteColor });
        Assert.That(TestFrames.Grey(frame, Read(new DicomDataset(), frame.Layout)), Is.EqualTo(new byte[] { 0, 255 }));
    }

    [Test]
    public void Read_PaddingOfSignedPixels_IsSigned()
    {
        var dataset = new DicomDataset();
        dataset.SetUInt16(DicomTag.PixelPaddingValue, 63536);
        Assert.That(Read(dataset, Words with { IsSigned = true }).Padding, Is.EqualTo(new PaddingRange(-2000, -2000)));
    }

    [TestCase("1", "2", 0.5)]
    [TestCase("3", "2", 1.5)]
    [TestCase("0", "2", 1)]
    [TestCase("1", "1000000", 1)]
    public void Read_PixelAspectRatio_IsHeightByWidth(string vertical, string horizontal, double expected)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PixelAspectRatio, vertical, horizontal);
        Assert.That(Read(dataset).PixelAspect, Is.EqualTo(expected));
    }

    [TestCase("MRImageFrameTypeSequence")]
    [TestCase("CTImageFrameTypeSequence")]
    [TestCase("PETFrameTypeSequence")]
    [TestCase("XRay3DFrameTypeSequence")]
    [TestCase("IntravascularOCTFrameTypeSequence")]
    [Category("PS3.3 §C.7.6.19")]
    public void Read_SupplementalPaletteOfAnEnhancedObject_HoldsForItsColourFrames(string macro)
    {
        DicomTag tag = DicomTag.Parse(macro);
        DicomDataset Frame(string presentation)
        {
            var type = new DicomDataset();
            type.Set(DicomTag.PixelPresentation, presentation);
            var groups = new DicomDataset();
            groups.Set(tag, new DicomSequence(type));
            return groups;
        }

        DicomDataset dataset = PaletteOf(16, 2, 0x1200, 0xFF00);
        dataset.Set(DicomTag.PixelPresentation, "MIXED");
        dataset.Set(DicomTag.PerFrameFunctionalGroupsSequence, new DicomSequence(Frame("MONOCHROME"), Frame("COLOR")));

        Assert.That((Read(dataset).Palette, Read(dataset, frame: 1).Palette?.Count), Is.EqualTo(((Palette?)null, (int?)2)));
    }

    [Test]
    [Category("PS3.3 §C.11.1")]
    public void Render_ModalityLutOfTheDataSet_ComesBeforeTheWindow()
    {
        DicomDataset item = Table([3, 10, 16], 100, 300, 200);
        item.Set(DicomTag.ModalityLUTType, "OD");
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ModalityLUTSequence, new DicomSequence(item));
        dataset.Set(DicomTag.WindowCenter, "200");
        dataset.Set(DicomTag.WindowWidth, "200");
        dataset.Set(DicomTag.VOILUTFunction, "LINEAR_EXACT");
        using PixelFrame frame = TestFrames.Of<ushort>(5, [0, 10, 11, 12, 999], null, dataset);
        DisplayAttributes attributes = Read(dataset);

        Assert.That(attributes.Modality.Unit, Is.EqualTo("OD"));
        Assert.That(TestFrames.Grey(frame, attributes), Is.EqualTo(new byte[] { 0, 0, 255, 128, 128 }));
        Assert.That(RegionStatistics.Measure(frame, attributes, new RectangleRegion(1, 0, 3, 1)).Mean, Is.EqualTo(200));
    }

    // LUT Data of an 18-entry table and its VOI twin, as files have them.
    [TestCase("native/mlut_18.dcm")]
    [TestCase("native/vlut_04.dcm")]
    public async Task LoadAsync_TablesOfRealFiles_AreFetched(string name)
    {
        await using DicomFile file = await DicomFile.OpenAsync(Pacs.Tests.SharedData.File(name));
        DisplayAttributes attributes = await DisplayAttributes.LoadAsync(new FrameSource(file.Dataset, 0, file.TransferSyntax), PixelLayout.Of(file.Dataset));

        Assert.That((attributes.Modality.Table?.Entries.Length ?? 0) + attributes.VoiTables.Sum(static table => table.Entries.Length), Is.GreaterThan(100));
    }
}
