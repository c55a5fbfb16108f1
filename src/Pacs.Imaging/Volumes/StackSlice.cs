using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>One frame as a candidate for a stack: where it lies and what must agree with its neighbours.</summary>
internal sealed record StackSlice(int Source, int Frame, Vector3D Position, Vector3D Across, Vector3D Down, double ColumnSpacing, double RowSpacing, int Columns, int Rows, string FrameOfReference, double Order)
{
    private const double SameDirection = 1e-3, SameSpacing = 1e-3;

    /// <summary>Across the slice, of length 1.</summary>
    public Vector3D Normal => Vector3D.Cross(Across, Down).Normalized();

    /// <summary>Reads a frame; null, with the reason, for one that lies nowhere.</summary>
    public static StackSlice? Read(DicomDataset dataset, int source, int frame, out string reason)
    {
        FrameAttributes attributes = FrameAttributes.Of(dataset, frame);
        double[] position = attributes.PlanePosition.GetDoubles(DicomTag.ImagePositionPatient), orientation = attributes.PlaneOrientation.GetDoubles(DicomTag.ImageOrientationPatient);
        double[] spacing = attributes.PixelMeasures.GetDoubles(DicomTag.PixelSpacing);
        int rows = dataset.GetInt32(DicomTag.Rows) ?? 0, columns = dataset.GetInt32(DicomTag.Columns) ?? 0;
        reason = position.Length != 3 || orientation.Length != 6 ? "no Image Position or Orientation (Patient)"
            : spacing.Length != 2 ? "no Pixel Spacing"
            : rows < 1 || columns < 1 ? "no Rows or Columns"
            : (dataset.GetInt32(DicomTag.SamplesPerPixel) ?? 1) != 1 ? "colours"
            : string.Empty;
        if (reason.Length > 0) return null;
        Vector3D at = new(position[0], position[1], position[2]);
        Vector3D across = new(orientation[0], orientation[1], orientation[2]), down = new(orientation[3], orientation[4], orientation[5]);
        if (!at.IsFinite || !(spacing[0] is > 0 and < 1e4) || !(spacing[1] is > 0 and < 1e4)) reason = $"a position or spacing that cannot be ({spacing[0]:G4}, {spacing[1]:G4} mm)";
        else if (!(Math.Abs(across.Length - 1) < 0.01 && Math.Abs(down.Length - 1) < 0.01 && Math.Abs(Vector3D.Dot(across, down)) < 0.01)) reason = "row and column directions that are not at right angles";
        if (reason.Length > 0) return null;
        double order = attributes.FrameContent.GetDouble(DicomTag.TemporalPositionIndex) ?? dataset.GetDouble(DicomTag.TemporalPositionIdentifier)
            ?? dataset.GetDouble(DicomTag.AcquisitionNumber) ?? 0;
        return new StackSlice(source, frame, at, across.Normalized(), down.Normalized(), spacing[1], spacing[0], columns, rows, dataset.GetString(DicomTag.FrameOfReferenceUID) ?? string.Empty, order);
    }

    /// <summary>Whether two slices may be of one stack.</summary>
    public bool Fits(StackSlice other) =>
        Columns == other.Columns && Rows == other.Rows && FrameOfReference == other.FrameOfReference
        && Math.Abs(ColumnSpacing - other.ColumnSpacing) <= SameSpacing * ColumnSpacing && Math.Abs(RowSpacing - other.RowSpacing) <= SameSpacing * RowSpacing
        && (Across - other.Across).Length <= SameDirection && (Down - other.Down).Length <= SameDirection;
}
