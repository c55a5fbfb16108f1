using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>From stored words to samples around zero: the level shift (ISO/IEC 15444-1 §G.1).</summary>
internal static class SampleInput
{
    /// <summary>Takes one component of a row.</summary>
    /// <param name="frame">A native frame.</param>
    /// <param name="layout">Its layout; the bits above Bits Stored do not matter.</param>
    /// <param name="row">The row.</param>
    /// <param name="component">The sample in the pixel.</param>
    /// <param name="samples">Takes the row.</param>
    public static void Load(ReadOnlySpan<byte> frame, PixelLayout layout, int row, int component, Span<int> samples)
    {
        int step = layout.IsPlanar ? 1 : layout.SamplesPerPixel, width = layout.BitsAllocated / 8;
        long first = layout.IsPlanar
            ? (component * layout.PixelCount) + ((long)row * layout.Columns)
            : ((long)row * layout.Columns * step) + component;
        // Signed samples move to the top of the word and back, which extends their sign; unsigned ones lose half the range.
        int up = 32 - 1 - layout.HighBit, down = 32 - layout.BitsStored;
        int shift = layout.IsSigned ? 0 : 1 << (layout.BitsStored - 1);
        if (layout.BitsAllocated == 1)
        {
            for (int i = 0; i < samples.Length; i++, first += step) samples[i] = (frame[(int)(first >> 3)] >> (int)(first & 7) & 1) - shift;
            return;
        }

        ReadOnlySpan<byte> source = frame[(int)(first * width)..];
        int loaded = 0;
        if (step == 1 && width == 1) loaded = LoadBytes(source, samples, up, down, layout.IsSigned, shift);
        else if (step == 1 && width == 2 && BitConverter.IsLittleEndian) loaded = LoadWords(MemoryMarshal.Cast<byte, ushort>(source), samples, up, down, layout.IsSigned, shift);
        else if (step == 3 && width == 1 && layout is { BitsStored: 8, IsSigned: false }) loaded = LoadThirds(source, samples, shift);
        for (int i = loaded, at = loaded * step * width; i < samples.Length; i++, at += step * width)
        {
            uint word = width == 1 ? source[at] : width == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(source[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            samples[i] = (layout.IsSigned ? (int)(word << up) >> down : (int)(word << up >> down)) - shift;
        }
    }

    private static int LoadBytes(ReadOnlySpan<byte> source, Span<int> samples, int up, int down, bool isSigned, int shift)
    {
        int i = 0;
        for (; i <= samples.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(source[i..]), out Vector<ushort> first, out Vector<ushort> second);
            Vector.Widen(first, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(second, out Vector<uint> c, out Vector<uint> d);
            Place(a, up, down, isSigned, shift).CopyTo(samples[i..]);
            Place(b, up, down, isSigned, shift).CopyTo(samples[(i + Vector<uint>.Count)..]);
            Place(c, up, down, isSigned, shift).CopyTo(samples[(i + (2 * Vector<uint>.Count))..]);
            Place(d, up, down, isSigned, shift).CopyTo(samples[(i + (3 * Vector<uint>.Count))..]);
        }

        return i;
    }

    private static int LoadWords(ReadOnlySpan<ushort> source, Span<int> samples, int up, int down, bool isSigned, int shift)
    {
        int i = 0;
        for (; i <= samples.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out Vector<uint> low, out Vector<uint> high);
            Place(low, up, down, isSigned, shift).CopyTo(samples[i..]);
            Place(high, up, down, isSigned, shift).CopyTo(samples[(i + Vector<uint>.Count)..]);
        }

        return i;
    }

    // The first of each three bytes, of four pixels.
    private static int LoadThirds(ReadOnlySpan<byte> source, Span<int> samples, int shift)
    {
        int i = 0;
        Vector128<int> shifts = Vector128.Create(shift);
        for (; Vector128.IsHardwareAccelerated && i <= samples.Length - 4 && (3 * i) + 16 <= source.Length; i += 4)
        {
            const byte X = 255;
            Vector128<byte> pixels = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)(3 * i));
            (Vector128.Shuffle(pixels, Vector128.Create(0, X, X, X, 3, X, X, X, 6, X, X, X, 9, X, X, X)).AsInt32() - shifts).CopyTo(samples[i..]);
        }

        return i;
    }

    private static Vector<int> Place(Vector<uint> words, int up, int down, bool isSigned, int shift)
    {
        Vector<uint> top = words << up;
        return (isSigned ? top.As<uint, int>() >> down : (top >>> down).As<uint, int>()) - new Vector<int>(shift);
    }
}
