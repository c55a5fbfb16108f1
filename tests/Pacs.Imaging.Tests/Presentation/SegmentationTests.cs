using Pacs.Core;
using Pacs.Imaging;
using Pacs.Tests;

namespace Pacs.Imaging.Tests.Presentation;

/// <summary>Segmentations and structure sets of the corpus over the images that they are about.</summary>
[Category("PS3.3 §C.8.20")]
public sealed class SegmentationTests
{
    // Where the sphere of the CT volume is in the slice: in the patient (8, -12, 4) mm with 12 mm, 1.25 mm off the slice.
    private const double CenterX = 132.935, CenterY = 120.598, Radius = 7.36;

    private static string Study(string series) => SharedData.File($"studies/ct-volume-current/{series}");

    private static string Only(string series) => Directory.GetFiles(Study(series)).Single();

    [Test]
    public async Task LayersFor_BinarySegmentation_CoverTheSphere()
    {
        using DicomFile image = await DicomFile.OpenAsync(Study("ct/IMG024.dcm")), file = await DicomFile.OpenAsync(Only("seg"));
        Segmentation segmentation = await Segmentation.OpenAsync(file);
        Assert.That((segmentation.Kind, segmentation.Segments.Single().Label), Is.EqualTo((SegmentationKind.Binary, "Sphere")));
        MaskLayer layer = (await segmentation.LayersForAsync(new FrameSource(image.Dataset), PixelLayout.Of(image.Dataset))).Single();
        Assert.That((layer.Columns, layer.Rows, layer.Label), Is.EqualTo((256, 256, "Sphere")));
        for (int row = 0; row < 256; row++)
        {
            for (int column = 0; column < 256; column++)
            {
                double distance = Math.Sqrt(Math.Pow(column + 0.5 - CenterX, 2) + Math.Pow(row + 0.5 - CenterY, 2));
                if (Math.Abs(distance - Radius) > 1) Assert.That(layer.Coverage.Span[row * 256 + column] == 255, Is.EqualTo(distance < Radius), $"{row}, {column}");
            }
        }
    }

    [Test]
    public async Task LayersFor_SliceOutsideTheSegmentation_AreNone()
    {
        using DicomFile image = await DicomFile.OpenAsync(Study("ct/IMG001.dcm")), file = await DicomFile.OpenAsync(Only("seg"));
        Segmentation segmentation = await Segmentation.OpenAsync(file);
        Assert.That(await segmentation.LayersForAsync(new FrameSource(image.Dataset), PixelLayout.Of(image.Dataset)), Is.Empty);
    }

    [Test]
    public async Task Render_Layer_ColoursWhatItCovers()
    {
        using DicomFile image = await DicomFile.OpenAsync(Study("ct/IMG024.dcm")), file = await DicomFile.OpenAsync(Only("seg"));
        using PixelFrame frame = await DicomImage.DecodeAsync(image);
        Segmentation segmentation = await Segmentation.OpenAsync(file);
        using RenderedImage plain = await frame.RenderAsync(), drawn = await frame.RenderAsync(new RenderOptions { Layers = await segmentation.LayersForAsync(frame.Source!, frame.Layout) });
        Assert.That(drawn[121, 133].Red - drawn[121, 133].Green, Is.GreaterThan(40));
        Assert.That(drawn[10, 10], Is.EqualTo(plain[10, 10]));
    }

