using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pacs.Imaging;

/// <summary>Transforms, quantizes and orders two neighbouring blocks of 8-bit samples at once, with the coefficients of <see cref="JpegForwardDct"/>.</summary>
/// <remarks>
/// Sixteen lanes of 16 bits: the lower half of a register is a row of the first block, the upper half of the second. With 8 bits of precision everything that passes from
/// stage to stage fits into 16 bits (the greatest sum, of 64 samples of -128 with two bits more, is -32768); products are added in 32.
/// </remarks>
internal sealed class JpegBlockPair
{
    private const int FractionBits = 13;
    private const int ExtraBits = 2;

    // By place in zigzag order, eight places a row: the bytes that come from each register of transposed coefficients, 128 where none does.
    private static readonly byte[] Places = MakePlaces();

    private readonly ushort[] _corrections = new ushort[64];
    private readonly ushort[] _reciprocals = new ushort[64];
    private readonly ushort[] _scales = new ushort[64];

    /// <param name="divisors">From <see cref="JpegForwardDct.Divisors"/>, each from 8 to 2040.</param>
    public JpegBlockPair(ReadOnlySpan<float> divisors)
    {
        for (int i = 0; i < 64; i++) (_corrections[i], _reciprocals[i], _scales[i]) = Reciprocal((int)divisors[i]);
    }

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>
    /// How (x + d/2) / d is found for 16-bit x without a division: (((x + correction) * reciprocal) >> 16) * scale >> 16. The quotient by a reciprocal of 16 bits that
    /// was rounded down is right with one added to the dividend, of one that was rounded up as it is (A. Fog, Optimizing subroutines in assembly language, "Division").
    /// </summary>
    internal static (ushort Correction, ushort Reciprocal, ushort Scale) Reciprocal(int divisor)
    {
        int bits = 16 + BitOperations.Log2((uint)divisor), half = divisor / 2;
        uint reciprocal = (1u << bits) / (uint)divisor, rest = (1u << bits) % (uint)divisor;
        if (rest == 0) (reciprocal, bits) = (reciprocal / 2, bits - 1);
        else if (rest <= divisor / 2) half++;
        else reciprocal++;
        return ((ushort)half, (ushort)reciprocal, (ushort)(1 << (32 - bits)));
    }

