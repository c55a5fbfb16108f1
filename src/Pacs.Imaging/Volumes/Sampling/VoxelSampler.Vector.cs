using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pacs.Imaging;

/// <content>Eight points at once. A voxel and its right neighbour are read together, so that eight corners take four reads.</content>
internal static partial class VoxelSampler
{
    public static bool IsVectorized => Avx2.IsSupported;

    /// <summary>Samples whole groups of eight.</summary>
    /// <returns>How many values were made; the rest is the scalar path's.</returns>
    public static unsafe int Vector(Volume volume, Vector3D start, Vector3D step, float outside, Span<float> values)
    {
        var grid = new SampleGrid(volume.Geometry);
        Vector256<float> beyond = Vector256.Create(outside), stepX = Steps(step.X), stepY = Steps(step.Y), stepZ = Steps(step.Z);
        int count = values.Length & ~7;
        fixed (short* voxels = volume.Voxels)
        fixed (float* output = values)
        {
            for (int n = 0; n < count; n += 8)
            {
                Vector256<float> x = Vector256.Create((float)(start.X + step.X * n)) + stepX;
                Vector256<float> y = Vector256.Create((float)(start.Y + step.Y * n)) + stepY;
                Vector256<float> z = Vector256.Create((float)(start.Z + step.Z * n)) + stepZ;
                Sample8(voxels, grid, x, y, z, beyond).Store(output + n);
            }
        }

        return count;
    }

    /// <summary>The values at eight points.</summary>
    public static unsafe Vector256<float> Sample8(short* voxels, in SampleGrid grid, Vector256<float> x, Vector256<float> y, Vector256<float> z, Vector256<float> outside)
    {
        Vector256<float> inside = Inside(x, grid.EndX) & Inside(y, grid.EndY) & Inside(z, grid.EndZ);
        return inside.ExtractMostSignificantBits() == 0 ? outside : Vector256.ConditionalSelect(inside, Linear8(voxels, grid, x, y, z), outside);
    }

    /// <summary>0, 1, ... 7 times a step.</summary>
    public static Vector256<float> Steps(double step) => Vector256.Create((float)step) * Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);

    // Lanes outside are clamped as well, so that they read within the array.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Linear8(short* voxels, in SampleGrid grid, Vector256<float> x, Vector256<float> y, Vector256<float> z)
    {
        x = Clamp(x, grid.LastX);
        y = Clamp(y, grid.LastY);
        z = Clamp(z, grid.LastZ);
        Vector256<int> i = Low(x, grid.LowX), j = Low(y, grid.LowY), k = Low(z, grid.LowZ);
        Vector256<float> fx = x - Vector256.ConvertToSingle(i), fy = y - Vector256.ConvertToSingle(j), fz = z - Vector256.ConvertToSingle(k);
        Vector256<int> index = k * Vector256.Create(grid.SliceStride) + j * Vector256.Create(grid.RowStride) + i;
        var places = new EightPlaces(index);
        Vector256<float> a = Pair(voxels, places, fx), b = Pair(voxels + grid.DownStride, places, fx);
        Vector256<float> c = Pair(voxels + grid.DeepStride, places, fx), d = Pair(voxels + grid.DeepStride + grid.DownStride, places, fx);
        return Lerp(Lerp(a, b, fy), Lerp(c, d, fy), fz);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe Vector256<float> Pair(short* voxels, in EightPlaces places, Vector256<float> part)
    {
        Vector256<int> both = places.Pairs(voxels);
        return Lerp(Vector256.ConvertToSingle((both << 16) >> 16), Vector256.ConvertToSingle(both >> 16), part);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Lerp(Vector256<float> from, Vector256<float> to, Vector256<float> part)
    {
        Vector256<float> product = (to - from) * part;
        return from + product;
    }

    // Max first, so that NaN becomes 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Clamp(Vector256<float> value, float last) => Avx.Min(Avx.Max(value, Vector256<float>.Zero), Vector256.Create(last));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<int> Low(Vector256<float> value, int last) => Vector256.Min(Avx.ConvertToVector256Int32WithTruncation(value), Vector256.Create(last));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Inside(Vector256<float> value, float end) =>
        Vector256.GreaterThanOrEqual(value, Vector256.Create(-0.5f)) & Vector256.LessThanOrEqual(value, Vector256.Create(end));
}
