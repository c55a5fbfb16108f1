using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pacs.Imaging;

/// <summary>Exchanges rows and columns of 8 x 8 values in eight vectors; needs AVX2.</summary>
internal static class JpegTranspose
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7)
    {
        // Pairs of 32 bits, pairs of 64, then halves of 128: log2(8) rounds.
        Vector256<long> a0 = Avx2.UnpackLow(r0, r1).AsInt64(), a1 = Avx2.UnpackHigh(r0, r1).AsInt64();
        Vector256<long> a2 = Avx2.UnpackLow(r2, r3).AsInt64(), a3 = Avx2.UnpackHigh(r2, r3).AsInt64();
        Vector256<long> a4 = Avx2.UnpackLow(r4, r5).AsInt64(), a5 = Avx2.UnpackHigh(r4, r5).AsInt64();
        Vector256<long> a6 = Avx2.UnpackLow(r6, r7).AsInt64(), a7 = Avx2.UnpackHigh(r6, r7).AsInt64();
        Vector256<int> b0 = Avx2.UnpackLow(a0, a2).AsInt32(), b1 = Avx2.UnpackHigh(a0, a2).AsInt32();
        Vector256<int> b2 = Avx2.UnpackLow(a1, a3).AsInt32(), b3 = Avx2.UnpackHigh(a1, a3).AsInt32();
        Vector256<int> b4 = Avx2.UnpackLow(a4, a6).AsInt32(), b5 = Avx2.UnpackHigh(a4, a6).AsInt32();
        Vector256<int> b6 = Avx2.UnpackLow(a5, a7).AsInt32(), b7 = Avx2.UnpackHigh(a5, a7).AsInt32();
        r0 = Avx2.Permute2x128(b0, b4, 0x20);
        r1 = Avx2.Permute2x128(b1, b5, 0x20);
        r2 = Avx2.Permute2x128(b2, b6, 0x20);
        r3 = Avx2.Permute2x128(b3, b7, 0x20);
        r4 = Avx2.Permute2x128(b0, b4, 0x31);
        r5 = Avx2.Permute2x128(b1, b5, 0x31);
        r6 = Avx2.Permute2x128(b2, b6, 0x31);
        r7 = Avx2.Permute2x128(b3, b7, 0x31);
    }
}
