using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Makes the frames that slices are written into, with a data set that says what they show.</summary>
internal static class SliceFrame
{
    // What a slice has in common with the series that it is cut from (PS3.3 §C.7.1.1, §C.7.2.1, §C.7.3.1, §C.7.4.1).
    private static readonly DicomTag[] Shared =
    [
        DicomTag.SpecificCharacterSet, DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.StudyInstanceUID, DicomTag.StudyDate,
        DicomTag.StudyTime, DicomTag.StudyDescription, DicomTag.AccessionNumber, DicomTag.ReferringPhysicianName, DicomTag.StudyID, DicomTag.Modality, DicomTag.SeriesInstanceUID,
        DicomTag.SeriesDescription, DicomTag.SeriesNumber, DicomTag.FrameOfReferenceUID, DicomTag.InstitutionName,
    ];

    /// <summary>A frame in a plane.</summary>
    public static PixelFrame Rent(Volume volume, SlicePlane plane, double thickness)
    {
        DicomDataset dataset = Describe(volume, plane.Columns, plane.Rows, plane.ColumnSpacing, plane.RowSpacing);
        dataset.SetDouble(DicomTag.ImagePositionPatient, plane.Origin.X, plane.Origin.Y, plane.Origin.Z);
        dataset.SetDouble(DicomTag.ImageOrientationPatient, plane.Across.X, plane.Across.Y, plane.Across.Z, plane.Down.X, plane.Down.Y, plane.Down.Z);
        if (thickness > 0 && double.IsFinite(thickness)) dataset.SetDouble(DicomTag.SliceThickness, thickness);
        return Rent(dataset);
    }

    /// <summary>A frame that lies in no plane.</summary>
    public static PixelFrame Rent(Volume volume, int columns, int rows, double spacing) => Rent(Describe(volume, columns, rows, spacing, spacing));

    private static PixelFrame Rent(DicomDataset dataset) => PixelFrame.Rent(PixelLayout.Of(dataset), new FrameSource(dataset));

    private static DicomDataset Describe(Volume volume, int columns, int rows, double columnSpacing, double rowSpacing)
    {
        var dataset = new DicomDataset();
        if (volume.Header is { } header)
            foreach (DicomTag tag in Shared)
                if (header.TryGet(tag, out DicomElement element)) dataset.Set(element);
        dataset.Set(DicomTag.ImageType, "DERIVED", "SECONDARY", "MPR");
        dataset.SetUInt16(DicomTag.SamplesPerPixel, 1);
        dataset.Set(DicomTag.PhotometricInterpretation, volume.IsInverse ? "MONOCHROME1" : "MONOCHROME2");
        dataset.SetUInt16(DicomTag.Rows, (ushort)rows);
        dataset.SetUInt16(DicomTag.Columns, (ushort)columns);
        dataset.SetUInt16(DicomTag.BitsAllocated, 16);
        dataset.SetUInt16(DicomTag.BitsStored, 16);
        dataset.SetUInt16(DicomTag.HighBit, 15);
        dataset.SetUInt16(DicomTag.PixelRepresentation, 1);
        dataset.SetDouble(DicomTag.PixelSpacing, rowSpacing, columnSpacing);
        dataset.SetDouble(DicomTag.RescaleIntercept, volume.Intercept);
        dataset.SetDouble(DicomTag.RescaleSlope, volume.Slope);
        if (volume.Unit is { } unit) dataset.Set(DicomTag.RescaleType, unit);
        VoiWindow[] linear = [.. volume.Windows.Where(static window => window is { IsUsable: true, Function: VoiFunction.Linear })];
        if (linear.Length > 0)
        {
            dataset.SetDouble(DicomTag.WindowCenter, [.. linear.Select(static window => window.Center)]);
            dataset.SetDouble(DicomTag.WindowWidth, [.. linear.Select(static window => window.Width)]);
        }

        return dataset;
    }
}
