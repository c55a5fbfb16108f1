using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Takes the samples of a tile-component apart into subbands, resolution by resolution (ISO/IEC 15444-1 §F.4).</summary>
internal static class J2kAnalysis
{
    private const int RowsAtOnce = 32, LeastColumns = 64;

    /// <param name="samples">The samples; on return the bands side by side, as <see cref="J2kBand.Left"/> and <see cref="J2kBand.Top"/> say.</param>
    /// <param name="component">Whose they are.</param>
    /// <param name="context">Threads.</param>
    public static void Run(int[] samples, J2kTileComponent component, CodecContext context)
    {
        if (component.Style.Levels == 0) return;
        int length = checked((int)component.Area.Area), stride = component.Area.Width;
        context.Reserve(sizeof(int) * (long)length);
        int[] halves = ArrayPool<int>.Shared.Rent(length);
        try
        {
            for (int r = component.Style.Levels; r > 0; r--)
            {
                J2kRect area = component.Resolutions[r].Area;
                Columns(samples, halves, stride, area, component.Style.IsReversible, context);
                Rows(halves, samples, stride, area, component.Style.IsReversible, context);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(halves);
            context.Release(sizeof(int) * (long)length);
        }
    }

    private static void Rows(int[] source, int[] target, int stride, J2kRect area, bool isReversible, CodecContext context)
    {
        WaveletLine line = WaveletLine.Of(area.X0, area.X1);
        int width = area.Width, height = area.Height;
        J2kParallel.For((height + RowsAtOnce - 1) / RowsAtOnce, context.MaxDegreeOfParallelism, context, () => new int[width + 4], (batch, scratch) =>
        {
            for (int y = batch * RowsAtOnce; y < Math.Min(height, (batch + 1) * RowsAtOnce); y++)
            {
                ReadOnlySpan<int> row = source.AsSpan(y * stride, width);
                Span<int> halves = target.AsSpan(y * stride, width);
                if (isReversible) Wavelet53.Analyze(row, halves, line, scratch);
                else Wavelet97.Analyze(MemoryMarshal.Cast<int, float>(row), MemoryMarshal.Cast<int, float>(halves), line, MemoryMarshal.Cast<int, float>(scratch.AsSpan()));
            }
        });
    }

    private static void Columns(int[] source, int[] target, int stride, J2kRect area, bool isReversible, CodecContext context)
    {
        WaveletLine line = WaveletLine.Of(area.Y0, area.Y1);
        int width = area.Width, strips = Math.Clamp(width / LeastColumns, 1, context.MaxDegreeOfParallelism);
        J2kParallel.For<object?>(strips, context.MaxDegreeOfParallelism, context, static () => null, (strip, _) =>
        {
            int start = (int)((long)width * strip / strips), count = (int)((long)width * (strip + 1) / strips) - start;
            if (isReversible) Wavelet53.AnalyzeColumns(new J2kPlane<int>(source, width, stride).Columns(start, count), new J2kPlane<int>(target, width, stride).Columns(start, count), line);
            else
            {
                Span<float> columns = MemoryMarshal.Cast<int, float>(source.AsSpan()), halves = MemoryMarshal.Cast<int, float>(target.AsSpan());
                Wavelet97.AnalyzeColumns(new J2kPlane<float>(columns, width, stride).Columns(start, count), new J2kPlane<float>(halves, width, stride).Columns(start, count), line);
            }
        });
    }
}
