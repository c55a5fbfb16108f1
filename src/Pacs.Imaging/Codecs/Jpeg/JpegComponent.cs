using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>One component of a frame: its place in the header, its size and its decoded samples (ISO/IEC 10918-1 §B.2.2, §A.1.1).</summary>
internal sealed class JpegComponent(byte id, int horizontal, int vertical, int quantization) : IDisposable
{
    private byte[]? _samples;
    private short[]? _coefficients;

    public byte Id => id;

    /// <summary>Horizontal sampling factor, 1 to 4.</summary>
    public int Horizontal => horizontal;

    /// <summary>Vertical sampling factor, 1 to 4.</summary>
    public int Vertical => vertical;

    /// <summary>Selector of its quantization table, 0 to 3.</summary>
    public int Quantization => quantization;

    /// <summary>Width in samples that mean something.</summary>
    public int Width { get; private set; }

    /// <summary>Height in samples that mean something.</summary>
    public int Height { get; private set; }

    /// <summary>Samples a row in memory: whole interleaved units.</summary>
    public int Stride { get; private set; }

    /// <summary>Rows in memory: whole interleaved units.</summary>
    public int PaddedHeight { get; private set; }

    /// <summary>Blocks a row of <see cref="Coefficients"/>.</summary>
    public int BlockStride => Stride / 8;

    /// <summary>Whether a scan has brought its samples.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The quantization table when its first scan began, in natural order; null until then.</summary>
    public short[]? Quantizer { get; set; }

    /// <summary>Bits of precision still to come for each coefficient of a progressive frame, in zigzag order; -1 before its first scan.</summary>
    public sbyte[]? Progress { get; set; }

    /// <summary>Coefficients of a progressive frame, blocks of 64 in natural order.</summary>
    public Span<short> Coefficients => _coefficients.AsSpan(0, Stride * PaddedHeight);

    /// <summary>Lays the component out in an image.</summary>
    /// <param name="rows">Rows of the image.</param>
    /// <param name="columns">Columns of the image.</param>
    /// <param name="maxHorizontal">Greatest factor of all components.</param>
    /// <param name="maxVertical">Greatest factor of all components.</param>
    /// <param name="unit">Side of a data unit: 8 samples, or 1 in lossless frames.</param>
    public void Place(int rows, int columns, int maxHorizontal, int maxVertical, int unit)
    {
        Width = DivideUp(columns * horizontal, maxHorizontal);
        Height = DivideUp(rows * vertical, maxVertical);
        Stride = DivideUp(columns, maxHorizontal * unit) * horizontal * unit;
        PaddedHeight = DivideUp(rows, maxVertical * unit) * vertical * unit;
    }

    /// <summary>Takes memory for the samples, and for coefficients when asked; counted before it is taken.</summary>
    public void Allocate(int bytesPerSample, bool withCoefficients, CodecContext context)
    {
        long count = (long)Stride * PaddedHeight;
        context.Reserve(count * (bytesPerSample + (withCoefficients ? sizeof(short) : 0)));
        if (count * bytesPerSample > Array.MaxLength) throw new DicomImageException($"A component of {Stride} x {PaddedHeight} samples is larger than memory can hold in one piece.");
        _samples = ArrayPool<byte>.Shared.Rent((int)count * bytesPerSample);
        if (!withCoefficients) return;
        _coefficients = ArrayPool<short>.Shared.Rent((int)count);
        Coefficients.Clear();
    }

    /// <summary>The samples, <see cref="PaddedHeight"/> rows of <see cref="Stride"/>; undefined where no scan wrote.</summary>
    public Span<T> Samples<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_samples.AsSpan())[..(Stride * PaddedHeight)];

    /// <summary>The samples of a row that mean something.</summary>
    public Span<T> Row<T>(int row)
        where T : unmanaged => Samples<T>().Slice(row * Stride, Width);

    public void Dispose()
    {
        if (_samples is not null) ArrayPool<byte>.Shared.Return(_samples);
        if (_coefficients is not null) ArrayPool<short>.Shared.Return(_coefficients);
        _samples = null;
        _coefficients = null;
    }

    private static int DivideUp(int value, int by) => (value + by - 1) / by;
}
