namespace Pacs.Imaging;

/// <summary>Where a slice is cut: a rectangle of pixels somewhere in the patient.</summary>
/// <param name="Origin">Center of the upper left pixel, in mm.</param>
/// <param name="Across">Direction of a row, of length 1.</param>
/// <param name="Down">Direction of a column, of length 1, at a right angle to <paramref name="Across"/>.</param>
/// <param name="ColumnSpacing">Distance of columns in mm.</param>
/// <param name="RowSpacing">Distance of rows in mm.</param>
/// <param name="Columns">Pixels a row.</param>
/// <param name="Rows">Rows.</param>
public sealed record SlicePlane(Vector3D Origin, Vector3D Across, Vector3D Down, double ColumnSpacing, double RowSpacing, int Columns, int Rows)
{
    /// <summary>Most pixels a side may have.</summary>
    public const int MaxSide = 16384;

    /// <summary>The direction across the plane, away from who looks at it.</summary>
    public Vector3D Normal => Vector3D.Cross(Across, Down);

    /// <summary>The middle of the rectangle, in mm.</summary>
    public Vector3D Center => ToPatient((Columns - 1) / 2.0, (Rows - 1) / 2.0);

    /// <summary>Across the body, seen from the feet: the patient's left at the right, the front at the top.</summary>
    /// <param name="volume">The volume, whose whole extent the plane covers.</param>
    /// <param name="through">A point of the plane; null for the middle.</param>
    public static SlicePlane Axial(VolumeGeometry volume, Vector3D? through = null) => Covering(volume, new(1, 0, 0), new(0, 1, 0), through);

    /// <summary>From left to right and from head to feet, seen from the front.</summary>
    /// <inheritdoc cref="Axial"/>
    public static SlicePlane Coronal(VolumeGeometry volume, Vector3D? through = null) => Covering(volume, new(1, 0, 0), new(0, 0, -1), through);

    /// <summary>From front to back and from head to feet, seen from the left.</summary>
    /// <inheritdoc cref="Axial"/>
    public static SlicePlane Sagittal(VolumeGeometry volume, Vector3D? through = null) => Covering(volume, new(0, 1, 0), new(0, 0, -1), through);

    /// <summary>A plane of any direction that covers all of a volume, with square pixels of its finest spacing.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="across">Direction of a row.</param>
    /// <param name="down">Direction of a column; turned in the plane to be at a right angle to <paramref name="across"/>.</param>
    /// <param name="through">A point of the plane; null for the middle of the volume.</param>
    /// <exception cref="ArgumentException">The directions span no plane.</exception>
    public static SlicePlane Covering(VolumeGeometry volume, Vector3D across, Vector3D down, Vector3D? through = null)
    {
        ArgumentNullException.ThrowIfNull(volume);
        Vector3D x = across.Normalized(), y = (down - x * Vector3D.Dot(x, down)).Normalized(), point = through ?? volume.Center;
        if (!x.IsFinite || !y.IsFinite || !point.IsFinite) throw new ArgumentException("The directions span no plane.", nameof(across));
        (double left, double right) = volume.ExtentAlong(x);
        (double top, double bottom) = volume.ExtentAlong(y);
        double spacing = volume.FinestSpacing;
        // A side too long for a picture gets coarser pixels instead of fewer of them.
        spacing = Math.Max(spacing, Math.Max(right - left, bottom - top) / MaxSide);
        int columns = Math.Max(1, (int)Math.Round((right - left) / spacing)), rows = Math.Max(1, (int)Math.Round((bottom - top) / spacing));
        Vector3D normal = Vector3D.Cross(x, y);
        Vector3D middle = x * ((left + right) / 2) + y * ((top + bottom) / 2) + normal * Vector3D.Dot(normal, point);
        return new SlicePlane(middle - x * ((columns - 1) / 2.0 * spacing) - y * ((rows - 1) / 2.0 * spacing), x, y, spacing, spacing, columns, rows);
    }

    /// <summary>The same rectangle with another number of pixels: scaled to fit, the rest added around the middle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not between 1 and <see cref="MaxSide"/>.</exception>
    public SlicePlane Resized(int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MaxSide);
        double spacing = Math.Max(Columns * ColumnSpacing / columns, Rows * RowSpacing / rows);
        Vector3D center = Center;
        return this with { Origin = center - Across * ((columns - 1) / 2.0 * spacing) - Down * ((rows - 1) / 2.0 * spacing), ColumnSpacing = spacing, RowSpacing = spacing, Columns = columns, Rows = rows };
    }

    /// <summary>The plane moved along its normal.</summary>
    /// <param name="distance">In mm; away from who looks at it where positive.</param>
    public SlicePlane Moved(double distance) => this with { Origin = Origin + Normal * distance };

    /// <summary>The plane turned about an axis through its middle.</summary>
    /// <param name="axis">Direction of the axis.</param>
    /// <param name="degrees">By the right-hand rule.</param>
    public SlicePlane Turned(Vector3D axis, double degrees)
    {
        Vector3D about = axis.Normalized(), center = Center;
        double radians = degrees * Math.PI / 180;
        return this with { Origin = center + (Origin - center).RotatedAbout(about, radians), Across = Across.RotatedAbout(about, radians), Down = Down.RotatedAbout(about, radians) };
    }

    /// <summary>The point of a pixel, in mm; fractions are between centers.</summary>
    public Vector3D ToPatient(double column, double row) => Origin + Across * (column * ColumnSpacing) + Down * (row * RowSpacing);

    internal void Check()
    {
        bool isRight = Origin.IsFinite && Math.Abs(Across.Length - 1) < 1e-6 && Math.Abs(Down.Length - 1) < 1e-6 && Math.Abs(Vector3D.Dot(Across, Down)) < 1e-6
            && ColumnSpacing > 0 && RowSpacing > 0 && double.IsFinite(ColumnSpacing + RowSpacing) && Columns is >= 1 and <= MaxSide && Rows is >= 1 and <= MaxSide;
        if (!isRight) throw new ArgumentException($"A plane of {Columns} x {Rows} pixels of {ColumnSpacing:G4} x {RowSpacing:G4} mm, or its directions, cannot be.");
    }
}
