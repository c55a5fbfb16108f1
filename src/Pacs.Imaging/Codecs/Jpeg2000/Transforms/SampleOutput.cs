using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>From coefficients of the last resolution to stored words: rounding, level shift, range (ISO/IEC 15444-1 §G.1).</summary>
internal static class SampleOutput
{
    /// <summary>Rounds to whole numbers, ties to even, in place: the memory of the one becomes that of the other.</summary>
    public static void Round(Span<float> samples)
    {
        Span<int> rounded = MemoryMarshal.Cast<float, int>(samples);
        int i = 0;
        // Values beyond 32 bits are cut off first: their conversion is not the same everywhere.
        Vector<float> greatest = new(2e9f), least = new(-2e9f);
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> value = Vector.LoadUnsafe(ref MemoryMarshal.GetReference(samples), (nuint)i);
            Vector.ConvertToInt32(Vector.Min(Vector.Max(Vector.Round(value), least), greatest)).StoreUnsafe(ref MemoryMarshal.GetReference(rounded), (nuint)i);
        }

        for (; i < samples.Length; i++) rounded[i] = (int)Math.Min(Math.Max(MathF.Round(samples[i]), -2e9f), 2e9f);
    }

    /// <summary>Undoes the level shift and keeps samples in the range of their precision, in place.</summary>
    public static void ShiftAndClamp(Span<int> samples, J2kComponentSize component)
    {
        int shift = component.IsSigned ? 0 : 1 << (component.Precision - 1);
        int least = -(1 << (component.Precision - 1)), greatest = ~least;
        int i = 0;
        Vector<int> shifts = new(shift), low = new(least), high = new(greatest);
        for (; i <= samples.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<int> value = Vector.LoadUnsafe(ref MemoryMarshal.GetReference(samples), (nuint)i);
            (Vector.Min(Vector.Max(value, low), high) + shifts).StoreUnsafe(ref MemoryMarshal.GetReference(samples), (nuint)i);
        }

        for (; i < samples.Length; i++) samples[i] = Math.Clamp(samples[i], least, greatest) + shift;
    }

    /// <summary>Writes a row of one component into the frame.</summary>
    /// <param name="samples">The row.</param>
    /// <param name="frame">The frame's bytes.</param>
    /// <param name="first">Where the row's first sample goes, in samples.</param>
    /// <param name="step">Samples from one pixel to the next.</param>
    /// <param name="bytesPerSample">1, 2 or 4.</param>
    public static void Store(ReadOnlySpan<int> samples, Span<byte> frame, long first, int step, int bytesPerSample)
    {
        Span<byte> target = frame[(int)(first * bytesPerSample)..];
        if (step == 1 && BitConverter.IsLittleEndian)
        {
            switch (bytesPerSample)
            {
                case 1: StoreBytes(samples, target); return;
                case 2: StoreWords(samples, MemoryMarshal.Cast<byte, ushort>(target)); return;
                default: MemoryMarshal.AsBytes(samples).CopyTo(target); return;
            }
        }

        for (int i = 0, at = 0; i < samples.Length; i++, at += step * bytesPerSample)
        {
            if (bytesPerSample == 1) target[at] = (byte)samples[i];
            else if (bytesPerSample == 2) BinaryPrimitives.WriteUInt16LittleEndian(target[at..], (ushort)samples[i]);
            else BinaryPrimitives.WriteInt32LittleEndian(target[at..], samples[i]);
        }
    }

    /// <summary>Sets the bits of a row of a packed frame of one bit a sample, least significant first, in a frame that was cleared.</summary>
    public static void StoreBits(ReadOnlySpan<int> samples, Span<byte> frame, long first, int step)
    {
        for (int i = 0; i < samples.Length; i++, first += step)
            if ((samples[i] & 1) != 0) frame[(int)(first >> 3)] |= (byte)(1 << (int)(first & 7));
    }

    /// <summary>Writes a row of three components of eight bits, pixel by pixel.</summary>
    public static void StoreThree(ReadOnlySpan<int> first, ReadOnlySpan<int> second, ReadOnlySpan<int> third, Span<byte> target)
    {
        int i = 0;
        // Sixteen pixels fill three vectors; each takes its bytes from all three components.
        for (; Vector128.IsHardwareAccelerated && i <= first.Length - 16; i += 16)
        {
            Vector128<byte> a = Sixteen(first, i), b = Sixteen(second, i), c = Sixteen(third, i);
            const byte X = 255;
            Span<byte> pixels = target.Slice(3 * i, 48);
            (Vector128.Shuffle(a, Vector128.Create(0, X, X, 1, X, X, 2, X, X, 3, X, X, 4, X, X, 5)) | Vector128.Shuffle(b, Vector128.Create(X, 0, X, X, 1, X, X, 2, X, X, 3, X, X, 4, X, X))
                | Vector128.Shuffle(c, Vector128.Create(X, X, 0, X, X, 1, X, X, 2, X, X, 3, X, X, 4, X))).CopyTo(pixels);
            (Vector128.Shuffle(a, Vector128.Create(X, X, 6, X, X, 7, X, X, 8, X, X, 9, X, X, 10, X)) | Vector128.Shuffle(b, Vector128.Create(5, X, X, 6, X, X, 7, X, X, 8, X, X, 9, X, X, 10))
                | Vector128.Shuffle(c, Vector128.Create(X, 5, X, X, 6, X, X, 7, X, X, 8, X, X, 9, X, X))).CopyTo(pixels[16..]);
            (Vector128.Shuffle(a, Vector128.Create(X, 11, X, X, 12, X, X, 13, X, X, 14, X, X, 15, X, X)) | Vector128.Shuffle(b, Vector128.Create(X, X, 11, X, X, 12, X, X, 13, X, X, 14, X, X, 15, X))
                | Vector128.Shuffle(c, Vector128.Create(10, X, X, 11, X, X, 12, X, X, 13, X, X, 14, X, X, 15))).CopyTo(pixels[32..]);
        }

        for (; i < first.Length; i++) (target[3 * i], target[(3 * i) + 1], target[(3 * i) + 2]) = ((byte)first[i], (byte)second[i], (byte)third[i]);
    }

    private static Vector128<byte> Sixteen(ReadOnlySpan<int> samples, int at)
    {
        ref int source = ref MemoryMarshal.GetReference(samples.Slice(at, 16));
        Vector128<short> low = Vector128.Narrow(Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref source, 4));
        Vector128<short> high = Vector128.Narrow(Vector128.LoadUnsafe(ref source, 8), Vector128.LoadUnsafe(ref source, 12));
        return Vector128.Narrow(low, high).AsByte();
    }

    private static void StoreBytes(ReadOnlySpan<int> samples, Span<byte> target)
    {
        int i = 0;
        ref int source = ref MemoryMarshal.GetReference(samples);
        // Four vectors of 32 bits narrow to one of 8; values fit, so nothing is cut off.
        for (int count = Vector<int>.Count; i <= samples.Length - (4 * count); i += 4 * count)
        {
            Vector<short> low = Vector.Narrow(Vector.LoadUnsafe(ref source, (nuint)i), Vector.LoadUnsafe(ref source, (nuint)(i + count)));
            Vector<short> high = Vector.Narrow(Vector.LoadUnsafe(ref source, (nuint)(i + (2 * count))), Vector.LoadUnsafe(ref source, (nuint)(i + (3 * count))));
            Vector.Narrow(low, high).As<sbyte, byte>().StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)i);
        }

        for (; i < samples.Length; i++) target[i] = (byte)samples[i];
    }

    private static void StoreWords(ReadOnlySpan<int> samples, Span<ushort> target)
    {
        int i = 0;
        ref int source = ref MemoryMarshal.GetReference(samples);
        for (int count = Vector<int>.Count; i <= samples.Length - (2 * count); i += 2 * count)
            Vector.Narrow(Vector.LoadUnsafe(ref source, (nuint)i), Vector.LoadUnsafe(ref source, (nuint)(i + count))).As<short, ushort>().StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)i);
        for (; i < samples.Length; i++) target[i] = (ushort)samples[i];
    }
}