    [Test]
    public async Task LayersFor_FractionalSegmentation_CoverInParts()
    {
        using DicomFile file = await DicomFile.OpenAsync(SharedData.File("segmentation/seg_image_ct_true_fractional.dcm"));
        Segmentation segmentation = await Segmentation.OpenAsync(file);
        // No image of it is here: a data set that lies where its second frame does.
        DicomDataset image = FrameAttributes.Of(file.Dataset, 1).PlanePosition.Copy();
        image.Set(DicomTag.ImageOrientationPatient, string.Join('\\', FrameAttributes.Of(file.Dataset, 1).PlaneOrientation.GetStrings(DicomTag.ImageOrientationPatient)));
        image.Set(DicomTag.PixelSpacing, string.Join('\\', FrameAttributes.Of(file.Dataset, 1).PixelMeasures.GetStrings(DicomTag.PixelSpacing)));
        image.Set(DicomTag.FrameOfReferenceUID, file.Dataset.GetUid(DicomTag.FrameOfReferenceUID)!.Value);
        var layout = new PixelLayout { Rows = 16, Columns = 16, BitsAllocated = 16, BitsStored = 16, HighBit = 15 };
        MaskLayer layer = (await segmentation.LayersForAsync(new FrameSource(image), layout)).Single();
        using PixelFrame stored = await DicomImage.DecodeAsync(file, 1);
        Assert.That(layer.Coverage.ToArray(), Is.EqualTo(stored.Bytes.ToArray()));
    }

    [Test]
    public async Task LayersFor_LabelMap_AreOneForEachSegmentInTheFrame()
    {
        using DicomFile file = await DicomFile.OpenAsync(SharedData.File("segmentation/seg_image_sm_control_labelmap.dcm")), image = await DicomFile.OpenAsync(SharedData.File("native/sm_image_control.dcm"));
        Segmentation segmentation = await Segmentation.OpenAsync(file);
        Assert.That(segmentation.Kind, Is.EqualTo(SegmentationKind.LabelMap));
        IReadOnlyList<MaskLayer> layers = await segmentation.LayersForAsync(new FrameSource(image.Dataset, 0), PixelLayout.Of(image.Dataset));
        // No two segments of a label map share a pixel.
        for (int i = 0; layers.Count > 0 && i < layers[0].Coverage.Length; i++)
            Assert.That(layers.Count(layer => layer.Coverage.Span[i] != 0), Is.LessThanOrEqualTo(1));
    }

    [Test]
    [Category("PS3.3 §C.8.8.6")]
    public async Task ShapesFor_StructureSet_OutlineTheSphere()
    {
        using DicomFile image = await DicomFile.OpenAsync(Study("ct/IMG024.dcm")), file = await DicomFile.OpenAsync(Only("rtstruct"));
        StructureSet structures = StructureSet.Read(file.Dataset);
        Assert.That(structures.Structures.Single().Name, Is.EqualTo("Sphere"));
        GraphicShape shape = structures.ShapesFor(new FrameSource(image.Dataset)).Single();
        Assert.That(shape.IsClosed);
        Assert.That(shape.Points.Select(static point => Math.Sqrt(Math.Pow(point.X - CenterX, 2) + Math.Pow(point.Y - CenterY, 2))), Is.All.EqualTo(Radius).Within(0.6));
    }

    [Test]
    public async Task ShapesFor_SliceOutsideTheStructures_AreNone()
    {
        using DicomFile image = await DicomFile.OpenAsync(Study("ct/IMG001.dcm")), file = await DicomFile.OpenAsync(Only("rtstruct"));
        Assert.That(StructureSet.Read(file.Dataset).ShapesFor(new FrameSource(image.Dataset)), Is.Empty);
    }

    [TestCase("1", "2")]
    [TestCase("1", "2", "x")]
    [TestCase("1", "2", "3", "4")]
    public void Read_ContourWithoutSense_IsLeftOut(params string[] numbers)
    {
        var contour = new DicomDataset();
        contour.Set(DicomTag.ContourData, numbers);
        var roi = new DicomDataset();
        roi.SetInt32(DicomTag.ReferencedROINumber, 1);
        roi.Set(DicomTag.ContourSequence, new DicomSequence(contour));
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.ROIContourSequence, new DicomSequence(roi));
        Assert.That(StructureSet.Read(dataset).Structures.Single().Contours, Is.Empty);
    }
}
