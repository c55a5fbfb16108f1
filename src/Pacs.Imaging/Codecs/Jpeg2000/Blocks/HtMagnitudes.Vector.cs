using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pacs.Imaging;

/// <summary>
/// The same in vectors: the eight coefficients of two quads in 32-bit lanes. Where each has its bits is a sum over the lengths before it; a shuffle
/// brings the four bytes there, a shift by another number for each lane aligns them. Only AVX2 has such shifts; elsewhere the scalar twin works.
/// </summary>
internal static partial class HtMagnitudes
{
    // Seven bits before the first and so many make the 32 of a lane.
    private const uint LongestInVectors = 25;

    /// <summary>As <see cref="DecodeScalar"/>, to which it leaves the row when <paramref name="greatest"/>, the greatest U, is too long for a lane.</summary>
    public static void Decode(HtBits bits, ref int position, ReadOnlySpan<uint> quads, uint greatest, int plane, Span<uint> top, Span<uint> bottom, Span<uint> lower)
    {
        if (Avx2.IsSupported && greatest <= LongestInVectors) DecodeVector(bits, ref position, quads, plane, top, bottom, lower);
        else DecodeScalar(bits, ref position, quads, plane, top, bottom, lower);
    }

    private static void DecodeVector(HtBits bits, ref int position, ReadOnlySpan<uint> quads, int plane, Span<uint> top, Span<uint> bottom, Span<uint> lower)
    {
        // What is stored behind the last quad is checked here, once.
        ref uint tops = ref MemoryMarshal.GetReference(top[..(2 * quads.Length)]), bottoms = ref MemoryMarshal.GetReference(bottom[..(2 * quads.Length)]), lowers = ref MemoryMarshal.GetReference(lower[..(2 * quads.Length)]);
        ref byte bytes = ref bits.First;
        ref uint words = ref MemoryMarshal.GetReference(quads);
        int at = position, end = bits.Length;
        Vector256<uint> one = Vector256<uint>.One, spread = Vector256.Create(0u, 0, 0, 0, 1, 1, 1, 1), rows = Vector256.Create(0u, 2, 4, 6, 1, 3, 5, 7);
        Vector256<uint> significances = Vector256.Create(Vector128.Create(0x10u, 0x20, 0x40, 0x80)), known = Vector256.Create(Vector128.Create(8u, 9, 10, 11)), highest = Vector256.Create(Vector128.Create(12u, 13, 14, 15));
        Vector256<byte> firstBytes = Vector256.Create(Vector128.Create((byte)0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12)), nextBytes = Vector256.Create(0x03020100u).AsByte();
        for (nuint q = 0; q < (nuint)quads.Length; q += 2)
        {
            at = Math.Min(at, end);
            Vector256<uint> quad = Avx2.PermuteVar8x32(Vector64.LoadUnsafe(ref words, q).ToVector128Unsafe().ToVector256Unsafe(), spread);
            Vector256<uint> significant = Vector256.Equals(quad & significances, significances);
            Vector256<uint> length = ((quad >>> 16) - (Avx2.ShiftRightLogicalVariable(quad, known) & one)) & significant;
            // Sums over the lanes of each quad, this lane included.
            Vector256<uint> sum = length + Avx2.ShiftLeftLogical128BitLane(length, 4);
            sum += Avx2.ShiftLeftLogical128BitLane(sum, 8);
            int second = at + (int)sum.GetElement(3);
            Vector256<uint> place = sum - length + Vector256.Create(Vector128.Create((uint)at & 7), Vector128.Create((uint)second & 7));
            Vector256<byte> data = Vector256.Create(Vector128.LoadUnsafe(ref bytes, (nuint)(at >> 3)), Vector128.LoadUnsafe(ref bytes, (nuint)(second >> 3)));
            Vector256<uint> value = Avx2.Shuffle(data, Avx2.Shuffle((place >>> 3).AsByte(), firstBytes) + nextBytes).AsUInt32();
            value = Avx2.ShiftRightLogicalVariable(value, place & Vector256.Create(7u)) & (Avx2.ShiftLeftLogicalVariable(one, length) - one);
            value |= Avx2.ShiftLeftLogicalVariable(Avx2.ShiftRightLogicalVariable(quad, highest) & one, length);
            Vector256<uint> odd = value | one, result = ((odd + one + one) << plane | value << 31) & significant;
            // Left and right columns come together: the upper row in one half, the lower in the other.
            result = Avx2.PermuteVar8x32(result, rows);
            result.GetLower().StoreUnsafe(ref tops, 2 * q);
            result.GetUpper().StoreUnsafe(ref bottoms, 2 * q);
            Avx2.PermuteVar8x32(odd & significant, rows).GetUpper().StoreUnsafe(ref lowers, 2 * q);
            at = second + (int)sum.GetElement(7);
        }

        position = at;
    }
}
