using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The same for magnitudes of more than 30 bits, one by one.</summary>
internal static partial class HtMagnitudes
{
    /// <summary>Most bits of U and the bit plane together: so many a load of 64 has, wherever it begins.</summary>
    public const int MostWideBits = 56;

    /// <inheritdoc cref="Predict(Span{uint}, ref uint, bool)"/>
    public static uint Predict(Span<uint> quads, ref ulong above, bool isFirst)
    {
        uint greatest = 0;
        for (int q = 0; q < quads.Length; q++)
        {
            uint quad = quads[q], significant = quad & 0xF0, predicted = 1;
            if (!isFirst && (significant & (significant - 16)) != 0)
            {
                ref ulong near = ref Unsafe.Add(ref above, 2 * q);
                ulong any = near | Unsafe.Add(ref near, 1) | Unsafe.Add(ref near, 2) | Unsafe.Add(ref near, 3);
                predicted = Math.Max(2, 64 - (uint)BitOperations.LeadingZeroCount(any)) - 1;
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
    /// <param name="plane">The bit plane; U and it are <see cref="MostWideBits"/> together at most.</param>
    /// <param name="top">Takes the upper row of coefficients: in halves, bit 63 the sign.</param>
    /// <param name="bottom">Takes the lower row.</param>
    /// <param name="lower">Takes the lower row doubled, less one; 0 for nothing.</param>
    public static void DecodeWide(HtBits bits, ref int position, ReadOnlySpan<uint> quads, int plane, Span<ulong> top, Span<ulong> bottom, Span<ulong> lower)
    {
        for (int q = 0; q < quads.Length; q++)
        {
            uint quad = quads[q];
            top[2 * q] = WideValue(bits, ref position, quad, 0, plane, out _);
            bottom[2 * q] = WideValue(bits, ref position, quad, 1, plane, out lower[2 * q]);
            top[(2 * q) + 1] = WideValue(bits, ref position, quad, 2, plane, out _);
            bottom[(2 * q) + 1] = WideValue(bits, ref position, quad, 3, plane, out lower[(2 * q) + 1]);
        }
    }

    private static ulong WideValue(HtBits bits, ref int at, uint quad, int n, int plane, out ulong odd)
    {
        odd = 0;
        if ((quad >> (4 + n) & 1) == 0) return 0;
        int length = (int)((quad >> 16) - (quad >> (8 + n) & 1));
        at = Math.Min(at, bits.Length);
        ulong value = HtBits.Peek(ref bits.First, at) & ((1UL << length) - 1);
        value |= (ulong)(quad >> (12 + n) & 1) << length;
        at += length;
        odd = value | 1;
        return ((odd + 2) << plane) | (value << 63);
    }
}
