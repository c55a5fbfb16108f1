using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Puts the subbands of a tile-component together, resolution by resolution (ISO/IEC 15444-1 §F.3).</summary>
internal static class J2kSynthesis
{
    private const int RowsAtOnce = 32, LeastColumns = 64;

    /// <param name="coefficients">The bands side by side in rows of <paramref name="stride"/>; on return the samples.</param>
    /// <param name="stride">Width of the last resolution.</param>
    /// <param name="component">Whose they are.</param>
    /// <param name="resolutions">How many resolutions are wanted, at least 1.</param>
    /// <param name="context">Threads.</param>
    public static void Run(int[] coefficients, int stride, J2kTileComponent component, int resolutions, CodecContext context)
    {
        if (resolutions == 1) return;
        J2kRect last = component.Resolutions[resolutions - 1].Area;
        int length = checked((int)last.Area);
        context.Reserve(sizeof(int) * (long)length);
        int[] rows = ArrayPool<int>.Shared.Rent(length);
        try
        {
            for (int r = 1; r < resolutions; r++)
            {
                J2kRect area = component.Resolutions[r].Area;
                if (area.IsEmpty) continue;
                Rows(coefficients, rows, stride, area, component.Style.IsReversible, context);
                Columns(rows, coefficients, stride, area, component.Style.IsReversible, context);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rows);
            context.Release(sizeof(int) * (long)length);
        }
    }

    private static void Rows(int[] source, int[] target, int stride, J2kRect area, bool isReversible, CodecContext context)
    {
        WaveletLine line = WaveletLine.Of(area.X0, area.X1);
        int width = area.Width, height = area.Height;
        J2kParallel.For((height + RowsAtOnce - 1) / RowsAtOnce, context, () => new int[width + 4], (batch, scratch) =>
        {
            for (int y = batch * RowsAtOnce; y < Math.Min(height, (batch + 1) * RowsAtOnce); y++)
            {
                ReadOnlySpan<int> halves = source.AsSpan(y * stride, width);
                Span<int> row = target.AsSpan(y * stride, width);
                if (isReversible) Wavelet53.Synthesize(halves, row, line, scratch);
                else Wavelet97.Synthesize(MemoryMarshal.Cast<int, float>(halves), MemoryMarshal.Cast<int, float>(row), line, MemoryMarshal.Cast<int, float>(scratch.AsSpan()));
            }
        });
    }

    private static void Columns(int[] source, int[] target, int stride, J2kRect area, bool isReversible, CodecContext context)
    {
        WaveletLine line = WaveletLine.Of(area.Y0, area.Y1);
        int width = area.Width, strips = Math.Clamp(width / LeastColumns, 1, context.MaxDegreeOfParallelism);
        J2kParallel.For<object?>(strips, context, static () => null, (strip, _) =>
        {
            int start = (int)((long)width * strip / strips), count = (int)((long)width * (strip + 1) / strips) - start;
            if (isReversible) Wavelet53.SynthesizeColumns(new J2kPlane<int>(source, width, stride).Columns(start, count), new J2kPlane<int>(target, width, stride).Columns(start, count), line);
            else
            {
                Span<float> halves = MemoryMarshal.Cast<int, float>(source.AsSpan()), columns = MemoryMarshal.Cast<int, float>(target.AsSpan());
                Wavelet97.SynthesizeColumns(new J2kPlane<float>(halves, width, stride).Columns(start, count), new J2kPlane<float>(columns, width, stride).Columns(start, count), line);
            }
        });
    }
}
