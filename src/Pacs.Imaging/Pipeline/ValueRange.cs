using System.Buffers;

namespace Pacs.Imaging;

/// <summary>The range of stored values that a frame holds, padding left out: what a default window spans.</summary>
internal static class ValueRange
{
    /// <summary>Least and greatest stored value; null when the frame holds nothing but padding and NaN.</summary>
    public static (double Low, double High)? Extremes(in SampleBuffer samples, PaddingRange? padding)
    {
        if (samples.IsNarrow)
        {
            StoredCode code = samples.Code;
            (uint, uint)? skip = CodesOf(padding, code);
            (uint Low, uint High)? found = samples.WordSize == 1 ? CodeRange.Find(samples.Bytes[..samples.Count], code, skip) : CodeRange.Find(samples.Words, code, skip);
            return found is { } codes ? (code.ValueOf(codes.Low), code.ValueOf(codes.High)) : null;
        }

        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < samples.Count; i++)
        {
            double value = samples[i];
            if (!double.IsFinite(value) || padding?.Contains(value) == true) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return low <= high ? (low, high) : null;
    }

    /// <summary>The stored values below which these fractions of the pixels lie; of 4096 steps between the extremes where samples are wider than 16 bits.</summary>
    public static (double Low, double High)? Percentiles(in SampleBuffer samples, PaddingRange? padding, double lower, double upper)
    {
        if (Extremes(samples, padding) is not { } extremes) return null;
        bool isNarrow = samples.IsNarrow;
        double step = isNarrow ? 1 : (extremes.High - extremes.Low) / 4095;
        if (!(step > 0) || !double.IsFinite(step)) return extremes;
        int bins = isNarrow ? (int)(extremes.High - extremes.Low) + 1 : 4096;
        int[] counts = ArrayPool<int>.Shared.Rent(bins);
        try
        {
            counts.AsSpan(0, bins).Clear();
            long total = 0;
            for (int i = 0; i < samples.Count; i++)
            {
                double value = samples[i];
                if (!double.IsFinite(value) || padding?.Contains(value) == true) continue;
                counts[Math.Clamp((int)((value - extremes.Low) / step), 0, bins - 1)]++;
                total++;
            }

            double low = extremes.Low + Rank(counts.AsSpan(0, bins), (long)(lower * (total - 1))) * step;
            double high = extremes.Low + Rank(counts.AsSpan(0, bins), (long)(upper * (total - 1))) * step;
            return high > low ? (low, high) : extremes;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(counts);
        }
    }

    private static int Rank(ReadOnlySpan<int> counts, long rank)
    {
        long seen = 0;
        for (int bin = 0; bin < counts.Length; bin++)
            if ((seen += counts[bin]) > rank) return bin;
        return counts.Length - 1;
    }

    private static (uint, uint)? CodesOf(PaddingRange? padding, StoredCode code)
    {
        if (padding is not { } range) return null;
        double first = Math.Max(Math.Ceiling(range.First), code.Minimum), last = Math.Min(Math.Floor(range.Last), code.ValueOf(code.Mask));
        return first <= last ? (code.OfValue(first)!.Value, code.OfValue(last)!.Value) : null;
    }
}
