using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Imaging.Tests.Presentation;

/// <summary>Segmentations of slides, whose tiles are cut otherwise than those of the image.</summary>
[Category("PS3.3 §C.7.6.17.3")]
public sealed class SlideSegmentationTests
{
    [Test]
    public async Task LayersFor_TilesOfAnotherSize_CoverWhatIsMarkedOnTheSlide()
    {
        // The slide has 8 x 8 pixels. The image has tiles of 4 x 4, the segmentation of 2 x 2; marked are the pixels of column 5, and segment 2 those of row 0.
        using DicomFile file = DicomFile.Parse(await SegmentationAsync());
        Segmentation segmentation = await Segmentation.OpenAsync(file);
        DicomDataset image = Slide(tile: 4);
        var layout = new PixelLayout { Rows = 4, Columns = 4, BitsAllocated = 8, BitsStored = 8, HighBit = 7, SamplesPerPixel = 3, Photometric = PhotometricInterpretation.Rgb };

        for (int tile = 0; tile < 4; tile++)
        {
            byte[] first = new byte[16], second = new byte[16];
            foreach (MaskLayer layer in await segmentation.LayersForAsync(new FrameSource(image, tile), layout))
                for (int i = 0; i < 16; i++) (layer.Label == "column" ? first : second)[i] |= layer.Coverage.Span[i];
            for (int i = 0; i < 16; i++)
            {
                int column = tile % 2 * 4 + i % 4, row = tile / 2 * 4 + i / 4;
                Assert.That((first[i] == 255, second[i] == 255), Is.EqualTo((column == 5, row == 0)), $"row {row}, column {column}");
            }
        }
    }

    private static DicomDataset Slide(int tile)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid("2.25.1"));
        dataset.Set(DicomTag.FrameOfReferenceUID, new DicomUid("2.25.9"));
        dataset.Set(DicomTag.DimensionOrganizationType, "TILED_FULL");
        dataset.SetUInt32(DicomTag.TotalPixelMatrixColumns, 8);
        dataset.SetUInt32(DicomTag.TotalPixelMatrixRows, 8);
        dataset.SetUInt16(DicomTag.Rows, (ushort)tile);
        dataset.SetUInt16(DicomTag.Columns, (ushort)tile);
        dataset.Set(DicomTag.ImageOrientationSlide, "0", "-1", "0", "-1", "0", "0");
        var origin = new DicomDataset();
        origin.Set(DicomTag.XOffsetInSlideCoordinateSystem, "20");
        origin.Set(DicomTag.YOffsetInSlideCoordinateSystem, "40");
        dataset.Set(DicomTag.TotalPixelMatrixOriginSequence, new DicomSequence(origin));
        var measures = new DicomDataset();
        measures.Set(DicomTag.PixelSpacing, "0.0005", "0.0005");
        var shared = new DicomDataset();
        shared.Set(DicomTag.PixelMeasuresSequence, new DicomSequence(measures));
        dataset.Set(DicomTag.SharedFunctionalGroupsSequence, new DicomSequence(shared));
        return dataset;
    }

    private static async Task<byte[]> SegmentationAsync()
    {
        DicomDataset dataset = Slide(tile: 2);
        dataset.Set(DicomTag.SOPClassUID, DicomUid.SegmentationStorage);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid("2.25.2"));
        dataset.Set(DicomTag.SegmentationType, "BINARY");
        dataset.Set(DicomTag.NumberOfFrames, "32");
        dataset.SetUInt16(DicomTag.SamplesPerPixel, 1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.SetUInt16(DicomTag.BitsAllocated, 1);
        dataset.SetUInt16(DicomTag.BitsStored, 1);
        dataset.SetUInt16(DicomTag.HighBit, 0);
        dataset.SetUInt16(DicomTag.PixelRepresentation, 0);
        dataset.Set(DicomTag.SegmentSequence, new DicomSequence(SegmentOf(1, "column"), SegmentOf(2, "row")));
        byte[] bits = new byte[16];
        for (int frame = 0; frame < 32; frame++)
            for (int i = 0; i < 4; i++)
            {
                int tile = frame % 16, column = tile % 4 * 2 + i % 2, row = tile / 4 * 2 + i / 2, bit = frame * 4 + i;
                if (frame < 16 ? column == 5 : row == 0) bits[bit / 8] |= (byte)(1 << (bit % 8));
            }

        dataset.SetBytes(DicomTag.PixelData, DicomVR.OB, bits);
        var output = new MemoryStream();
        await new DicomFile(dataset).SaveAsync(output);
        return output.ToArray();
    }

    private static DicomDataset SegmentOf(ushort number, string label)
    {
        var segment = new DicomDataset();
        segment.SetUInt16(DicomTag.SegmentNumber, number);
        segment.Set(DicomTag.SegmentLabel, label);
        return segment;
    }
}
