using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>How light falls on surfaces (Blinn and Phong). The lamp is at the eye, so that the half-way vector is the way to the eye.</summary>
internal sealed class SurfaceLight
{
    // Of the range of the transfer function, over two voxels. Less is noise within a material, which would look like sand where the volume is cut.
    private const double Distinct = 0.1;

    // The highlight by the cosine of the angle: 257 steps are finer than a grey level of the picture.
    private readonly float[] _shine;
    private readonly float _ambient, _diffuse;

    // One by the gradient, in the patient, from which on there is a surface.
    private readonly float _distinct;

    // Rows are what a step along each axis of the grid adds to a gradient in the patient.
    private readonly Vector128<float> _column, _row, _slice;

    /// <param name="grid">Where the voxels lie.</param>
    /// <param name="options">The light.</param>
    /// <param name="range">How far apart the voxel values are between which the transfer function changes.</param>
    public SurfaceLight(VolumeGeometry grid, VolumeRenderOptions options, double range)
    {
        double distinct = Distinct * range / grid.FinestSpacing;
        _distinct = distinct > 0 ? (float)(1 / distinct) : float.MaxValue;
        _shine = [.. Enumerable.Range(0, 257).Select(n => (float)(255 * options.Specular * Math.Pow(n / 256.0, options.Shininess)))];
        (_ambient, _diffuse) = ((float)options.Ambient, (float)options.Diffuse);
        (_column, _row, _slice) = (Lanes(grid.GradientToPatient(1, 0, 0)), Lanes(grid.GradientToPatient(0, 1, 0)), Lanes(grid.GradientToPatient(0, 0, 1)));
    }

    /// <summary>The direction of a ray, ready for <see cref="Shade"/>.</summary>
    public static Vector128<float> Facing(Vector3D look) => Lanes(look);

    /// <summary>Material as it is seen: its colours dimmed and the highlight added, at most white.</summary>
    /// <param name="material">Opacity, and red, green and blue from 0 to 255 times it.</param>
    /// <param name="gradient">By voxels.</param>
    /// <param name="facing">The ray.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Shade(Vector128<float> material, Vector128<float> gradient, Vector128<float> facing)
    {
        Vector128<float> normal = _column * gradient[0] + _row * gradient[1] + _slice * gradient[2];
        float length = MathF.Sqrt(Vector128.Dot(normal, normal)), opacity = material.ToScalar();
        // Within even material there is no surface to shade.
        float cosine = length > 1e-6f ? MathF.Min(MathF.Abs(Vector128.Dot(normal, facing)) / length, 1) : 1, surface = MathF.Min(length * _distinct, 1);
        float dim = _ambient + _diffuse * (1 - surface * (1 - cosine)), shine = surface * _shine[(int)(cosine * 256)];
        Vector128<float> seen = Vector128.Min(material * dim + Vector128.Create(shine * opacity), Vector128.Create(255 * opacity));
        return seen.WithElement(0, opacity);
    }

    private static Vector128<float> Lanes(Vector3D vector) => Vector128.Create((float)vector.X, (float)vector.Y, (float)vector.Z, 0);
}
