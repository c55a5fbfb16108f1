using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Reads a volume along straight lines: the kernel of every slice, projection and ray.</summary>
/// <remarks>
/// Points up to half a voxel outside the outermost centers count as inside and take the value at the edge, so that a volume fills its whole box.
/// Scalar and vector path do the same operations in single precision and agree to the bit. Positions within the volume are exact to 2^-12 voxel
/// for the sizes that the loader allows.
/// </remarks>
internal static partial class VoxelSampler
{
    /// <summary>Samples at start, start + step and so on, in voxel coordinates.</summary>
    /// <param name="volume">The voxels.</param>
    /// <param name="start">The first point.</param>
    /// <param name="step">To the next.</param>
    /// <param name="interpolation">Between voxels.</param>
    /// <param name="outside">What points outside are given.</param>
    /// <param name="values">Takes voxel values, not yet modality values.</param>
    public static void SampleLine(Volume volume, Vector3D start, Vector3D step, VolumeInterpolation interpolation, float outside, Span<float> values)
    {
        int done = interpolation == VolumeInterpolation.Linear && IsVectorized ? Vector(volume, start, step, outside, values) : 0;
        Scalar(volume, start, step, interpolation, outside, values, done);
    }

    public static void Scalar(Volume volume, Vector3D start, Vector3D step, VolumeInterpolation interpolation, float outside, Span<float> values, int from = 0)
    {
        var grid = new SampleGrid(volume.Geometry);
        ref short voxels = ref MemoryMarshal.GetArrayDataReference(volume.Voxels);
        for (int n = from; n < values.Length; n++)
        {
            // The same single-precision sum as in the vector path, from the start of its group of eight.
            int lane = n & 7;
            double group = n - lane;
            float x = (float)(start.X + step.X * group) + (float)step.X * lane;
            float y = (float)(start.Y + step.Y * group) + (float)step.Y * lane;
            float z = (float)(start.Z + step.Z * group) + (float)step.Z * lane;
            values[n] = !grid.Contains(x, y, z) ? outside : interpolation switch
            {
                VolumeInterpolation.Nearest => Nearest(ref voxels, grid, x, y, z),
                VolumeInterpolation.Cubic => TapSampler.At(volume.Voxels, grid, TapWeights.Cubic, x, y, z),
                VolumeInterpolation.Lanczos => TapSampler.At(volume.Voxels, grid, TapWeights.Lanczos, x, y, z),
                _ => Linear(ref voxels, grid, x, y, z),
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Linear(ref short voxels, in SampleGrid grid, float x, float y, float z)
    {
        x = Math.Min(Math.Max(x, 0f), grid.LastX);
        y = Math.Min(Math.Max(y, 0f), grid.LastY);
        z = Math.Min(Math.Max(z, 0f), grid.LastZ);
        int i = Math.Min((int)x, grid.LowX), j = Math.Min((int)y, grid.LowY), k = Math.Min((int)z, grid.LowZ);
        float fx = x - i, fy = y - j, fz = z - k;
        ref short at = ref Unsafe.Add(ref voxels, (nint)k * grid.SliceStride + (nint)j * grid.RowStride + i);
        float a = Lerp(at, Unsafe.Add(ref at, 1), fx);
        float b = Lerp(Unsafe.Add(ref at, grid.DownStride), Unsafe.Add(ref at, grid.DownStride + 1), fx);
        float c = Lerp(Unsafe.Add(ref at, grid.DeepStride), Unsafe.Add(ref at, grid.DeepStride + 1), fx);
        float d = Lerp(Unsafe.Add(ref at, grid.DeepStride + grid.DownStride), Unsafe.Add(ref at, grid.DeepStride + grid.DownStride + 1), fx);
        return Lerp(Lerp(a, b, fy), Lerp(c, d, fy), fz);
    }

    private static float Nearest(ref short voxels, in SampleGrid grid, float x, float y, float z)
    {
        int i = (int)Math.Min(Math.Max(x + 0.5f, 0f), grid.LastX), j = (int)Math.Min(Math.Max(y + 0.5f, 0f), grid.LastY), k = (int)Math.Min(Math.Max(z + 0.5f, 0f), grid.LastZ);
        return Unsafe.Add(ref voxels, (nint)k * grid.SliceStride + (nint)j * grid.RowStride + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Lerp(float from, float to, float part)
    {
        float product = (to - from) * part;
        return from + product;
    }
}
