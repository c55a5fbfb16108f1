namespace Pacs.Imaging;

/// <summary>A point or a direction in the patient, in mm: x to the left, y to the back, z to the head (PS3.3 §C.7.6.2.1.1).</summary>
/// <param name="X">To the patient's left.</param>
/// <param name="Y">To the patient's back.</param>
/// <param name="Z">To the patient's head.</param>
public readonly record struct Vector3D(double X, double Y, double Z)
{
    /// <summary>The origin.</summary>
    public static Vector3D Zero => default;

    /// <summary>Length.</summary>
    public double Length => Math.Sqrt(Dot(this, this));

    /// <summary>Whether all three numbers are finite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y) && double.IsFinite(Z);

    /// <summary>The direction with length 1; NaN for a vector without a direction.</summary>
    public Vector3D Normalized() => this * (1 / Length);

    /// <summary>Scalar product.</summary>
    public static double Dot(Vector3D a, Vector3D b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    /// <summary>Vector product.</summary>
    public static Vector3D Cross(Vector3D a, Vector3D b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    /// <summary>Turns this vector about an axis, by the right-hand rule.</summary>
    /// <param name="axis">A direction of length 1.</param>
    /// <param name="radians">The angle.</param>
    public Vector3D RotatedAbout(Vector3D axis, double radians)
    {
        (double sin, double cos) = Math.SinCos(radians);
        return this * cos + Cross(axis, this) * sin + axis * (Dot(axis, this) * (1 - cos));
    }

    /// <summary>X, Y or Z by number, from 0.</summary>
    internal double this[int axis] => axis == 0 ? X : axis == 1 ? Y : Z;

    /// <summary>The same but for one coordinate.</summary>
    internal Vector3D With(int axis, double value) => axis == 0 ? this with { X = value } : axis == 1 ? this with { Y = value } : this with { Z = value };

    /// <summary>Sum.</summary>
    public static Vector3D operator +(Vector3D a, Vector3D b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Difference.</summary>
    public static Vector3D operator -(Vector3D a, Vector3D b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>The opposite direction.</summary>
    public static Vector3D operator -(Vector3D a) => new(-a.X, -a.Y, -a.Z);

    /// <summary>Scaled.</summary>
    public static Vector3D operator *(Vector3D a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);
}
