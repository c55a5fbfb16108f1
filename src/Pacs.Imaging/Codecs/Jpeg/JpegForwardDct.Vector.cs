using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pacs.Imaging;

// Eight lanes of 32 bits are the eight columns of a row. The quotient of two integers below 2^24 is rounded correctly in single precision, and never up to an
// integer it does not reach: so cut off, it is the integer quotient of the scalar twin.
internal static partial class JpegForwardDct
{
    private static readonly Vector512<short> FirstPlaces = Vector512.Create([.. Enumerable.Range(0, 32).Select(static i => (short)TransposedAt(i))]);
    private static readonly Vector512<short> LastPlaces = Vector512.Create([.. Enumerable.Range(32, 32).Select(static i => (short)TransposedAt(i))]);

    internal static void TransformVector(ReadOnlySpan<ushort> samples, int stride, int precision, ReadOnlySpan<float> divisors, Span<short> coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Length, (7 * stride) + 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(divisors.Length, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(coefficients.Length, 64);
        ref ushort from = ref MemoryMarshal.GetReference(samples);
        Vector256<int> center = Vector256.Create(1 << (precision - 1));
        Vector256<int> r0 = Load(ref from, 0, center), r1 = Load(ref from, stride, center), r2 = Load(ref from, 2 * stride, center), r3 = Load(ref from, 3 * stride, center);
        Vector256<int> r4 = Load(ref from, 4 * stride, center), r5 = Load(ref from, 5 * stride, center), r6 = Load(ref from, 6 * stride, center), r7 = Load(ref from, 7 * stride, center);
        int extra = ExtraBits(precision);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, FractionBits - extra);
        r0 <<= extra;
        r4 <<= extra;
        JpegTranspose.Apply(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, FractionBits + extra);
        Vector256<int> half = Vector256.Create(1 << (extra - 1));
        r0 = (r0 + half) >> extra;
        r4 = (r4 + half) >> extra;
        ref float divisor = ref MemoryMarshal.GetReference(divisors);
        ref short to = ref MemoryMarshal.GetReference(coefficients);
        Store(r0, r1, ref divisor, ref to, 0);
        Store(r2, r3, ref divisor, ref to, 16);
        Store(r4, r5, ref divisor, ref to, 32);
        Store(r6, r7, ref divisor, ref to, 48);
    }

    // Two registers hold a block, and a place in zigzag order is taken from either.
    internal static void OrderVector(ReadOnlySpan<short> block, Span<short> ordered)
    {
        Vector512<short> low = Vector512.Create(block), high = Vector512.Create(block[32..]);
        Avx512BW.PermuteVar32x16x2(low, FirstPlaces, high).CopyTo(ordered);
        Avx512BW.PermuteVar32x16x2(low, LastPlaces, high).CopyTo(ordered[32..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(ref ushort samples, int offset, Vector256<int> center) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref samples, (nuint)offset).ToVector256Unsafe()).AsInt32() - center;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        ref Vector256<int> x4, ref Vector256<int> x5, ref Vector256<int> x6, ref Vector256<int> x7, int shift)
    {
        Vector256<int> t0 = x0 + x7, t7 = x0 - x7, t1 = x1 + x6, t6 = x1 - x6, t2 = x2 + x5, t5 = x2 - x5, t3 = x3 + x4, t4 = x3 - x4;
        Vector256<int> e0 = t0 + t3, e3 = t0 - t3, e1 = t1 + t2, e2 = t1 - t2, half = Vector256.Create(1 << (shift - 1));
        x0 = e0 + e1;
        x4 = e0 - e1;
        Vector256<int> z1 = ((e2 + e3) * Vector256.Create(4433)) + half;
        x2 = (z1 + (e3 * Vector256.Create(6270))) >> shift;
        x6 = (z1 - (e2 * Vector256.Create(15137))) >> shift;

        Vector256<int> o46 = t4 + t6, o57 = t5 + t7, z5 = ((o46 + o57) * Vector256.Create(9633)) + half;
        Vector256<int> z3 = z5 - (o46 * Vector256.Create(16069)), z4 = z5 - (o57 * Vector256.Create(3196));
        Vector256<int> y1 = (t4 + t7) * Vector256.Create(-7373), y2 = (t5 + t6) * Vector256.Create(-20995);
        x7 = ((t4 * Vector256.Create(2446)) + y1 + z3) >> shift;
        x5 = ((t5 * Vector256.Create(16819)) + y2 + z4) >> shift;
        x3 = ((t6 * Vector256.Create(25172)) + y2 + z3) >> shift;
        x1 = ((t7 * Vector256.Create(12299)) + y1 + z4) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> first, Vector256<int> second, ref float divisors, ref short coefficients, nuint index) =>
        Vector256.Narrow(Quantize(first, Vector256.LoadUnsafe(ref divisors, index)), Quantize(second, Vector256.LoadUnsafe(ref divisors, index + 8)))
            .StoreUnsafe(ref coefficients, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Quantize(Vector256<int> value, Vector256<float> divisor)
    {
        Vector256<int> sign = value >> 31;
        Vector256<int> magnitude = (value ^ sign) - sign;

        // Divisors are multiples of 8, so that their halves are integers.
        Vector256<int> quotient = Vector256.ConvertToInt32Native((Vector256.ConvertToSingle(magnitude) + (divisor * 0.5f)) / divisor);
        return (quotient ^ sign) - sign;
    }
}
