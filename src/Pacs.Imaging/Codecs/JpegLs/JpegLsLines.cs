using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>For each component of a scan, the line being coded and the one above, with the samples beyond their ends that the context of a pixel reads (ISO 14495-1 §A.2.1).</summary>
/// <remarks>Index 0 of a line is left of the image, 1 its first column; after the last column stands one more.</remarks>
internal sealed class JpegLsLines : IDisposable
{
    private readonly int _stride;
    private readonly int _components;
    private readonly ushort[] _buffer;
    private int _parity;

    public JpegLsLines(int columns, int components)
    {
        _stride = columns + 2;
        _components = components;
        _buffer = ArrayPool<ushort>.Shared.Rent(2 * components * _stride);
        Clear();
    }

    public Span<ushort> Current(int component) => Line(component, _parity);

    public Span<ushort> Previous(int component) => Line(component, _parity ^ 1);

    /// <summary>Makes the current lines the previous ones, and sets what lies beyond the ends.</summary>
    public void Next()
    {
        _parity ^= 1;
        for (int component = 0; component < _components; component++)
        {
            Span<ushort> previous = Previous(component), current = Current(component);
            previous[^1] = previous[^2];
            current[0] = previous[1];
        }
    }

    /// <summary>As above the first line: zeros.</summary>
    public void Clear() => _buffer.AsSpan(0, 2 * _components * _stride).Clear();

    public void Dispose() => ArrayPool<ushort>.Shared.Return(_buffer);

    /// <summary>Copies a decoded line to its place among the pixels, signed samples extended to their word.</summary>
    /// <param name="line">The line, with its ends.</param>
    /// <param name="pixels">The frame from the line's first sample on.</param>
    /// <param name="step">Samples from one pixel to the next.</param>
    /// <param name="layout">Whether samples are bytes or words, and signed.</param>
    public static void Store(ReadOnlySpan<ushort> line, Span<byte> pixels, int step, PixelLayout layout)
    {
        ReadOnlySpan<ushort> samples = line[1..^1];
        // What extends a sign; none for unsigned samples and those as wide as their word.
        int shift = layout.IsSigned ? 16 - layout.BitsStored : 0;
        if (layout.BitsAllocated == 8)
        {
            for (int i = 0, to = 0; i < samples.Length; i++, to += step) pixels[to] = (byte)((short)(samples[i] << shift) >> shift);
            return;
        }

        Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(pixels);
        if (step == 1 && shift == 0) samples.CopyTo(words);
        else for (int i = 0, to = 0; i < samples.Length; i++, to += step) words[to] = (ushort)((short)(samples[i] << shift) >> shift);
    }

    /// <summary>The inverse of <see cref="Store"/>: samples without what extends their sign.</summary>
    /// <param name="pixels">The frame from the line's first sample on.</param>
    /// <param name="step">Samples from one pixel to the next.</param>
    /// <param name="bitsAllocated">8 or 16.</param>
    /// <param name="mask">The bits that are coded.</param>
    /// <param name="line">The line, with its ends.</param>
    public static void Load(ReadOnlySpan<byte> pixels, int step, int bitsAllocated, int mask, Span<ushort> line)
    {
        Span<ushort> samples = line[1..^1];
        if (bitsAllocated == 8)
        {
            for (int i = 0, from = 0; i < samples.Length; i++, from += step) samples[i] = (ushort)(pixels[from] & mask);
            return;
        }

        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(pixels);
        for (int i = 0, from = 0; i < samples.Length; i++, from += step) samples[i] = (ushort)(words[from] & mask);
    }

    private Span<ushort> Line(int component, int parity) => _buffer.AsSpan((2 * component + parity) * _stride, _stride);
}
