using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pacs.Imaging;

/// <summary>What the portable vectors have no word for: by AVX2, by SSE2 or by AdvSimd where the machine has them, and by shuffles and wider lanes elsewhere.</summary>
internal static class JpegLanes
{
    /// <summary>The upper halves of products of 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyHigh(Vector256<short> values, short factor)
    {
        if (Avx2.IsSupported) return Avx2.MultiplyHigh(values, Vector256.Create(factor));
        return Vector256.Create(MultiplyHigh(values.GetLower(), factor), MultiplyHigh(values.GetUpper(), factor));
    }

    /// <summary>The upper halves of sums of two products and a term, of 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyAddHigh(Vector256<short> first, short ofFirst, Vector256<short> second, short ofSecond, int add)
    {
        if (Avx2.IsSupported)
        {
            Vector256<short> factors = Vector256.Create((ofFirst & 0xFFFF) | (ofSecond << 16)).AsInt16();
            Vector256<int> low = (Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(first, second), factors) + Vector256.Create(add)) >> 16;
            Vector256<int> high = (Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(first, second), factors) + Vector256.Create(add)) >> 16;
            return Avx2.PackSignedSaturate(low, high);
        }

        return Vector256.Create(MultiplyAddHigh(first.GetLower(), ofFirst, second.GetLower(), ofSecond, add), MultiplyAddHigh(first.GetUpper(), ofFirst, second.GetUpper(), ofSecond, add));
    }

    /// <summary>Lanes cut to 0 to 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Saturate(Vector128<short> low, Vector128<short> high)
    {
        if (Sse2.IsSupported) return Sse2.PackUnsignedSaturate(low, high);
        Vector128<short> least = Vector128<short>.Zero, most = Vector128.Create((short)255);
        return Vector128.Narrow(Vector128.Clamp(low, least, most).AsUInt16(), Vector128.Clamp(high, least, most).AsUInt16());
    }

    /// <summary>First and second lanes of two vectors in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ZipLow(Vector128<int> a, Vector128<int> b)
    {
        if (Sse2.IsSupported) return Sse2.UnpackLow(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(a, b);
        return Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    /// <summary>Third and fourth lanes of two vectors in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ZipHigh(Vector128<int> a, Vector128<int> b)
    {
        if (Sse2.IsSupported) return Sse2.UnpackHigh(a, b);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(a, b);
        return Vector128.Create(a[2], b[2], a[3], b[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> MultiplyHigh(Vector128<short> values, short factor)
    {
        if (Sse2.IsSupported) return Sse2.MultiplyHigh(values, Vector128.Create(factor));
        Vector128<int> factors = Vector128.Create((int)factor);
        return Vector128.Narrow((Vector128.WidenLower(values) * factors) >> 16, (Vector128.WidenUpper(values) * factors) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> MultiplyAddHigh(Vector128<short> first, short ofFirst, Vector128<short> second, short ofSecond, int add)
    {
        if (Sse2.IsSupported)
        {
            Vector128<short> factors = Vector128.Create((ofFirst & 0xFFFF) | (ofSecond << 16)).AsInt16();
            Vector128<int> low = (Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(first, second), factors) + Vector128.Create(add)) >> 16;
            Vector128<int> high = (Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(first, second), factors) + Vector128.Create(add)) >> 16;
            return Sse2.PackSignedSaturate(low, high);
        }

        Vector128<int> a = Vector128.Create((int)ofFirst), b = Vector128.Create((int)ofSecond), c = Vector128.Create(add);
        return Vector128.Narrow(
            ((Vector128.WidenLower(first) * a) + (Vector128.WidenLower(second) * b) + c) >> 16,
            ((Vector128.WidenUpper(first) * a) + (Vector128.WidenUpper(second) * b) + c) >> 16);
    }
}
