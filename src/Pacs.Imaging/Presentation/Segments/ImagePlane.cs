using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Where a frame lies in the patient: Image Position, Orientation and Pixel Spacing (PS3.3 §C.7.6.2).</summary>
internal sealed class ImagePlane
{
    private readonly Vector _origin, _alongRow, _alongColumn, _normal;
    private readonly double _rowSpacing, _columnSpacing;

    private ImagePlane(Vector origin, Vector alongRow, Vector alongColumn, double rowSpacing, double columnSpacing, double thickness) =>
        (_origin, _alongRow, _alongColumn, _normal, _rowSpacing, _columnSpacing, Thickness) =
        (origin, alongRow, alongColumn, Vector.Cross(alongRow, alongColumn), rowSpacing, columnSpacing, thickness);

    /// <summary>Extent across the plane in mm; 0 when unknown.</summary>
    public double Thickness { get; }

    /// <summary>The plane of a frame; null when the data set does not say where it lies.</summary>
    public static ImagePlane? Of(FrameAttributes frame)
    {
        double[] position = frame.PlanePosition.GetDoubles(DicomTag.ImagePositionPatient), orientation = frame.PlaneOrientation.GetDoubles(DicomTag.ImageOrientationPatient);
        if (position.Length != 3 || orientation.Length != 6 || DisplayAttributesReader.ReadSpacing(frame.PixelMeasures) is not { } spacing) return null;
        double thickness = Math.Max(frame.PixelMeasures.GetDouble(DicomTag.SliceThickness) ?? 0, frame.PixelMeasures.GetDouble(DicomTag.SpacingBetweenSlices) ?? 0);
        return Of(position, orientation, spacing, thickness);
    }

    /// <summary>A plane by the center of its first pixel, the directions of row and column, and the distances of pixels, in mm; null when the directions are none.</summary>
    public static ImagePlane? Of(ReadOnlySpan<double> position, ReadOnlySpan<double> orientation, (double Row, double Column) spacing, double thickness)
    {
        Vector row = new(orientation[0], orientation[1], orientation[2]), column = new(orientation[3], orientation[4], orientation[5]);
        if (!(Math.Abs(row.Length - 1) < 0.01 && Math.Abs(column.Length - 1) < 0.01 && Math.Abs(Vector.Dot(row, column)) < 0.01)) return null;
        return new ImagePlane(new Vector(position[0], position[1], position[2]), row, column, spacing.Row, spacing.Column, thickness);
    }

    /// <summary>The patient's point at a column and row, 0 at the outer corner of the first pixel.</summary>
    public (double X, double Y, double Z) ToPatient(double column, double row)
    {
        Vector at = _origin + _alongRow * ((column - 0.5) * _columnSpacing) + _alongColumn * ((row - 0.5) * _rowSpacing);
        return (at.X, at.Y, at.Z);
    }

    /// <summary>Column and row of a point of the patient, 0 at the outer corner of the first pixel, and its distance from the plane in mm.</summary>
    public (double Column, double Row, double Distance) ToImage((double X, double Y, double Z) point)
    {
        Vector from = new Vector(point.X, point.Y, point.Z) - _origin;
        return (Vector.Dot(from, _alongRow) / _columnSpacing + 0.5, Vector.Dot(from, _alongColumn) / _rowSpacing + 0.5, Vector.Dot(from, _normal));
    }

    /// <summary>Whether another plane shows the same slice: parallel, and nearer than half of the thicker one.</summary>
    public bool IsSameSlice(ImagePlane other)
    {
        if (Math.Abs(Vector.Dot(_normal, other._normal)) < 0.999) return false;
        return Math.Abs(Vector.Dot(other._origin - _origin, _normal)) <= Math.Max(0.01, Math.Max(Thickness, other.Thickness) / 2 - 0.01);
    }

    /// <summary>Whether a part of another plane lies over this one, seen along the normal.</summary>
    public bool Overlaps(int columns, int rows, ImagePlane other, int otherColumns, int otherRows)
    {
        (double left, double top, double right, double bottom) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        foreach ((double x, double y) in ((double, double)[])[(0, 0), (otherColumns, 0), (0, otherRows), (otherColumns, otherRows)])
        {
            (double column, double row, _) = ToImage(other.ToPatient(x, y));
            (left, right, top, bottom) = (Math.Min(left, column), Math.Max(right, column), Math.Min(top, row), Math.Max(bottom, row));
        }

        return right > 0 && bottom > 0 && left < columns && top < rows;
    }

    private readonly record struct Vector(double X, double Y, double Z)
    {
        public double Length => Math.Sqrt(Dot(this, this));

        public static double Dot(Vector a, Vector b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

        public static Vector Cross(Vector a, Vector b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

        public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

        public static Vector operator -(Vector a, Vector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

        public static Vector operator *(Vector a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);
    }
}
