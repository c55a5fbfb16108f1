using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Both wavelets on whole planes of 64-bit numbers, line by line (ISO/IEC 15444-1 §F.3, §F.4): for what does not fit 32 bits.</summary>
internal static class WideWavelet
{
    // Table F.4.
    private const double Alpha = -1.586134342059924, Beta = -0.052980118572961, Gamma = 0.882911075530934, Delta = 0.443506852043971, K = 1.230174104914001;

    /// <summary>Puts the bands of a component together.</summary>
    /// <param name="plane">Its bands side by side, as <see cref="J2kBand.Left"/> and <see cref="J2kBand.Top"/> say; on return the samples. Double precision when irreversible.</param>
    /// <param name="component">Whose they are.</param>
    /// <param name="resolutions">How many resolutions are wanted, at least 1.</param>
    /// <param name="degree">Threads.</param>
    /// <param name="context">Scheduler, cancellation.</param>
    public static void Synthesize(long[] plane, J2kTileComponent component, int resolutions, int degree, CodecContext context)
    {
        int stride = component.Resolutions[resolutions - 1].Area.Width;
        bool isReversible = component.Style.IsReversible;
        for (int r = 1; r < resolutions; r++)
        {
            J2kRect area = component.Resolutions[r].Area;
            if (area.IsEmpty) continue;
            Lines(WaveletLine.Of(area.X0, area.X1), area.Height, stride, 1);
            Lines(WaveletLine.Of(area.Y0, area.Y1), area.Width, 1, stride);
        }

        void Lines(WaveletLine shape, int lines, int lineStep, int step) => J2kParallel.For(lines, degree, context, () => new long[shape.Length], (i, line) =>
        {
            int first = i * lineStep;
            for (int k = 0; k < shape.Low; k++) line[shape.LowPlace(k)] = plane[first + (k * step)];
            for (int k = 0; k < shape.High; k++) line[shape.HighPlace(k)] = plane[first + ((shape.Low + k) * step)];
            if (isReversible) Synthesize53(line, shape);
            else Synthesize97(MemoryMarshal.Cast<long, double>(line.AsSpan()), shape);
            for (int k = 0; k < line.Length; k++) plane[first + (k * step)] = line[k];
        });
    }

    /// <summary>Takes the samples of a component apart: the opposite of <see cref="Synthesize"/>.</summary>
    public static void Analyze(long[] plane, J2kTileComponent component, CodecContext context)
    {
        int stride = component.Area.Width;
        bool isReversible = component.Style.IsReversible;
        for (int r = component.Style.Levels; r > 0; r--)
        {
            J2kRect area = component.Resolutions[r].Area;
            Lines(WaveletLine.Of(area.Y0, area.Y1), area.Width, 1, stride);
            Lines(WaveletLine.Of(area.X0, area.X1), area.Height, stride, 1);
        }

        void Lines(WaveletLine shape, int lines, int lineStep, int step) => J2kParallel.For(lines, context.MaxDegreeOfParallelism, context, () => new long[shape.Length], (i, line) =>
        {
            int first = i * lineStep;
            for (int k = 0; k < line.Length; k++) line[k] = plane[first + (k * step)];
            if (isReversible) Analyze53(line, shape);
            else Analyze97(MemoryMarshal.Cast<long, double>(line.AsSpan()), shape);
            for (int k = 0; k < shape.Low; k++) plane[first + (k * step)] = line[shape.LowPlace(k)];
            for (int k = 0; k < shape.High; k++) plane[first + ((shape.Low + k) * step)] = line[shape.HighPlace(k)];
        });
    }

    // §F.3.8.1; a single sample is as it is, or half of it when it is a high-pass one (§F.3.6).
    private static void Synthesize53(Span<long> line, WaveletLine shape)
    {
        if (line.Length == 1) line[0] >>= shape.High;
        if (line.Length < 2) return;
        for (int n = shape.LowPlace(0); n < line.Length; n += 2) line[n] -= (Before(line, n) + Behind(line, n) + 2) >> 2;
        for (int n = shape.HighPlace(0); n < line.Length; n += 2) line[n] += (Before(line, n) + Behind(line, n)) >> 1;
    }

    // §F.4.8.1.
    private static void Analyze53(Span<long> line, WaveletLine shape)
    {
        if (line.Length == 1) line[0] <<= shape.High;
        if (line.Length < 2) return;
        for (int n = shape.HighPlace(0); n < line.Length; n += 2) line[n] -= (Before(line, n) + Behind(line, n)) >> 1;
        for (int n = shape.LowPlace(0); n < line.Length; n += 2) line[n] += (Before(line, n) + Behind(line, n) + 2) >> 2;
    }

    // §F.3.8.2.
    private static void Synthesize97(Span<double> line, WaveletLine shape)
    {
        if (line.Length == 1) line[0] /= 1 + shape.High;
        if (line.Length < 2) return;
        for (int n = shape.LowPlace(0); n < line.Length; n += 2) line[n] *= K;
        for (int n = shape.HighPlace(0); n < line.Length; n += 2) line[n] /= K;
        Step(line, shape.LowPlace(0), -Delta);
        Step(line, shape.HighPlace(0), -Gamma);
        Step(line, shape.LowPlace(0), -Beta);
        Step(line, shape.HighPlace(0), -Alpha);
    }

    // §F.4.8.2.
    private static void Analyze97(Span<double> line, WaveletLine shape)
    {
        if (line.Length == 1) line[0] *= 1 + shape.High;
        if (line.Length < 2) return;
        Step(line, shape.HighPlace(0), Alpha);
        Step(line, shape.LowPlace(0), Beta);
        Step(line, shape.HighPlace(0), Gamma);
        Step(line, shape.LowPlace(0), Delta);
        for (int n = shape.HighPlace(0); n < line.Length; n += 2) line[n] *= K;
        for (int n = shape.LowPlace(0); n < line.Length; n += 2) line[n] /= K;
    }

    private static void Step(Span<double> line, int first, double factor)
    {
        for (int n = first; n < line.Length; n += 2) line[n] += factor * (Before(line, n) + Behind(line, n));
    }

    // Symmetric extension (§F.3.7).
    private static T Before<T>(Span<T> line, int n) => line[n == 0 ? 1 : n - 1];

    private static T Behind<T>(Span<T> line, int n) => line[n + 1 == line.Length ? n - 1 : n + 1];
}
