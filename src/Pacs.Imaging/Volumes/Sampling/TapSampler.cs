using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Values between more than eight voxels: cubic and Lanczos. At the faces of the volume the outermost voxels are repeated.</summary>
/// <remarks>The vector path multiplies a row of eight voxels at once, the scalar one voxel by voxel in the same order; they agree to the bit.</remarks>
internal static class TapSampler
{
    /// <summary>The value at a point within the volume.</summary>
    public static float At(short[] voxels, in SampleGrid grid, TapWeights kernel, float x, float y, float z, bool isVector = true)
    {
        x = Math.Min(Math.Max(x, 0f), grid.LastX);
        y = Math.Min(Math.Max(y, 0f), grid.LastY);
        z = Math.Min(Math.Max(z, 0f), grid.LastZ);
        int i = Math.Min((int)x, grid.LowX), j = Math.Min((int)y, grid.LowY), k = Math.Min((int)z, grid.LowZ), taps = kernel.Taps, before = taps / 2 - 1;
        ReadOnlySpan<float> acrosses = kernel.At(x - i), downs = kernel.At(y - j), deeps = kernel.At(z - k);
        int left = i - before, top = j - before, front = k - before;
        Vector256<float> sum = Vector256<float>.Zero;
        bool isInside = left >= 0 && left + TapWeights.Width - 1 <= grid.LastX;
        Span<float> row = stackalloc float[TapWeights.Width];
        for (int n = 0; n < taps; n++)
        {
            int slice = (int)Math.Clamp(front + n, 0, grid.LastZ) * grid.SliceStride;
            for (int m = 0; m < taps; m++)
            {
                int line = slice + (int)Math.Clamp(top + m, 0, grid.LastY) * grid.RowStride;
                float weight = downs[m] * deeps[n];
                if (isInside && isVector)
                {
                    Vector128<short> eight = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(voxels), (nuint)(line + left));
                    sum += Vector256.ConvertToSingle(Vector256.WidenLower(eight.ToVector256Unsafe())) * weight;
                    continue;
                }

                for (int lane = 0; lane < TapWeights.Width; lane++) row[lane] = voxels[line + (int)Math.Clamp(left + lane, 0, grid.LastX)];
                sum += Vector256.Create(row) * weight;
            }
        }

        sum *= Vector256.Create(acrosses);
        float value = sum[0] + sum[1] + (sum[2] + sum[3]) + (sum[4] + sum[5] + (sum[6] + sum[7]));
        return Math.Min(Math.Max(value, short.MinValue), short.MaxValue);
    }
}
