using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>The gradient of a volume at a point between voxels: differences of the interpolated values a voxel before and behind, along each axis of the grid.</summary>
internal static unsafe class GradientSampler
{
    /// <summary>The gradient, in units of a voxel over two voxels, in the first three lanes.</summary>
    /// <remarks>Twelve rows of four voxels hold all that the six values are interpolated from. Near the faces of the volume they are taken one by one.</remarks>
    public static Vector128<float> At(short* voxels, in SampleGrid grid, float x, float y, float z)
    {
        int i = (int)x, j = (int)y, k = (int)z;
        if (i < 1 || j < 1 || k < 1 || i >= grid.LowX || j >= grid.LowY || k >= grid.LowZ) return ByValues(voxels, grid, x, y, z);
        float fx = x - i, fy = y - j, fz = z - k;
        short* at = voxels + (nint)k * grid.SliceStride + (nint)j * grid.RowStride + i - 1;
        nint down = grid.RowStride, deep = grid.SliceStride;
        // Lanes are x - 1 to x + 2, of a slice in the lower half and of the next in the upper one.
        Vector256<float> above = Rows(at - down, at - down + deep), row = Rows(at, at + deep), next = Rows(at + down, at + down + deep), below = Rows(at + 2 * down, at + 2 * down + deep);
        Vector256<float> partY = Vector256.Create(fy), middle = Mix(row, next, partY);
        Vector128<float> partZ = Vector128.Create(fz), before = Between(at - deep, down, fy), behind = Between(at + 2 * deep, down, fy);
        Vector128<float> alongX = Mix(middle.GetLower(), middle.GetUpper(), partZ);
        Vector256<float> differenceY = Mix(next, below, partY) - Mix(above, row, partY);
        Vector128<float> alongY = Mix(differenceY.GetLower(), differenceY.GetUpper(), partZ);
        Vector128<float> alongZ = Mix(middle.GetUpper(), behind, partZ) - Mix(before, middle.GetLower(), partZ);
        // Along x the differences are of places two apart; along y and z they are there already, at x and x + 1.
        Vector128<float> differenceX = Vector128.Shuffle(alongX, Vector128.Create(2, 3, 2, 3)) - alongX;
        Vector128<float> left = Vector128.Create(differenceX[0], alongY[1], alongZ[1], 0), right = Vector128.Create(differenceX[1], alongY[2], alongZ[2], 0);
        return Mix(left, right, Vector128.Create(fx));
    }

    /// <summary>The same of six values.</summary>
    public static Vector128<float> ByValues(short* voxels, in SampleGrid grid, float x, float y, float z)
    {
        ref short all = ref *voxels;
        return Vector128.Create(
            VoxelSampler.Linear(ref all, grid, x + 1, y, z) - VoxelSampler.Linear(ref all, grid, x - 1, y, z),
            VoxelSampler.Linear(ref all, grid, x, y + 1, z) - VoxelSampler.Linear(ref all, grid, x, y - 1, z),
            VoxelSampler.Linear(ref all, grid, x, y, z + 1) - VoxelSampler.Linear(ref all, grid, x, y, z - 1),
            0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rows(short* lower, short* upper) =>
        Vector256.ConvertToSingle(Vector256.WidenLower(Vector128.Create(*(long*)lower, *(long*)upper).AsInt16().ToVector256Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Between(short* row, nint down, float part)
    {
        Vector256<float> both = Rows(row, row + down);
        return Mix(both.GetLower(), both.GetUpper(), Vector128.Create(part));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mix(Vector256<float> from, Vector256<float> to, Vector256<float> part) => from + (to - from) * part;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Mix(Vector128<float> from, Vector128<float> to, Vector128<float> part) => from + (to - from) * part;
}
