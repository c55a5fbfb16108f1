using System.Runtime.InteropServices;
using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>A small image that has everything that says how an image is shown, those of presentation states too: no file of the corpus has it all.</summary>
internal static class RenderSeed
{
    public static byte[] Make()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SOPClassUID, DicomUid.SecondaryCaptureImageStorage);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid("2.25.7"));
        Pixels(dataset);
        Tables(dataset);
        Graphics(dataset);
        Contours(dataset);
        var output = new MemoryStream();
        new DicomFile(dataset).SaveAsync(output).AsTask().GetAwaiter().GetResult();
        return output.ToArray();
    }

    private static void Pixels(DicomDataset dataset)
    {
        dataset.SetUInt16(DicomTag.SamplesPerPixel, 1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.SetUInt16(DicomTag.Rows, 16);
        dataset.SetUInt16(DicomTag.Columns, 16);
        dataset.SetUInt16(DicomTag.BitsAllocated, 16);
        dataset.SetUInt16(DicomTag.BitsStored, 12);
        dataset.SetUInt16(DicomTag.HighBit, 11);
        dataset.SetUInt16(DicomTag.PixelRepresentation, 0);
        dataset.SetUInt16(DicomTag.PixelPaddingValue, 0);
        dataset.Set(DicomTag.PixelSpacing, "0.5", "0.4");
        dataset.Set(DicomTag.ImagePositionPatient, "0", "0", "0");
        dataset.Set(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
        dataset.SetBytes(DicomTag.PixelData, DicomVR.OW, [.. Enumerable.Range(0, 512).Select(static i => (byte)(i * 7))]);
    }

    private static void Tables(DicomDataset dataset)
    {
        dataset.Set(DicomTag.WindowCenter, "100", "400");
        dataset.Set(DicomTag.WindowWidth, "50", "800");
        dataset.Set(DicomTag.RescaleSlope, "2");
        dataset.Set(DicomTag.RescaleIntercept, "-100");
        var item = new DicomDataset();
        item.SetUInt16(DicomTag.LUTDescriptor, 4, 0, 12);
        item.SetBytes(DicomTag.LUTData, DicomVR.OW, [0, 0, 1, 1, 2, 2, 3, 3]);
        foreach (DicomTag sequence in new[] { DicomTag.ModalityLUTSequence, DicomTag.VOILUTSequence, DicomTag.PresentationLUTSequence })
            dataset.Set(sequence, new DicomSequence(item.Copy()));
        var voi = new DicomDataset();
        voi.Set(DicomTag.VOILUTSequence, new DicomSequence(item.Copy()));
        dataset.Set(DicomTag.SoftcopyVOILUTSequence, new DicomSequence(voi));
        dataset.Set(DicomTag.PixelPresentation, "COLOR");
        for (uint component = 0; component < 3; component++)
        {
            dataset.SetUInt16(new DicomTag(0x00281101 + component), 8, 100, 16);
            dataset.SetBytes(new DicomTag(0x00281221 + component), DicomVR.OW, [0, 0, 2, 0, 0, 1, 0, 9, 1, 0, 2, 0, 0, 255, 2, 0, 1, 0, 0, 0, 0, 0]);
        }

        dataset.SetUInt16(DicomTag.OverlayRows, 8);
        dataset.SetUInt16(DicomTag.OverlayColumns, 8);
        dataset.SetUInt16(DicomTag.OverlayBitsAllocated, 1);
        dataset.SetUInt16(DicomTag.OverlayBitPosition, 0);
        dataset.Set(DicomTag.OverlayActivationLayer, DicomVR.CS, "A");
        dataset.SetBytes(DicomTag.OverlayData, DicomVR.OW, [1, 2, 4, 8, 16, 32, 64, 128]);
        dataset.Set(DicomTag.ShutterShape, "RECTANGULAR", "CIRCULAR", "POLYGONAL", "BITMAP");
        dataset.Set(DicomTag.ShutterLeftVerticalEdge, "1");
        dataset.Set(DicomTag.ShutterRightVerticalEdge, "15");
        dataset.Set(DicomTag.ShutterUpperHorizontalEdge, "1");
        dataset.Set(DicomTag.ShutterLowerHorizontalEdge, "15");
        dataset.Set(DicomTag.CenterOfCircularShutter, "8", "8");
        dataset.Set(DicomTag.RadiusOfCircularShutter, "7");
        dataset.Set(DicomTag.VerticesOfThePolygonalShutter, "1", "1", "1", "16", "16", "8");
        dataset.SetUInt16(DicomTag.ShutterOverlayGroup, 0x6000);
    }

    private static void Graphics(DicomDataset dataset)
    {
        var objects = new DicomSequence();
        foreach ((string type, float[] data) in new (string, float[])[]
        {
            ("POLYLINE", [1, 1, 9, 9, 3, 12]), ("INTERPOLATED", [1, 1, 9, 9, 3, 12, 1, 1]), ("CIRCLE", [8, 8, 8, 3]), ("ELLIPSE", [2, 8, 14, 8, 8, 5, 8, 11]), ("POINT", [4, 4]),
        })
        {
            var graphic = new DicomDataset();
            graphic.Set(DicomTag.GraphicAnnotationUnits, "PIXEL");
            graphic.Set(DicomTag.GraphicType, type);
            graphic.Set(DicomTag.GraphicFilled, "Y");
            graphic.SetBytes(DicomTag.GraphicData, DicomVR.FL, MemoryMarshal.AsBytes<float>(data));
            objects.Add(graphic);
        }

        var text = new DicomDataset();
        text.Set(DicomTag.UnformattedTextValue, "Text");
        text.Set(DicomTag.BoundingBoxAnnotationUnits, "DISPLAY");
        text.SetDouble(DicomTag.BoundingBoxTopLeftHandCorner, 0.1, 0.1);
        text.SetDouble(DicomTag.BoundingBoxBottomRightHandCorner, 0.9, 0.4);
        var annotation = new DicomDataset();
        annotation.Set(DicomTag.GraphicObjectSequence, objects);
        annotation.Set(DicomTag.TextObjectSequence, new DicomSequence(text));
        dataset.Set(DicomTag.GraphicAnnotationSequence, new DicomSequence(annotation));
        dataset.SetUInt16(DicomTag.ImageRotation, 90);
        dataset.Set(DicomTag.ImageHorizontalFlip, "Y");
        var area = new DicomDataset();
        area.SetInt32(DicomTag.DisplayedAreaTopLeftHandCorner, 1, 1);
        area.SetInt32(DicomTag.DisplayedAreaBottomRightHandCorner, 12, 20);
        area.Set(DicomTag.PresentationSizeMode, "MAGNIFY");
        area.SetDouble(DicomTag.PresentationPixelMagnificationRatio, 2);
        dataset.Set(DicomTag.DisplayedAreaSelectionSequence, new DicomSequence(area));
    }

    private static void Contours(DicomDataset dataset)
    {
        var contour = new DicomDataset();
        contour.Set(DicomTag.ContourGeometricType, "CLOSED_PLANAR");
        contour.Set(DicomTag.ContourData, "0", "0", "0", "5", "0", "0", "5", "5", "0");
        var roi = new DicomDataset();
        roi.SetInt32(DicomTag.ReferencedROINumber, 1);
        roi.Set(DicomTag.ContourSequence, new DicomSequence(contour));
        dataset.Set(DicomTag.ROIContourSequence, new DicomSequence(roi));
        var segment = new DicomDataset();
        segment.SetUInt16(DicomTag.SegmentNumber, 1);
        dataset.Set(DicomTag.SegmentSequence, new DicomSequence(segment));
        dataset.Set(DicomTag.SegmentationType, "FRACTIONAL");
    }
}
