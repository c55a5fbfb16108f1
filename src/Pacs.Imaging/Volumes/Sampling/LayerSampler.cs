using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Reads points within one layer of voxels, which is a slice, or the same row or column of all slices: between four voxels instead of eight.</summary>
/// <remarks>What <see cref="VoxelSampler"/> gives for such points; scalar and vector path agree to the bit.</remarks>
internal readonly struct LayerSampler
{
    private readonly bool _isColumns;
    private readonly int _layerStride, _strideU, _strideV, _nextU, _nextV, _lowU, _lowV;
    private readonly float _lastU, _lastV;

    /// <summary>Reads layers of an axis.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="axis">0 for layers of the same column, 1 of the same row, 2 for slices.</param>
    public LayerSampler(in SampleGrid grid, int axis)
    {
        _isColumns = axis == 0;
        (AxisU, AxisV) = (_isColumns ? 1 : 0, axis == 2 ? 1 : 2);
        _layerStride = axis == 0 ? 1 : axis == 1 ? grid.RowStride : grid.SliceStride;
        (_lastU, _lowU, _strideU, _nextU) = _isColumns ? (grid.LastY, grid.LowY, grid.RowStride, grid.DownStride) : (grid.LastX, grid.LowX, 1, 1);
        (_lastV, _lowV, _strideV, _nextV) = axis == 2 ? (grid.LastY, grid.LowY, grid.RowStride, grid.DownStride) : (grid.LastZ, grid.LowZ, grid.SliceStride, grid.DeepStride);
    }

    /// <summary>The first axis within a layer.</summary>
    public int AxisU { get; }

    /// <summary>The second one.</summary>
    public int AxisV { get; }

    /// <summary>Whether all points of a box are so far within the layers that none needs a look at where they end.</summary>
    public bool IsWithin(Vector3D low, Vector3D high) => low[AxisU] >= 0 && low[AxisV] >= 0 && high[AxisU] < _lastU && high[AxisV] < _lastV;

    /// <summary>The values at eight points of a layer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Vector256<float> At(short* voxels, int layer, Vector256<float> u, Vector256<float> v, Vector256<float> outside)
    {
        Vector256<float> inside = VoxelSampler.Inside(u, _lastU + 0.5f) & VoxelSampler.Inside(v, _lastV + 0.5f);
        if (inside.ExtractMostSignificantBits() == 0) return outside;
        u = VoxelSampler.Clamp(u, _lastU);
        v = VoxelSampler.Clamp(v, _lastV);
        return Vector256.ConditionalSelect(inside, Between(voxels, layer, u, v, VoxelSampler.Low(u, _lowU), VoxelSampler.Low(v, _lowV)), outside);
    }

    /// <summary>The same where <see cref="IsWithin"/> holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Vector256<float> Within(short* voxels, int layer, Vector256<float> u, Vector256<float> v) =>
        Between(voxels, layer, u, v, Vector256.ConvertToInt32Native(u), Vector256.ConvertToInt32Native(v));

    /// <summary>The value at a point of a layer.</summary>
    public float Scalar(short[] voxels, int layer, float u, float v, float outside)
    {
        if (!(u >= -0.5f && v >= -0.5f && u <= _lastU + 0.5f && v <= _lastV + 0.5f)) return outside;
        u = Math.Min(Math.Max(u, 0f), _lastU);
        v = Math.Min(Math.Max(v, 0f), _lastV);
        int i = Math.Min((int)u, _lowU), j = Math.Min((int)v, _lowV);
        ref short at = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(voxels), (nint)layer * _layerStride + (nint)j * _strideV + (nint)i * _strideU);
        float a = VoxelSampler.Lerp(at, Unsafe.Add(ref at, _nextU), u - i), b = VoxelSampler.Lerp(Unsafe.Add(ref at, _nextV), Unsafe.Add(ref at, _nextV + _nextU), u - i);
        return VoxelSampler.Lerp(a, b, v - j);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe Vector256<float> Between(short* voxels, int layer, Vector256<float> u, Vector256<float> v, Vector256<int> i, Vector256<int> j)
    {
        Vector256<float> partU = u - Vector256.ConvertToSingle(i), partV = v - Vector256.ConvertToSingle(j);
        short* at = voxels + (nint)layer * _layerStride;
        if (_isColumns)
        {
            var places = new EightPlaces(j * Vector256.Create(_strideV) + i * Vector256.Create(_strideU));
            Vector256<float> a = One(at, places), b = One(at + _nextU, places), c = One(at + _nextV, places), d = One(at + _nextV + _nextU, places);
            return VoxelSampler.Lerp(VoxelSampler.Lerp(a, b, partU), VoxelSampler.Lerp(c, d, partU), partV);
        }

        var pairs = new EightPlaces(j * Vector256.Create(_strideV) + i);
        return VoxelSampler.Lerp(VoxelSampler.Pair(at, pairs, partU), VoxelSampler.Pair(at + _nextV, pairs, partU), partV);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> One(short* voxels, in EightPlaces places) => Vector256.ConvertToSingle((places.Pairs(voxels) << 16) >> 16);
}
