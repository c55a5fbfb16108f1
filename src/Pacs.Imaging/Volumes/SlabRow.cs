using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Combines the samples of a slab, a row at a time. Outside the volume samples are NaN-free neutral values, but for the mean, where they are NaN and do not count.</summary>
internal static class SlabRow
{
    /// <summary>What a sampler gives for points outside, so that they do not count.</summary>
    public static float Neutral(SlabMode mode) => mode switch
    {
        SlabMode.Maximum => float.NegativeInfinity,
        SlabMode.Minimum => float.PositiveInfinity,
        _ => float.NaN,
    };

    /// <summary>Takes one row of samples into the result.</summary>
    /// <param name="mode">How.</param>
    /// <param name="samples">The row.</param>
    /// <param name="result">Extremes or sums so far.</param>
    /// <param name="counts">Samples within the volume so far; of the mean only.</param>
    public static void Take(SlabMode mode, ReadOnlySpan<float> samples, Span<float> result, Span<float> counts)
    {
        int done = 0;
        if (System.Numerics.Vector.IsHardwareAccelerated) done = TakeVectors(mode, samples, result, counts);
        for (int i = done; i < samples.Length; i++)
        {
            float sample = samples[i];
            if (mode == SlabMode.Maximum) result[i] = Math.Max(result[i], sample);
            else if (mode == SlabMode.Minimum) result[i] = Math.Min(result[i], sample);
            else if (!float.IsNaN(sample)) (result[i], counts[i]) = (result[i] + sample, counts[i] + 1);
        }
    }

    /// <summary>Makes voxels of the result.</summary>
    public static void Finish(SlabMode mode, Span<float> result, ReadOnlySpan<float> counts, short outside, Span<short> voxels)
    {
        for (int i = 0; i < voxels.Length; i++)
        {
            float value = mode == SlabMode.Mean ? result[i] / counts[i] : result[i];
            result[i] = float.IsFinite(value) ? value : outside;
        }

        Round(result, voxels);
    }

    /// <summary>The nearest voxel values; halves to the even one.</summary>
    public static void Round(ReadOnlySpan<float> values, Span<short> voxels)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref float from = ref MemoryMarshal.GetReference(values);
            ref short to = ref MemoryMarshal.GetReference(voxels);
            for (; i <= voxels.Length - 16; i += 16)
            {
                Vector256<int> low = Vector256.ConvertToInt32Native(Vector256.Round(Vector256.LoadUnsafe(ref from, (nuint)i)));
                Vector256<int> high = Vector256.ConvertToInt32Native(Vector256.Round(Vector256.LoadUnsafe(ref from, (nuint)i + 8)));
                Vector256.Narrow(low, high).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < voxels.Length; i++) voxels[i] = Round(values[i]);
    }

    /// <summary>The nearest voxel value.</summary>
    public static short Round(float value) => (short)(int)MathF.Round(value);

    private static int TakeVectors(SlabMode mode, ReadOnlySpan<float> samples, Span<float> result, Span<float> counts)
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(samples);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(result), number = MemoryMarshal.Cast<float, Vector<float>>(counts);
        for (int i = 0; i < from.Length; i++)
        {
            Vector<float> sample = from[i];
            if (mode == SlabMode.Maximum) to[i] = System.Numerics.Vector.Max(to[i], sample);
            else if (mode == SlabMode.Minimum) to[i] = System.Numerics.Vector.Min(to[i], sample);
            else
            {
                Vector<int> counting = System.Numerics.Vector.Equals(sample, sample); // false for NaN only
                to[i] += System.Numerics.Vector.ConditionalSelect(counting, sample, Vector<float>.Zero);
                number[i] += System.Numerics.Vector.ConditionalSelect(counting, Vector<float>.One, Vector<float>.Zero);
            }
        }

        return from.Length * Vector<float>.Count;
    }
}
