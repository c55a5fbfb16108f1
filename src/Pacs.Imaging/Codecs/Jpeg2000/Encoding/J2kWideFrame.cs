using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>
/// The coefficients of a frame for which 32 bits are too few: whole numbers of 64 bits, or double precision in the same memory. Dispose it to give its
/// memory back.
/// </summary>
internal sealed class J2kWideFrame : IDisposable
{
    private readonly CodecContext _context;
    private readonly long _reserved;

    /// <summary>Shifts and transforms a frame.</summary>
    /// <param name="pixels">A native frame.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="plan">How it is encoded.</param>
    /// <param name="context">Memory, time, threads.</param>
    public J2kWideFrame(ReadOnlySpan<byte> pixels, PixelLayout layout, J2kEncodePlan plan, CodecContext context)
    {
        int count = checked((int)layout.PixelCount);
        (_context, _reserved) = (context, sizeof(long) * layout.PixelCount * layout.SamplesPerPixel);
        context.Reserve(_reserved);
        Planes = [.. Enumerable.Range(0, layout.SamplesPerPixel).Select(_ => ArrayPool<long>.Shared.Rent(count))];
        for (int c = 0; c < Planes.Length; c++) Load(pixels, layout, c, plan.IsReversible);
        if (plan.HasComponentTransform) Transform(count, plan.IsReversible);
        var area = new J2kRect(0, 0, layout.Columns, layout.Rows);
        for (int c = 0; c < Planes.Length; c++) WideWavelet.Analyze(Planes[c], new J2kTileComponent(plan.Size, area, plan.Parameters, c), context);
    }

    /// <summary>By component, bands side by side.</summary>
    public long[][] Planes { get; }

    public void Dispose()
    {
        foreach (ref long[] plane in Planes.AsSpan())
        {
            if (plane.Length == 0) return;
            ArrayPool<long>.Shared.Return(plane);
            plane = [];
        }

        _context.Release(_reserved);
    }

    private void Load(ReadOnlySpan<byte> pixels, PixelLayout layout, int component, bool isReversible)
    {
        int[] row = new int[layout.Columns];
        for (int y = 0; y < layout.Rows; y++)
        {
            _context.Checkpoint();
            SampleInput.Load(pixels, layout, y, component, row);
            Span<long> samples = Planes[component].AsSpan(y * row.Length, row.Length);
            for (int x = 0; x < row.Length; x++) samples[x] = isReversible ? row[x] : BitConverter.DoubleToInt64Bits(row[x]);
        }
    }

    private void Transform(int count, bool isReversible)
    {
        Span<long> a = Planes[0].AsSpan(0, count), b = Planes[1].AsSpan(0, count), c = Planes[2].AsSpan(0, count);
        if (isReversible) ComponentTransform.ForwardReversible(a, b, c);
        else ComponentTransform.ForwardIrreversible(MemoryMarshal.Cast<long, double>(a), MemoryMarshal.Cast<long, double>(b), MemoryMarshal.Cast<long, double>(c));
    }
}
