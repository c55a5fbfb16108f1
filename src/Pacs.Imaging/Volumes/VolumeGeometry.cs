namespace Pacs.Imaging;

/// <summary>Where the voxels of a volume lie in the patient: an affine grid. Its steps need not be at right angles: slices of a tilted gantry are shifted against each other.</summary>
/// <remarks>Immutable. Voxel (0, 0, 0) is the first of the first row of the first slice; coordinates name centers.</remarks>
public sealed class VolumeGeometry
{
    private readonly Vector3D _i, _j, _k; // rows of the inverse: patient to voxel

    /// <summary>Makes a grid.</summary>
    /// <param name="origin">Center of voxel (0, 0, 0), in mm.</param>
    /// <param name="columnStep">From a voxel to the next of its row, in mm.</param>
    /// <param name="rowStep">From a voxel to the one below, in mm.</param>
    /// <param name="sliceStep">From a voxel to the same one of the next slice, in mm.</param>
    /// <param name="columns">Voxels a row.</param>
    /// <param name="rows">Rows a slice.</param>
    /// <param name="slices">Slices.</param>
    /// <exception cref="DicomImageException">The steps are not finite, or span no space.</exception>
    public VolumeGeometry(Vector3D origin, Vector3D columnStep, Vector3D rowStep, Vector3D sliceStep, int columns, int rows, int slices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 1);
        double volume = Vector3D.Dot(Vector3D.Cross(columnStep, rowStep), sliceStep);
        double bound = columnStep.Length * rowStep.Length * sliceStep.Length;
        // A tilt of more than 84 degrees is no gantry's.
        if (!origin.IsFinite || !double.IsFinite(bound) || !(Math.Abs(volume) > 0.1 * bound)) throw new DicomImageException($"Steps of {columnStep.Length:G4}, {rowStep.Length:G4} and {sliceStep.Length:G4} mm do not span a volume.");
        (Origin, ColumnStep, RowStep, SliceStep, Columns, Rows, Slices) = (origin, columnStep, rowStep, sliceStep, columns, rows, slices);
        _i = Vector3D.Cross(rowStep, sliceStep) * (1 / volume);
        _j = Vector3D.Cross(sliceStep, columnStep) * (1 / volume);
        _k = Vector3D.Cross(columnStep, rowStep) * (1 / volume);
    }

    /// <summary>Center of voxel (0, 0, 0), in mm.</summary>
    public Vector3D Origin { get; }

    /// <summary>From a voxel to the next of its row, in mm.</summary>
    public Vector3D ColumnStep { get; }

    /// <summary>From a voxel to the one below, in mm.</summary>
    public Vector3D RowStep { get; }

    /// <summary>From a voxel to the same one of the next slice, in mm.</summary>
    public Vector3D SliceStep { get; }

    /// <summary>Voxels a row.</summary>
    public int Columns { get; }

    /// <summary>Rows a slice.</summary>
    public int Rows { get; }

    /// <summary>Slices.</summary>
    public int Slices { get; }

    /// <summary>Voxels in all.</summary>
    public long Count => (long)Columns * Rows * Slices;

    /// <summary>The direction across the slices, of length 1.</summary>
    public Vector3D Normal
    {
        get
        {
            Vector3D normal = Vector3D.Cross(ColumnStep, RowStep).Normalized();
            return Vector3D.Dot(normal, SliceStep) < 0 ? -normal : normal;
        }
    }

    /// <summary>Distance of neighbouring slices in mm.</summary>
    public double SliceSpacing => Math.Abs(Vector3D.Dot(SliceStep, Normal));

    /// <summary>The angle by which the stack leans, in degrees: the gantry tilt. 0 for slices exactly behind each other.</summary>
    public double TiltInDegrees => Math.Acos(Math.Clamp(SliceSpacing / SliceStep.Length, -1, 1)) * 180 / Math.PI;

    /// <summary>Shortest of the three distances between neighbours, in mm.</summary>
    public double FinestSpacing => Math.Min(SliceSpacing, Math.Min(ColumnStep.Length, RowStep.Length));

    /// <summary>The middle of the volume, in mm.</summary>
    public Vector3D Center => ToPatient((Columns - 1) / 2.0, (Rows - 1) / 2.0, (Slices - 1) / 2.0);

    /// <summary>Length of the space diagonal between the outermost corners, in mm; for a leaning stack the longest of the four.</summary>
    public double Diagonal
    {
        get
        {
            Vector3D a = ColumnStep * Columns, b = RowStep * Rows, c = SliceStep * Slices;
            return Math.Max(Math.Max((a + b + c).Length, (a + b - c).Length), Math.Max((a - b + c).Length, (b + c - a).Length));
        }
    }

    /// <summary>From where to where the volume reaches in a direction, voxels to their edges, in mm from the origin of the patient's coordinates.</summary>
    /// <param name="direction">Of length 1.</param>
    public (double From, double To) ExtentAlong(Vector3D direction)
    {
        double middle = Vector3D.Dot(Center, direction);
        double half = (Math.Abs(Vector3D.Dot(ColumnStep, direction)) * Columns + Math.Abs(Vector3D.Dot(RowStep, direction)) * Rows + Math.Abs(Vector3D.Dot(SliceStep, direction)) * Slices) / 2;
        return (middle - half, middle + half);
    }

    /// <summary>The point of a voxel, in mm; fractions are between centers.</summary>
    public Vector3D ToPatient(double column, double row, double slice) => Origin + ColumnStep * column + RowStep * row + SliceStep * slice;

    /// <summary>The voxel of a point, as column, row and slice with fractions.</summary>
    public Vector3D ToVoxel(Vector3D point) => DirectionToVoxel(point - Origin);

    /// <summary>A difference of points as a difference of voxels.</summary>
    public Vector3D DirectionToVoxel(Vector3D direction) => new(Vector3D.Dot(_i, direction), Vector3D.Dot(_j, direction), Vector3D.Dot(_k, direction));

    /// <summary>A gradient by voxels as a gradient by mm.</summary>
    internal Vector3D GradientToPatient(double perColumn, double perRow, double perSlice) => _i * perColumn + _j * perRow + _k * perSlice;
}
