using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The parameters of a scan and what follows from them (ISO 14495-1 §A.2.1, §C.2.4.1.1).</summary>
internal sealed class JpegLsPreset
{
    private readonly sbyte[] _regions;

    /// <param name="precision">Bits of a sample, 2 to 16.</param>
    /// <param name="near">Greatest error of a sample; 0 is lossless.</param>
    /// <param name="stated">The preset segment's values; zeros stand for the defaults.</param>
    /// <exception cref="DicomImageException">Values that contradict each other.</exception>
    public JpegLsPreset(int precision, int near, JpegLsPresetSegment stated = default)
    {
        MaxValue = stated.MaxValue == 0 ? (1 << precision) - 1 : stated.MaxValue;
        Near = near;
        if (MaxValue >= 1 << precision) throw new DicomImageException($"The JPEG-LS preset allows samples up to {MaxValue}; {precision} bits hold {(1 << precision) - 1}.");
        if (near > Math.Min(255, MaxValue / 2)) throw new DicomImageException($"The JPEG-LS error bound is {near}; for samples up to {MaxValue} it may be {Math.Min(255, MaxValue / 2)}.");
        (int t1, int t2, int t3) = Thresholds(stated);
        Reset = stated.Reset == 0 ? 64 : stated.Reset;
        if (Reset < 3 || Reset > Math.Max(255, MaxValue)) throw new DicomImageException($"The JPEG-LS preset resets after {Reset} samples; 3 to {Math.Max(255, MaxValue)} are possible.");

        Step = 2 * near + 1;
        Range = (MaxValue + 2 * near) / Step + 1;
        ErrorBits = 32 - BitOperations.LeadingZeroCount((uint)(Range - 1));
        int sampleBits = Math.Max(2, 32 - BitOperations.LeadingZeroCount((uint)MaxValue));
        Limit = 2 * (sampleBits + Math.Max(8, sampleBits));
        IsExact = near == 0 && BitOperations.IsPow2(MaxValue + 1);
        _regions = Regions(t1, t2, t3);
    }

    /// <summary>MAXVAL: the greatest sample.</summary>
    public int MaxValue { get; }

    /// <summary>NEAR: the greatest error of a sample.</summary>
    public int Near { get; }

    /// <summary>Distance of two reconstructed errors: 2 NEAR + 1.</summary>
    public int Step { get; }

    /// <summary>RESET: samples of a context after which its counts are halved.</summary>
    public int Reset { get; }

    /// <summary>RANGE: how many prediction errors there are.</summary>
    public int Range { get; }

    /// <summary>qbpp: bits of a mapped error.</summary>
    public int ErrorBits { get; }

    /// <summary>LIMIT: the longest code, in bits.</summary>
    public int Limit { get; }

    /// <summary>Whether <see cref="ExactMode"/> serves.</summary>
    public bool IsExact { get; }

    /// <summary>The region, -4 to 4, of each gradient from -T3 to T3; those beyond have the region at the end (§A.3.3).</summary>
    public ReadOnlySpan<sbyte> GradientRegions => _regions;

    /// <summary>The region of a gradient.</summary>
    /// <param name="regions"><see cref="GradientRegions"/>.</param>
    /// <param name="last">T3: half of their number.</param>
    /// <param name="gradient">Difference of two neighbours.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Region(ReadOnlySpan<sbyte> regions, int last, int gradient) => regions[Math.Clamp(gradient, -last, last) + last];

    /// <summary>The median of the left neighbour, the one above and the plane through both and the one between (§A.4.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Predict(int left, int above, int between) =>
        Math.Max(Math.Min(left, above), Math.Min(Math.Max(left, above), left + above - between));

    /// <summary>An error in steps of the reconstruction, wrapped into the range (§A.4.4, §A.4.5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Quantize<TMode>(int error)
        where TMode : struct, IJpegLsMode
    {
        if (!TMode.IsExact) error = error > 0 ? (error + Near) / Step : -((Near - error) / Step);
        if (error < 0) error += Range;
        return error >= (Range + 1) / 2 ? error - Range : error;
    }

    /// <summary>The sample that a decoder sees: errors wrap at the range, and what is left beyond the bounds is cut (§A.4.4, §A.4.5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Reconstruct<TMode>(int prediction, int error)
        where TMode : struct, IJpegLsMode
    {
        if (TMode.IsExact) return (prediction + error) & MaxValue;
        int value = prediction + error * Step;
        if (value < -Near) value += Range * Step;
        else if (value > MaxValue + Near) value -= Range * Step;
        return Math.Clamp(value, 0, MaxValue);
    }

    private (int T1, int T2, int T3) Thresholds(JpegLsPresetSegment stated)
    {
        int t1, t2, t3;
        if (MaxValue >= 128)
        {
            int factor = (Math.Min(MaxValue, 4095) + 128) >> 8;
            t1 = Bounded(factor * (3 - 2) + 2 + 3 * Near, Near + 1);
            t2 = Bounded(factor * (7 - 3) + 3 + 5 * Near, t1);
            t3 = Bounded(factor * (21 - 4) + 4 + 7 * Near, t2);
        }
        else
        {
            int factor = 256 / (MaxValue + 1);
            t1 = Bounded(Math.Max(2, 3 / factor + 3 * Near), Near + 1);
            t2 = Bounded(Math.Max(3, 7 / factor + 5 * Near), t1);
            t3 = Bounded(Math.Max(4, 21 / factor + 7 * Near), t2);
        }

        if (stated.T1 != 0) t1 = stated.T1;
        if (stated.T2 != 0) t2 = stated.T2;
        if (stated.T3 != 0) t3 = stated.T3;
        return Near < t1 && t1 <= t2 && t2 <= t3 && t3 <= MaxValue ? (t1, t2, t3)
            : throw new DicomImageException($"The JPEG-LS thresholds {t1}, {t2}, {t3} do not rise from {Near + 1} to at most {MaxValue}.");
    }

    private int Bounded(int threshold, int least) => threshold > MaxValue || threshold < least ? least : threshold;

    private sbyte[] Regions(int t1, int t2, int t3)
    {
        var regions = new sbyte[2 * t3 + 1];
        for (int d = 0; d <= t3; d++)
        {
            int region = d >= t3 ? 4 : d >= t2 ? 3 : d >= t1 ? 2 : d > Near ? 1 : 0;
            regions[t3 + d] = (sbyte)region;
            regions[t3 - d] = (sbyte)-region;
        }

        return regions;
    }
}
