using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Reads points within one layer of voxels, a slice or the same row of all slices: between four voxels instead of eight.</summary>
/// <remarks>What <see cref="VoxelSampler"/> gives for such points; scalar and vector path agree to the bit.</remarks>
internal readonly struct LayerSampler
{
    private readonly int _layerStride, _nextStride, _lowX, _lowY, _yStride;
    private readonly float _lastX, _lastY, _endX, _endY;

    /// <summary>Reads layers of an axis.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="axis">1 for layers of the same row, 2 for slices.</param>
    public LayerSampler(in SampleGrid grid, int axis)
    {
        (_lastX, _endX, _lowX) = (grid.LastX, grid.EndX, grid.LowX);
        (_lastY, _endY, _lowY, _yStride, _nextStride, _layerStride) = axis == 2
            ? (grid.LastY, grid.EndY, grid.LowY, grid.RowStride, grid.DownStride, grid.SliceStride)
            : (grid.LastZ, grid.EndZ, grid.LowZ, grid.SliceStride, grid.DeepStride, grid.RowStride);
    }

    /// <summary>Whether all points of a box are so far within the layers that none needs a look at where they end.</summary>
    public bool IsWithin(double lowX, double highX, double lowY, double highY) => lowX >= 0 && lowY >= 0 && highX < _lastX && highY < _lastY;

    /// <summary>The values at eight points of a layer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Vector256<float> At(short* voxels, int layer, Vector256<float> x, Vector256<float> y, Vector256<float> outside)
    {
        Vector256<float> inside = VoxelSampler.Inside(x, _endX) & VoxelSampler.Inside(y, _endY);
        if (inside.ExtractMostSignificantBits() == 0) return outside;
        x = VoxelSampler.Clamp(x, _lastX);
        y = VoxelSampler.Clamp(y, _lastY);
        return Vector256.ConditionalSelect(inside, Between(voxels, layer, x, y, VoxelSampler.Low(x, _lowX), VoxelSampler.Low(y, _lowY)), outside);
    }

    /// <summary>The same where <see cref="IsWithin"/> holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Vector256<float> Within(short* voxels, int layer, Vector256<float> x, Vector256<float> y) =>
        Between(voxels, layer, x, y, Vector256.ConvertToInt32Native(x), Vector256.ConvertToInt32Native(y));

    /// <summary>The value at a point of a layer.</summary>
    public float Scalar(short[] voxels, int layer, float x, float y, float outside)
    {
        if (!(x >= -0.5f && y >= -0.5f && x <= _endX && y <= _endY)) return outside;
        x = Math.Min(Math.Max(x, 0f), _lastX);
        y = Math.Min(Math.Max(y, 0f), _lastY);
        int i = Math.Min((int)x, _lowX), j = Math.Min((int)y, _lowY);
        ref short at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(voxels), (nint)layer * _layerStride + (nint)j * _yStride + i);
        float a = VoxelSampler.Lerp(at, Unsafe.Add(ref at, 1), x - i), b = VoxelSampler.Lerp(Unsafe.Add(ref at, _nextStride), Unsafe.Add(ref at, _nextStride + 1), x - i);
        return VoxelSampler.Lerp(a, b, y - j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe Vector256<float> Between(short* voxels, int layer, Vector256<float> x, Vector256<float> y, Vector256<int> i, Vector256<int> j)
    {
        Vector256<float> partX = x - Vector256.ConvertToSingle(i), partY = y - Vector256.ConvertToSingle(j);
        Vector256<int> index = j * Vector256.Create(_yStride) + i;
        short* at = voxels + (nint)layer * _layerStride;
        return VoxelSampler.Lerp(VoxelSampler.Pair(at, index, partX), VoxelSampler.Pair(at + _nextStride, index, partX), partY);
    }
}