    /// <summary>Transforms a pair.</summary>
    /// <param name="samples">8 rows of 16 samples.</param>
    /// <param name="stride">Samples from row to row.</param>
    /// <param name="first">Takes the 64 coefficients of the left block, in zigzag order.</param>
    /// <param name="second">Takes those of the right one.</param>
    public void Transform(ReadOnlySpan<ushort> samples, int stride, Span<short> first, Span<short> second)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Length, (7 * stride) + 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(first.Length, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(second.Length, 64);
        ref short from = ref Unsafe.As<ushort, short>(ref MemoryMarshal.GetReference(samples));
        nuint step = (nuint)stride;
        Vector256<short> center = Vector256.Create((short)128);
        Vector256<short> r0 = Vector256.LoadUnsafe(ref from) - center, r1 = Vector256.LoadUnsafe(ref from, step) - center, r2 = Vector256.LoadUnsafe(ref from, 2 * step) - center, r3 = Vector256.LoadUnsafe(ref from, 3 * step) - center;
        Vector256<short> r4 = Vector256.LoadUnsafe(ref from, 4 * step) - center, r5 = Vector256.LoadUnsafe(ref from, 5 * step) - center, r6 = Vector256.LoadUnsafe(ref from, 6 * step) - center, r7 = Vector256.LoadUnsafe(ref from, 7 * step) - center;
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, FractionBits - ExtraBits);
        r0 <<= ExtraBits;
        r4 <<= ExtraBits;
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, FractionBits + ExtraBits);
        Vector256<short> half = Vector256.Create((short)(1 << (ExtraBits - 1)));
        r0 = Quantize((r0 + half) >> ExtraBits, 0);
        r1 = Quantize(r1, 8);
        r2 = Quantize(r2, 16);
        r3 = Quantize(r3, 24);
        r4 = Quantize((r4 + half) >> ExtraBits, 32);
        r5 = Quantize(r5, 40);
        r6 = Quantize(r6, 48);
        r7 = Quantize(r7, 56);

        // The registers that a row of places takes from: the diagonals that it crosses.
        ref short a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second);
        Store(Take(r0, 0, 0) | Take(r1, 0, 1) | Take(r2, 0, 2) | Take(r3, 0, 3), ref a, ref b, 0);
        Store(Take(r0, 1, 0) | Take(r1, 1, 1) | Take(r2, 1, 2) | Take(r3, 1, 3) | Take(r4, 1, 4) | Take(r5, 1, 5), ref a, ref b, 8);
        Store(Take(r0, 2, 0) | Take(r1, 2, 1) | Take(r2, 2, 2) | Take(r3, 2, 3) | Take(r4, 2, 4), ref a, ref b, 16);
        Store(Take(r3, 3, 3) | Take(r4, 3, 4) | Take(r5, 3, 5) | Take(r6, 3, 6) | Take(r7, 3, 7), ref a, ref b, 24);
        Store(Take(r0, 4, 0) | Take(r1, 4, 1) | Take(r2, 4, 2) | Take(r3, 4, 3) | Take(r4, 4, 4), ref a, ref b, 32);
        Store(Take(r3, 5, 3) | Take(r4, 5, 4) | Take(r5, 5, 5) | Take(r6, 5, 6) | Take(r7, 5, 7), ref a, ref b, 40);
        Store(Take(r2, 6, 2) | Take(r3, 6, 3) | Take(r4, 6, 4) | Take(r5, 6, 5) | Take(r6, 6, 6) | Take(r7, 6, 7), ref a, ref b, 48);
        Store(Take(r4, 7, 4) | Take(r5, 7, 5) | Take(r6, 7, 6) | Take(r7, 7, 7), ref a, ref b, 56);
    }

    // As in the scalar twin, with each sum of products multiplied out, so that a pair of products is one instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector256<short> x0, ref Vector256<short> x1, ref Vector256<short> x2, ref Vector256<short> x3,
        ref Vector256<short> x4, ref Vector256<short> x5, ref Vector256<short> x6, ref Vector256<short> x7, int shift)
    {
        Vector256<short> t0 = x0 + x7, t7 = x0 - x7, t1 = x1 + x6, t6 = x1 - x6, t2 = x2 + x5, t5 = x2 - x5, t3 = x3 + x4, t4 = x3 - x4;
        Vector256<short> e0 = t0 + t3, e3 = t0 - t3, e1 = t1 + t2, e2 = t1 - t2;
        x0 = e0 + e1;
        x4 = e0 - e1;
        Vector256<int> half = Vector256.Create(1 << (shift - 1));
        Vector256<short> low = Avx2.UnpackLow(e2, e3), high = Avx2.UnpackHigh(e2, e3);
        Vector256<short> factors = Factors(4433, 4433 + 6270);
        x2 = Avx2.PackSignedSaturate((Avx2.MultiplyAddAdjacent(low, factors) + half) >> shift, (Avx2.MultiplyAddAdjacent(high, factors) + half) >> shift);
        factors = Factors(4433 - 15137, 4433);
        x6 = Avx2.PackSignedSaturate((Avx2.MultiplyAddAdjacent(low, factors) + half) >> shift, (Avx2.MultiplyAddAdjacent(high, factors) + half) >> shift);

        Vector256<short> low45 = Avx2.UnpackLow(t4, t5), high45 = Avx2.UnpackHigh(t4, t5), low67 = Avx2.UnpackLow(t6, t7), high67 = Avx2.UnpackHigh(t6, t7);
        x7 = Odd(low45, high45, Factors(2446 - 7373 + 9633 - 16069, 9633), low67, high67, Factors(9633 - 16069, 9633 - 7373), half, shift);
        x5 = Odd(low45, high45, Factors(9633, 16819 - 20995 + 9633 - 3196), low67, high67, Factors(9633 - 20995, 9633 - 3196), half, shift);
        x3 = Odd(low45, high45, Factors(9633 - 16069, 9633 - 20995), low67, high67, Factors(25172 - 20995 + 9633 - 16069, 9633), half, shift);
        x1 = Odd(low45, high45, Factors(9633 - 7373, 9633 - 3196), low67, high67, Factors(9633, 12299 - 7373 + 9633 - 3196), half, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Odd(
        Vector256<short> low45, Vector256<short> high45, Vector256<short> factors45,
        Vector256<short> low67, Vector256<short> high67, Vector256<short> factors67, Vector256<int> half, int shift) => Avx2.PackSignedSaturate(
            (Avx2.MultiplyAddAdjacent(low45, factors45) + Avx2.MultiplyAddAdjacent(low67, factors67) + half) >> shift,
            (Avx2.MultiplyAddAdjacent(high45, factors45) + Avx2.MultiplyAddAdjacent(high67, factors67) + half) >> shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Factors(int even, int odd) => Vector256.Create((even & 0xFFFF) | (odd << 16)).AsInt16();

    // Rows and columns of each half: words, pairs of words, then four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<short> r0, ref Vector256<short> r1, ref Vector256<short> r2, ref Vector256<short> r3,
        ref Vector256<short> r4, ref Vector256<short> r5, ref Vector256<short> r6, ref Vector256<short> r7)
    {
        Vector256<int> a0 = Avx2.UnpackLow(r0, r1).AsInt32(), a1 = Avx2.UnpackHigh(r0, r1).AsInt32(), a2 = Avx2.UnpackLow(r2, r3).AsInt32(), a3 = Avx2.UnpackHigh(r2, r3).AsInt32();
        Vector256<int> a4 = Avx2.UnpackLow(r4, r5).AsInt32(), a5 = Avx2.UnpackHigh(r4, r5).AsInt32(), a6 = Avx2.UnpackLow(r6, r7).AsInt32(), a7 = Avx2.UnpackHigh(r6, r7).AsInt32();
        Vector256<long> b0 = Avx2.UnpackLow(a0, a2).AsInt64(), b1 = Avx2.UnpackHigh(a0, a2).AsInt64(), b2 = Avx2.UnpackLow(a1, a3).AsInt64(), b3 = Avx2.UnpackHigh(a1, a3).AsInt64();
        Vector256<long> b4 = Avx2.UnpackLow(a4, a6).AsInt64(), b5 = Avx2.UnpackHigh(a4, a6).AsInt64(), b6 = Avx2.UnpackLow(a5, a7).AsInt64(), b7 = Avx2.UnpackHigh(a5, a7).AsInt64();
        r0 = Avx2.UnpackLow(b0, b4).AsInt16();
        r1 = Avx2.UnpackHigh(b0, b4).AsInt16();
        r2 = Avx2.UnpackLow(b1, b5).AsInt16();
        r3 = Avx2.UnpackHigh(b1, b5).AsInt16();
        r4 = Avx2.UnpackLow(b2, b6).AsInt16();
        r5 = Avx2.UnpackHigh(b2, b6).AsInt16();
        r6 = Avx2.UnpackLow(b3, b7).AsInt16();
        r7 = Avx2.UnpackHigh(b3, b7).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<short> Quantize(Vector256<short> values, nuint index)
    {
        Vector256<ushort> magnitudes = Avx2.Abs(values) + Both(_corrections, index);
        Vector256<ushort> quotients = Avx2.MultiplyHigh(Avx2.MultiplyHigh(magnitudes, Both(_reciprocals, index)), Both(_scales, index));
        return Avx2.Sign(quotients.AsInt16(), values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Both(ushort[] table, nuint index)
    {
        Vector128<ushort> row = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(table), index);
        return Vector256.Create(row, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Take(Vector256<short> register, int row, int number)
    {
        Vector128<byte> places = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Places), (nuint)(((row * 8) + number) * 16));
        return Avx2.Shuffle(register.AsByte(), Vector256.Create(places, places));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<byte> ordered, ref short first, ref short second, nuint index)
    {
        ordered.GetLower().AsInt16().StoreUnsafe(ref first, index);
        ordered.GetUpper().AsInt16().StoreUnsafe(ref second, index);
    }

    private static byte[] MakePlaces()
    {
        var places = new byte[8 * 8 * 16];
        places.AsSpan().Fill(0x80);
        for (int place = 0; place < 64; place++)
        {
            // Transposed: the horizontal frequency is the register's number, the vertical one the lane.
            int register = JpegZigzag.Natural[place] % 8, lane = JpegZigzag.Natural[place] / 8, at = ((place / 8 * 8) + register) * 16 + (place % 8 * 2);
            (places[at], places[at + 1]) = ((byte)(2 * lane), (byte)((2 * lane) + 1));
        }

        return places;
    }
}
