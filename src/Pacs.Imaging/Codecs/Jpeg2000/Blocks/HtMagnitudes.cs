using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Magnitudes and signs of a row of quads, from the MagSgn stream of an HT cleanup pass (ISO/IEC 15444-15 §7.3.7, §7.3.8). The scalar twin.</summary>
internal static partial class HtMagnitudes
{
    /// <summary>Makes U of the u in the words of a row: what the exponents above foretell is added (Equation 5).</summary>
    /// <param name="quads">Words of <see cref="HtQuadReader"/>; U takes the place of u.</param>
    /// <param name="above">The row of coefficients above, doubled, less one; from the column before the first, and three beyond the last.</param>
    /// <param name="isFirst">Whether there is none.</param>
    /// <returns>The greatest U of quads that are significant.</returns>
    public static uint Predict(Span<uint> quads, ref uint above, bool isFirst)
    {
        uint greatest = 0;
        for (int q = 0; q < quads.Length; q++)
        {
            uint quad = quads[q], significant = quad & 0xF0, predicted = 1;
            // With more than one significant coefficient the largest of those around above counts: one to the left, two above, one to the right.
            if (!isFirst && (significant & (significant - 16)) != 0)
            {
                ref uint near = ref Unsafe.Add(ref above, 2 * q);
                uint any = near | Unsafe.Add(ref near, 1) | Unsafe.Add(ref near, 2) | Unsafe.Add(ref near, 3);
                predicted = Math.Max(2, 32 - (uint)BitOperations.LeadingZeroCount(any)) - 1;
            }

            quad += predicted << 16;
            quads[q] = quad;
            if (significant != 0) greatest = Math.Max(greatest, quad >> 16);
        }

        return greatest;
    }

    /// <summary>Decodes a row of quads.</summary>
    /// <param name="bits">The MagSgn stream.</param>
    /// <param name="position">Where it stands, in bits.</param>
    /// <param name="quads">Words with U; an even number of them.</param>
    /// <param name="plane">The bit plane; U and it are 30 together at most.</param>
    /// <param name="top">Takes the upper row of coefficients: in halves, bit 31 the sign.</param>
    /// <param name="bottom">Takes the lower row.</param>
    /// <param name="lower">Takes the lower row doubled, less one; 0 for nothing.</param>
    public static void DecodeScalar(HtBits bits, ref int position, ReadOnlySpan<uint> quads, int plane, Span<uint> top, Span<uint> bottom, Span<uint> lower)
    {
        ref byte bytes = ref bits.First;
        int at = position, end = bits.Length;
        for (int q = 0; q < quads.Length; q++)
        {
            // Two quads go together, as in vectors.
            if ((q & 1) == 0) at = Math.Min(at, end);
            uint quad = quads[q];
            top[2 * q] = Value(ref bytes, ref at, quad, 0, plane, out _);
            bottom[2 * q] = Value(ref bytes, ref at, quad, 1, plane, out lower[2 * q]);
            top[(2 * q) + 1] = Value(ref bytes, ref at, quad, 2, plane, out _);
            bottom[(2 * q) + 1] = Value(ref bytes, ref at, quad, 3, plane, out lower[(2 * q) + 1]);
        }

        position = at;
    }

    // Without a branch on significance, which is as good as random.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Value(ref byte bytes, ref int at, uint quad, int n, int plane, out uint odd)
    {
        uint significant = 0u - (quad >> (4 + n) & 1);
        int length = (int)(((quad >> 16) - (quad >> (8 + n) & 1)) & significant);
        uint value = (uint)HtBits.Peek(ref bytes, at) & ((1u << length) - 1);
        value |= (quad >> (12 + n) & 1) << length;
        at += length;
        odd = (value | 1) & significant;
        // Twice the magnitude and the half: 2(v / 2 + 1) + 1.
        return (((value | 1) + 2) << plane | value << 31) & significant;
    }
}
