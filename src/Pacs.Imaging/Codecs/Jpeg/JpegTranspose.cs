using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pacs.Imaging;

/// <summary>Exchanges rows and columns of 8 x 8 values in eight vectors.</summary>
internal static class JpegTranspose
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7)
    {
        if (!Avx2.IsSupported)
        {
            ApplyHalves(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
            return;
        }

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

    // Four quarters of 4 x 4, of which two change places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ApplyHalves(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7)
    {
        (Vector128<int> a0, Vector128<int> a1, Vector128<int> a2, Vector128<int> a3) = Quarter(r0.GetLower(), r1.GetLower(), r2.GetLower(), r3.GetLower());
        (Vector128<int> b0, Vector128<int> b1, Vector128<int> b2, Vector128<int> b3) = Quarter(r0.GetUpper(), r1.GetUpper(), r2.GetUpper(), r3.GetUpper());
        (Vector128<int> c0, Vector128<int> c1, Vector128<int> c2, Vector128<int> c3) = Quarter(r4.GetLower(), r5.GetLower(), r6.GetLower(), r7.GetLower());
        (Vector128<int> d0, Vector128<int> d1, Vector128<int> d2, Vector128<int> d3) = Quarter(r4.GetUpper(), r5.GetUpper(), r6.GetUpper(), r7.GetUpper());
        (r0, r1, r2, r3) = (Vector256.Create(a0, c0), Vector256.Create(a1, c1), Vector256.Create(a2, c2), Vector256.Create(a3, c3));
        (r4, r5, r6, r7) = (Vector256.Create(b0, d0), Vector256.Create(b1, d1), Vector256.Create(b2, d2), Vector256.Create(b3, d3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> R0, Vector128<int> R1, Vector128<int> R2, Vector128<int> R3) Quarter(Vector128<int> r0, Vector128<int> r1, Vector128<int> r2, Vector128<int> r3)
    {
        Vector128<int> a = JpegLanes.ZipLow(r0, r2), b = JpegLanes.ZipHigh(r0, r2), c = JpegLanes.ZipLow(r1, r3), d = JpegLanes.ZipHigh(r1, r3);
        return (JpegLanes.ZipLow(a, c), JpegLanes.ZipHigh(a, c), JpegLanes.ZipLow(b, d), JpegLanes.ZipHigh(b, d));
    }
}
