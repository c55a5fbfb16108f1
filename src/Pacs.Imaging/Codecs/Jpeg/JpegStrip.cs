using System.Buffers;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>The samples of one row of interleaved units on their way to an encoder: components apart, padded, transformed to YCbCr, subsampled.</summary>
internal sealed class JpegStrip : IDisposable
{
    private readonly PixelLayout _layout;
    private readonly ushort[][] _lines;
    private readonly ushort[][] _planes;
    private readonly int _maximum;
    private readonly int _width;

    /// <param name="layout">The native frame's layout.</param>
    /// <param name="precision">8 or 12: greater samples are cut to the greatest there is.</param>
    /// <param name="horizontal">Pixels across that share their chroma.</param>
    /// <param name="vertical">Pixels down that share it.</param>
    /// <param name="context">Counts the memory.</param>
    public JpegStrip(PixelLayout layout, int precision, int horizontal, int vertical, CodecContext context)
    {
        (_layout, Horizontal, Vertical, _maximum) = (layout, horizontal, vertical, (1 << precision) - 1);
        UnitsAcross = (layout.Columns + (8 * horizontal) - 1) / (8 * horizontal);
        _width = UnitsAcross * 8 * horizontal;
        int count = layout.SamplesPerPixel;
        context.Reserve((long)_width * count * sizeof(ushort) * (1 + (8 * vertical)));
        _lines = [.. Enumerable.Range(0, count).Select(_ => ArrayPool<ushort>.Shared.Rent(_width))];
        _planes = [.. Enumerable.Range(0, count).Select(_ => ArrayPool<ushort>.Shared.Rent(_width * 8 * vertical))];
    }

    public int Horizontal { get; }

    public int Vertical { get; }

    public int UnitsAcross { get; }

    public int UnitsDown => (_layout.Rows + (8 * Vertical) - 1) / (8 * Vertical);

    /// <summary>Samples from row to row of a component.</summary>
    public int Stride(int component) => component == 0 ? _width : _width / Horizontal;

    /// <summary>Samples of a component: 8 rows, for the first 8 times <see cref="Vertical"/>.</summary>
    public ReadOnlySpan<ushort> Plane(int component) => _planes[component];

    /// <summary>Reads the rows of a unit; beyond the image's edges its last pixels are repeated.</summary>
    public void Load(ReadOnlySpan<byte> pixels, int unitRow)
    {
        for (int row = 0; row < 8 * Vertical; row++)
        {
            int y = (unitRow * 8 * Vertical) + row;
            if (y < _layout.Rows) ReadLine(pixels, y);
            for (int i = 0; i < _lines.Length; i++)
            {
                if (i == 0 || (Horizontal == 1 && Vertical == 1)) _lines[i].AsSpan(0, _width).CopyTo(_planes[i].AsSpan(row * _width));
                else Subsample(_lines[i], _planes[i], row);
            }
        }

        if (Horizontal == 1 && Vertical == 1) return;
        for (int i = 1; i < _planes.Length; i++) Settle(_planes[i].AsSpan(0, Stride(i) * 8));
    }

    public void Dispose()
    {
        foreach (ushort[] line in _lines) ArrayPool<ushort>.Shared.Return(line);
        foreach (ushort[] plane in _planes) ArrayPool<ushort>.Shared.Return(plane);
    }

    private void ReadLine(ReadOnlySpan<byte> pixels, int y)
    {
        JpegPixelReader.Read(pixels, _layout, y, _lines);
        foreach (ushort[] line in _lines)
        {
            if (_layout.BitsAllocated > 8) Limit(line.AsSpan(0, _layout.Columns));
            line.AsSpan(_layout.Columns, _width - _layout.Columns).Fill(line[_layout.Columns - 1]);
        }

        if (_layout.Photometric == PhotometricInterpretation.Rgb) JpegColors.FromRgb(_lines[0].AsSpan(0, _width), _lines[1].AsSpan(0, _width), _lines[2].AsSpan(0, _width), _maximum);
    }

    private void Limit(Span<ushort> line)
    {
        int done = 0;
        for (; done + 16 <= line.Length && Vector128.IsHardwareAccelerated; done += 16)
            Vector256.Min(Vector256.Create(line.Slice(done, 16)), Vector256.Create((ushort)_maximum)).CopyTo(line[done..]);
        for (; done < line.Length; done++) line[done] = (ushort)Math.Min(line[done], _maximum);
    }

    // Adds up the samples that share a place; four of 12 bits still fit in a word.
    private void Subsample(ushort[] line, ushort[] plane, int row)
    {
        Span<ushort> sums = plane.AsSpan(row / Vertical * (_width / Horizontal), _width / Horizontal);
        if (row % Vertical == 0) sums.Clear();
        if (Horizontal == 1) for (int x = 0; x < sums.Length; x++) sums[x] += line[x];
        else for (int x = 0; x < sums.Length; x++) sums[x] += (ushort)(line[2 * x] + line[(2 * x) + 1]);
    }

    // The mean, rounded up and down in turn.
    private void Settle(Span<ushort> sums)
    {
        int shift = Horizontal * Vertical == 4 ? 2 : 1;
        for (int x = 0; x < sums.Length; x++) sums[x] = (ushort)((sums[x] + (shift == 2 ? 1 + (x & 1) : x & 1)) >> shift);
    }
}
