using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>What the HT encoder wants to know of the coefficients of a row of quads (ISO/IEC 15444-15 §7.3.2, §7.3.7). The scalar twin.</summary>
internal static partial class HtQuadSamples
{
    /// <summary>Prepares a row.</summary>
    /// <param name="top">Magnitudes of the upper row of coefficients, in words of 32 or 64 bits whose highest is the sign.</param>
    /// <param name="bottom">Those of the lower row; empty when there is none.</param>
    /// <param name="values">Takes four numbers a quad, 2(magnitude - 1) + sign or 0: top and bottom, left column first. Filled up to whole pairs of quads.</param>
    /// <param name="quads">Takes a word a quad: significance in bits 0 to 3, which have the greatest exponent in bits 4 to 7, this exponent from bit 8.</param>
    /// <param name="lower">Takes the exponents of the lower row, 0 for nothing.</param>
    public static void PrepareScalar<T>(ReadOnlySpan<T> top, ReadOnlySpan<T> bottom, Span<T> values, Span<uint> quads, Span<int> lower)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T> => Prepare(top, bottom, values, quads, lower, 0);

    private static void Prepare<T>(ReadOnlySpan<T> top, ReadOnlySpan<T> bottom, Span<T> values, Span<uint> quads, Span<int> lower, int start)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        int sign = (8 * Unsafe.SizeOf<T>()) - 1;
        for (int x = start; x < top.Length || (x & 2) != 0; x += 2)
        {
            uint quad = 0;
            int greatest = 0;
            for (int n = 0; n < 4; n++)
            {
                ReadOnlySpan<T> row = (n & 1) == 0 ? top : bottom;
                int column = x + (n >> 1);
                T magnitude = column < row.Length ? row[column] : T.Zero, doubled = magnitude << 1;
                bool isNothing = doubled == T.Zero;
                values[(2 * x) + n] = isNothing ? T.Zero : (doubled - T.One - T.One) | (magnitude >> sign);
                int exponent = isNothing ? 0 : (doubled - T.One).GetShortestBitLength();
                if ((n & 1) != 0) lower[column] = exponent;
                if (exponent == 0) continue;
                quad |= 1u << n;
                if (exponent > greatest) quad &= 15;
                if (exponent >= greatest) quad |= 16u << n;
                greatest = Math.Max(greatest, exponent);
            }

            quads[x / 2] = quad | (uint)greatest << 8;
        }
    }
}
