namespace Pacs.Imaging;

/// <summary>The reversible 5/3 wavelet on a line and on columns (ISO/IEC 15444-1 §F.3.8.1, §F.4.8.1).</summary>
internal static class Wavelet53
{
    /// <summary>Puts a line together from its low-pass and high-pass halves, which follow each other in <paramref name="halves"/>.</summary>
    /// <param name="halves">Low, then high.</param>
    /// <param name="target">Takes the line; another memory than <paramref name="halves"/>.</param>
    /// <param name="line">Its shape.</param>
    /// <param name="scratch">At least the line's length and 4 more.</param>
    public static void Synthesize(ReadOnlySpan<int> halves, Span<int> target, WaveletLine line, Span<int> scratch)
    {
        if (line.High == 0 || line.Low == 0)
        {
            // A single sample: as it is, or half of it when it is a high-pass one (§F.3.6).
            for (int i = 0; i < line.Length; i++) target[i] = line.StartsHigh ? halves[i] >> 1 : halves[i];
            return;
        }

        Span<int> high = Padded(halves.Slice(line.Low, line.High), scratch), low = scratch.Slice(line.High + 2, line.Low + 2);
        int shift = line.StartsHigh ? 1 : 0;
        Lifting.UndoUpdate(low.Slice(1, line.Low), halves[..line.Low], high.Slice(shift, line.Low), high.Slice(shift + 1, line.Low));
        Pad(low);
        Lifting.UndoPredict(high.Slice(1, line.High), high.Slice(1, line.High), low.Slice(1 - shift, line.High), low.Slice(2 - shift, line.High));
        Span<int> lows = low.Slice(1, line.Low), highs = high.Slice(1, line.High);
        if (line.StartsHigh) Lifting.Interleave(target, highs, lows);
        else Lifting.Interleave(target, lows, highs);
    }

    /// <summary>Takes a line apart: the opposite of <see cref="Synthesize"/>.</summary>
    public static void Analyze(ReadOnlySpan<int> source, Span<int> halves, WaveletLine line, Span<int> scratch)
    {
        if (line.High == 0 || line.Low == 0)
        {
            for (int i = 0; i < line.Length; i++) halves[i] = line.StartsHigh ? source[i] << 1 : source[i];
            return;
        }

        Span<int> high = scratch[..(line.High + 2)], low = scratch.Slice(line.High + 2, line.Low + 2);
        Span<int> lows = low.Slice(1, line.Low), highs = high.Slice(1, line.High);
        if (line.StartsHigh) Lifting.Deinterleave(source, highs, lows);
        else Lifting.Deinterleave(source, lows, highs);
        int shift = line.StartsHigh ? 1 : 0;
        Pad(low);
        Lifting.Predict(highs, highs, low.Slice(1 - shift, line.High), low.Slice(2 - shift, line.High));
        Pad(high);
        Lifting.Update(halves[..line.Low], lows, high.Slice(shift, line.Low), high.Slice(shift + 1, line.Low));
        highs.CopyTo(halves[line.Low..]);
    }

    /// <summary>Puts columns together: rows of <paramref name="halves"/> hold the low-pass half, then the high-pass half.</summary>
    public static void SynthesizeColumns(J2kPlane<int> halves, J2kPlane<int> target, WaveletLine line)
    {
        if (line.High == 0 || line.Low == 0)
        {
            for (int y = 0; y < line.Length; y++)
                for (int x = 0; x < target.Width; x++) target.Row(y)[x] = line.StartsHigh ? halves.Row(y)[x] >> 1 : halves.Row(y)[x];
            return;
        }

        int predicted = 0;
        for (int i = 0; i < line.Low; i++)
        {
            (int before, int behind) = line.HighAround(i);
            Lifting.UndoUpdate(target.Row(line.LowPlace(i)), halves.Row(i), halves.Row(line.Low + before), halves.Row(line.Low + behind));
            // High-pass rows follow as soon as both their neighbours are there, while these are in the cache.
            for (; predicted < line.High && (i == line.Low - 1 || line.LowAround(predicted).Behind <= i); predicted++)
            {
                (before, behind) = line.LowAround(predicted);
                Lifting.UndoPredict(target.Row(line.HighPlace(predicted)), halves.Row(line.Low + predicted), target.Row(line.LowPlace(before)), target.Row(line.LowPlace(behind)));
            }
        }
    }

    /// <summary>Takes columns apart: the opposite of <see cref="SynthesizeColumns"/>.</summary>
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
