namespace Pacs.Imaging;

/// <summary>The reversible 5/3 wavelet on a line and on columns (ISO/IEC 15444-1 §F.3.8.1, §F.4.8.1).</summary>
internal static class Wavelet53
{
    /// <summary>Puts a line together from its low-pass and high-pass halves.</summary>
    /// <param name="low">Its low-pass samples.</param>
    /// <param name="high">Its high-pass samples.</param>
    /// <param name="target">Takes the line; another memory.</param>
    /// <param name="line">Its shape.</param>
    /// <param name="scratch">At least the line's length and 4 more.</param>
    public static void Synthesize(ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> target, WaveletLine line, Span<int> scratch)
    {
        if (line.High == 0) low.CopyTo(target);
        // A single sample: as it is, or half of it when it is a high-pass one (§F.3.6).
        else if (line.Low == 0) target[0] = high[0] >> 1;
        else if (line.StartsHigh) SynthesizeOdd(low, high, target, line, scratch);
        else Lifting.Merge(low, high, target);
    }

    private static void SynthesizeOdd(ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> target, WaveletLine line, Span<int> scratch)
    {
        Span<int> highs = Padded(high, scratch), lows = scratch.Slice(line.High + 2, line.Low + 2);
        Lifting.UndoUpdate(lows.Slice(1, line.Low), low, highs.Slice(1, line.Low), highs.Slice(2, line.Low));
        Pad(lows);
        Lifting.UndoPredict(highs.Slice(1, line.High), high, lows[..line.High], lows.Slice(1, line.High));
        Lifting.Interleave(target, highs.Slice(1, line.High), lows.Slice(1, line.Low));
    }

    /// <summary>Takes a line apart: the opposite of <see cref="Synthesize"/>.</summary>
    /// <param name="source">The line.</param>
    /// <param name="halves">Takes its low-pass samples, then the high-pass ones; another memory.</param>
    /// <param name="line">Its shape.</param>
    /// <param name="scratch">At least the line's length and 4 more.</param>
    public static void Analyze(ReadOnlySpan<int> source, Span<int> halves, WaveletLine line, Span<int> scratch)
    {
        if (line.High == 0) source.CopyTo(halves);
        else if (line.Low == 0) halves[0] = source[0] << 1;
        else if (line.StartsHigh) AnalyzeOdd(source, halves, line, scratch);
        else Lifting.Split(source, halves[..line.Low], halves[line.Low..line.Length]);
    }

    private static void AnalyzeOdd(ReadOnlySpan<int> source, Span<int> halves, WaveletLine line, Span<int> scratch)
    {
        Span<int> high = scratch[..(line.High + 2)], low = scratch.Slice(line.High + 2, line.Low + 2);
        Span<int> lows = low.Slice(1, line.Low), highs = high.Slice(1, line.High);
        Lifting.Deinterleave(source, highs, lows);
        Pad(low);
        Lifting.Predict(highs, highs, low[..line.High], low.Slice(1, line.High));
        Pad(high);
        Lifting.Update(halves[..line.Low], lows, high.Slice(1, line.Low), high.Slice(2, line.Low));
        highs.CopyTo(halves[line.Low..]);
    }

    /// <summary>Takes columns apart: low-pass rows above high-pass ones.</summary>
    public static void AnalyzeColumns(J2kPlane<int> source, J2kPlane<int> halves, WaveletLine line)
    {
        if (line.High == 0 || line.Low == 0)
        {
            for (int y = 0; y < line.Length; y++)
                for (int x = 0; x < source.Width; x++) halves.Row(y)[x] = line.StartsHigh ? source.Row(y)[x] << 1 : source.Row(y)[x];
            return;
        }

        int updated = 0;
        for (int i = 0; i < line.High; i++)
        {
            (int before, int behind) = line.LowAround(i);
            Lifting.Predict(halves.Row(line.Low + i), source.Row(line.HighPlace(i)), source.Row(line.LowPlace(before)), source.Row(line.LowPlace(behind)));
            for (; updated < line.Low && (i == line.High - 1 || line.HighAround(updated).Behind <= i); updated++)
            {
                (before, behind) = line.HighAround(updated);
                Lifting.Update(halves.Row(updated), source.Row(line.LowPlace(updated)), halves.Row(line.Low + before), halves.Row(line.Low + behind));
            }
        }
    }

    private static Span<int> Padded(ReadOnlySpan<int> samples, Span<int> scratch)
    {
        Span<int> padded = scratch[..(samples.Length + 2)];
        samples.CopyTo(padded[1..]);
        Pad(padded);
        return padded;
    }

    private static void Pad(Span<int> padded) => (padded[0], padded[^1]) = (padded[1], padded[^2]);
}
