using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Dequantization and the inverse cosine transform of 8 x 8 samples (ISO/IEC 10918-1 §A.3.3, §A.3.4), in integers of 13 fractional bits.</summary>
/// <remarks>
/// The factorization of Loeffler, Ligtenberg and Moschytz: 12 products for 8 values. Columns come first, and are kept with one or two fractional bits, so
/// that results equal to the bit those of the decoders that most of the world compares with.
/// </remarks>
internal static partial class JpegInverseDct
{
    private const int FractionBits = 13;

    /// <summary>Places in zigzag order up to this one lie in the first four rows and columns.</summary>
    internal const int LastOfQuarter = 9;

    /// <summary>Transforms a block.</summary>
    /// <typeparam name="T">byte for samples of 8 bits, ushort for 12.</typeparam>
    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="quantizer">Their quantization table, in natural order.</param>
    /// <param name="destination">8 rows of 8 samples.</param>
    /// <param name="stride">Samples from row to row.</param>
    /// <param name="last">Last place in zigzag order that is not zero, as far as known.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform<T>(ReadOnlySpan<short> block, ReadOnlySpan<short> quantizer, Span<T> destination, int stride, int last = 63)
        where T : unmanaged
    {
        if (!Vector128.IsHardwareAccelerated) TransformScalar(block, quantizer, destination, stride);
        else if (last <= LastOfQuarter) TransformQuarter(block, quantizer, destination, stride);
        else TransformVector(block, quantizer, destination, stride);
    }

    /// <summary>A block whose only coefficient is the first: all samples are the same.</summary>
    public static void Flat<T>(int coefficient, int quantizer, Span<T> destination, int stride)
        where T : unmanaged
    {
        int value = Math.Clamp((((short)(coefficient * quantizer) + 4) >> 3) + Center<T>(), 0, Maximum<T>());
        T sample = Sample<T>(value);
        for (int row = 0; row < 8; row++) destination.Slice(row * stride, 8).Fill(sample);
    }

    internal static void TransformScalar<T>(ReadOnlySpan<short> block, ReadOnlySpan<short> quantizer, Span<T> destination, int stride)
        where T : unmanaged
    {
        Span<int> work = stackalloc int[64];
        for (int i = 0; i < 64; i++) work[i] = (short)(block[i] * quantizer[i]);
        for (int column = 0; column < 8; column++) Pass(work[column..], 8, FractionBits - ExtraBits<T>());
        for (int row = 0; row < 8; row++)
        {
            Span<int> values = work.Slice(row * 8, 8);
            Pass(values, 1, FractionBits + ExtraBits<T>() + 3);
            for (int i = 0; i < 8; i++) destination[(row * stride) + i] = Sample<T>(Math.Clamp(values[i] + Center<T>(), 0, Maximum<T>()));
        }
    }

    private static void Pass(Span<int> x, int step, int shift)
    {
        int z1 = (x[2 * step] + x[6 * step]) * 4433; // sqrt(2) * c6
        int even2 = z1 - (x[6 * step] * 15137), even3 = z1 + (x[2 * step] * 6270);
        int even0 = (x[0] + x[4 * step]) << FractionBits, even1 = (x[0] - x[4 * step]) << FractionBits;
        int a0 = even0 + even3, a3 = even0 - even3, a1 = even1 + even2, a2 = even1 - even2;

        int o0 = x[7 * step], o1 = x[5 * step], o2 = x[3 * step], o3 = x[step];
        int z5 = (o0 + o2 + o1 + o3) * 9633; // sqrt(2) * c3
        int z3 = ((o0 + o2) * -16069) + z5, z4 = ((o1 + o3) * -3196) + z5;
        int y1 = (o0 + o3) * -7373, y2 = (o1 + o2) * -20995;
        int b0 = (o0 * 2446) + y1 + z3, b1 = (o1 * 16819) + y2 + z4, b2 = (o2 * 25172) + y2 + z3, b3 = (o3 * 12299) + y1 + z4;

        int half = 1 << (shift - 1);
        x[0] = (a0 + b3 + half) >> shift;
        x[7 * step] = (a0 - b3 + half) >> shift;
        x[step] = (a1 + b2 + half) >> shift;
        x[6 * step] = (a1 - b2 + half) >> shift;
        x[2 * step] = (a2 + b1 + half) >> shift;
        x[5 * step] = (a2 - b1 + half) >> shift;
        x[3 * step] = (a3 + b0 + half) >> shift;
        x[4 * step] = (a3 - b0 + half) >> shift;
    }

    // Fractional bits kept between the passes: 12-bit samples leave room for one only.
    private static int ExtraBits<T>() => typeof(T) == typeof(byte) ? 2 : 1;

    private static int Center<T>() => typeof(T) == typeof(byte) ? 128 : 2048;

    private static int Maximum<T>() => typeof(T) == typeof(byte) ? 255 : 4095;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sample<T>(int value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte)) return Unsafe.BitCast<byte, T>((byte)value);
        return Unsafe.BitCast<ushort, T>((ushort)value);
    }
}
