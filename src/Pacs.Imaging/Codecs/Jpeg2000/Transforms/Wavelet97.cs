using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The irreversible 9/7 wavelet on a line and on columns (ISO/IEC 15444-1 §F.3.8.2, §F.4.8.2).</summary>
internal static class Wavelet97
{
    // Table F.4.
    public const float Alpha = -1.586134342059924f, Beta = -0.052980118572961f, Gamma = 0.882911075530934f, Delta = 0.443506852043971f, K = 1.230174104914001f;

    /// <summary>Puts a line together from its low-pass and high-pass halves.</summary>
    /// <param name="low">Its low-pass samples.</param>
    /// <param name="high">Its high-pass samples.</param>
    /// <param name="target">Takes the line; another memory.</param>
    /// <param name="line">Its shape.</param>
    /// <param name="scratch">At least the line's length and 4 more.</param>
    public static void Synthesize(ReadOnlySpan<float> low, ReadOnlySpan<float> high, Span<float> target, WaveletLine line, Span<float> scratch)
    {
        if (line.High == 0)
        {
            low.CopyTo(target);
            return;
        }

        if (line.Low == 0)
        {
            target[0] = high[0] / 2;
            return;
        }

        Span<float> highPadded = scratch[..(line.High + 2)], lowPadded = scratch.Slice(line.High + 2, line.Low + 2);
        Span<float> lows = lowPadded.Slice(1, line.Low), highs = highPadded.Slice(1, line.High);
        high.CopyTo(highs);
        int shift = line.StartsHigh ? 1 : 0;
        // The scaling by K and 1/K that should come first is taken into the first two steps.
        Pad(highPadded);
        Lifting.Step(lows, low, K, highPadded.Slice(shift, line.Low), highPadded.Slice(shift + 1, line.Low), -Delta / K);
        Pad(lowPadded);
        Lifting.Step(highs, highs, 1 / K, lowPadded.Slice(1 - shift, line.High), lowPadded.Slice(2 - shift, line.High), -Gamma);
        Pad(highPadded);
        Lifting.Step(lows, lows, 1, highPadded.Slice(shift, line.Low), highPadded.Slice(shift + 1, line.Low), -Beta);
        Pad(lowPadded);
        Lifting.Step(highs, highs, 1, lowPadded.Slice(1 - shift, line.High), lowPadded.Slice(2 - shift, line.High), -Alpha);
        Span<float> first = line.StartsHigh ? highs : lows, second = line.StartsHigh ? lows : highs;
        Lifting.Interleave(MemoryMarshal.Cast<float, int>(target), MemoryMarshal.Cast<float, int>(first), MemoryMarshal.Cast<float, int>(second));
    }

    /// <summary>Takes a line apart: the opposite of <see cref="Synthesize"/>; low-pass samples come before high-pass ones.</summary>
    public static void Analyze(ReadOnlySpan<float> source, Span<float> halves, WaveletLine line, Span<float> scratch)
    {
        if (line.High == 0 || line.Low == 0)
        {
            for (int i = 0; i < line.Length; i++) halves[i] = line.StartsHigh ? source[i] * 2 : source[i];
            return;
        }

        Span<float> high = scratch[..(line.High + 2)], low = scratch.Slice(line.High + 2, line.Low + 2);
        Span<float> lows = low.Slice(1, line.Low), highs = high.Slice(1, line.High);
        Span<float> first = line.StartsHigh ? highs : lows, second = line.StartsHigh ? lows : highs;
        Lifting.Deinterleave(MemoryMarshal.Cast<float, int>(source), MemoryMarshal.Cast<float, int>(first), MemoryMarshal.Cast<float, int>(second));
        int shift = line.StartsHigh ? 1 : 0;
        Pad(low);
        Lifting.Step(highs, highs, 1, low.Slice(1 - shift, line.High), low.Slice(2 - shift, line.High), Alpha);
        Pad(high);
        Lifting.Step(lows, lows, 1, high.Slice(shift, line.Low), high.Slice(shift + 1, line.Low), Beta);
        Pad(low);
        Lifting.Step(highs, highs, 1, low.Slice(1 - shift, line.High), low.Slice(2 - shift, line.High), Gamma);
        Pad(high);
        Lifting.Step(halves[..line.Low], lows, 1 / K, high.Slice(shift, line.Low), high.Slice(shift + 1, line.Low), Delta / K);
        for (int i = 0; i < highs.Length; i++) halves[line.Low + i] = highs[i] * K;
    }

    /// <summary>Takes columns apart; the rows of <paramref name="source"/> are used up.</summary>
    public static void AnalyzeColumns(J2kPlane<float> source, J2kPlane<float> halves, WaveletLine line)
    {
        if (line.High == 0 || line.Low == 0)
        {
            for (int y = 0; y < line.Length; y++)
                for (int x = 0; x < source.Width; x++) halves.Row(y)[x] = line.StartsHigh ? source.Row(y)[x] * 2 : source.Row(y)[x];
            return;
        }

        int low = line.Low, low1 = 0, high2 = 0, low2 = 0;
        for (int high1 = 0; high1 < line.High; high1++)
        {
            (int before, int behind) = line.LowAround(high1);
            Span<float> row = source.Row(line.HighPlace(high1));
            Lifting.Step(row, row, 1, source.Row(line.LowPlace(before)), source.Row(line.LowPlace(behind)), Alpha);
            for (; low1 < low && (high1 == line.High - 1 || line.HighAround(low1).Behind <= high1); low1++)
            {
                (before, behind) = line.HighAround(low1);
                row = source.Row(line.LowPlace(low1));
                Lifting.Step(row, row, 1, source.Row(line.HighPlace(before)), source.Row(line.HighPlace(behind)), Beta);
            }

            // The high-pass half is scaled by K as it is stored, and taken back by 1/K where the last step uses it.
            for (; high2 < line.High && line.LowAround(high2).Behind < low1; high2++)
            {
                (before, behind) = line.LowAround(high2);
                Lifting.Step(halves.Row(low + high2), source.Row(line.HighPlace(high2)), K, source.Row(line.LowPlace(before)), source.Row(line.LowPlace(behind)), Gamma * K);
            }

            for (; low2 < low && line.HighAround(low2).Behind < high2; low2++)
            {
                (before, behind) = line.HighAround(low2);
                Lifting.Step(halves.Row(low2), source.Row(line.LowPlace(low2)), 1 / K, halves.Row(low + before), halves.Row(low + behind), Delta / (K * K));
            }
        }
    }

    private static void Pad(Span<float> padded) => (padded[0], padded[^1]) = (padded[1], padded[^2]);
}
