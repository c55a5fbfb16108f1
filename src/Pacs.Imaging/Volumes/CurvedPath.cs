namespace Pacs.Imaging;

/// <summary>A curve through points of the patient, and a direction in which the cut extends from it: the spine, a vessel, the teeth.</summary>
/// <remarks>Between the points the curve is a centripetal Catmull-Rom spline, walked at equal steps of its length.</remarks>
public sealed class CurvedPath
{
    private const int StepsPerPiece = 64, MaxPoints = 10_000;

    private readonly List<Vector3D> _line = [];
    private readonly List<double> _lengths = [];

    /// <summary>Makes a path.</summary>
    /// <param name="points">At least two points, in mm.</param>
    /// <param name="down">Direction of a column; the same everywhere.</param>
    /// <param name="height">Extent along <paramref name="down"/> in mm, half of it on each side of the curve.</param>
    /// <param name="spacing">Distance of pixels in mm.</param>
    /// <exception cref="ArgumentException">Too few points, one that is not finite, a curve without length, or a picture without or with too many pixels.</exception>
    public CurvedPath(IReadOnlyList<Vector3D> points, Vector3D down, double height, double spacing)
    {
        ArgumentNullException.ThrowIfNull(points);
        Vector3D[] distinct = [.. points.Where((point, n) => n == 0 || (point - points[n - 1]).Length > 1e-6)];
        if (distinct.Length is < 2 or > MaxPoints || distinct.Any(static point => !point.IsFinite)) throw new ArgumentException($"{points.Count} points make no curve: 2 to {MaxPoints} different ones are needed.", nameof(points));
        Down = down.Normalized();
        if (!Down.IsFinite || !(spacing > 0) || !(height > 0) || !double.IsFinite(height / spacing)) throw new ArgumentException($"A cut {height} mm high of pixels of {spacing} mm cannot be.", nameof(height));
        Walk(distinct);
        Length = _lengths[^1];
        double columns = Math.Max(1, Math.Round(Length / spacing)), rows = Math.Max(1, Math.Round(height / spacing));
        if (columns > SlicePlane.MaxSide || rows > SlicePlane.MaxSide) throw new ArgumentException($"A picture of {columns} x {rows} pixels is too large.", nameof(spacing));
        (Spacing, Columns, Rows) = (spacing, (int)columns, (int)rows);
    }

    /// <summary>Direction of a column, of length 1.</summary>
    public Vector3D Down { get; }

    /// <summary>Length of the curve in mm.</summary>
    public double Length { get; }

    /// <summary>Distance of pixels in mm.</summary>
    public double Spacing { get; }

    /// <summary>Pixels along the curve.</summary>
    public int Columns { get; }

    /// <summary>Pixels across it.</summary>
    public int Rows { get; }

    /// <summary>Point and direction of the curve at a column.</summary>
    public (Vector3D Point, Vector3D Along) At(double column)
    {
        double wanted = Math.Clamp((column + 0.5) * Spacing, 0, Length);
        int found = _lengths.BinarySearch(wanted);
        int piece = Math.Clamp(found >= 0 ? found : ~found - 1, 0, _line.Count - 2);
        double part = (wanted - _lengths[piece]) / (_lengths[piece + 1] - _lengths[piece]);
        Vector3D step = _line[piece + 1] - _line[piece];
        return (_line[piece] + step * part, step.Normalized());
    }

    private void Walk(Vector3D[] points)
    {
        Add(points[0]);
        for (int n = 0; n < points.Length - 1; n++)
        {
            Vector3D before = n > 0 ? points[n - 1] : points[0] - (points[1] - points[0]);
            Vector3D after = n < points.Length - 2 ? points[n + 2] : points[^1] + (points[^1] - points[^2]);
            for (int step = 1; step <= StepsPerPiece; step++) Add(Spline(before, points[n], points[n + 1], after, (double)step / StepsPerPiece));
        }
    }

    private void Add(Vector3D point)
    {
        if (_line.Count > 0 && (point - _line[^1]).Length < 1e-9) return;
        _lengths.Add(_line.Count == 0 ? 0 : _lengths[^1] + (point - _line[^1]).Length);
        _line.Add(point);
    }

    // Barry and Goldman's form of the spline; the square roots keep it from looping between points that are near each other.
    private static Vector3D Spline(Vector3D a, Vector3D b, Vector3D c, Vector3D d, double part)
    {
        double t1 = Math.Sqrt((b - a).Length), t2 = t1 + Math.Sqrt((c - b).Length), t3 = t2 + Math.Sqrt((d - c).Length), t = t1 + (t2 - t1) * part;
        Vector3D ab = Mix(a, b, t / t1), bc = Mix(b, c, (t - t1) / (t2 - t1)), cd = Mix(c, d, (t - t2) / (t3 - t2));
        return Mix(Mix(ab, bc, t / t2), Mix(bc, cd, (t - t1) / (t3 - t1)), (t - t1) / (t2 - t1));
    }

    private static Vector3D Mix(Vector3D from, Vector3D to, double part) => from + (to - from) * part;
}
