using System.Numerics;

namespace Pacs.Imaging;

/// <summary>The codes of <see cref="HtCodes"/> for look-up by what is to be said.</summary>
internal static class HtEncodeTables
{
    /// <summary>
    /// First row of quads at 0, others at 2048; indexed by context · 256 + significance · 16 + coefficients of the greatest exponent (0 when u is 0).
    /// Codeword in bits 0 to 6, its length in bits 8 to 10, e_k in bits 12 to 15.
    /// </summary>
    public static ushort[] Codes { get; } = [.. Invert(HtCodes.FirstRow), .. Invert(HtCodes.OtherRows)];

    /// <summary>
    /// What is written for u (15444-15 Table 3): prefix in bits 0 to 2 and its length in 3 and 4, suffix in bits 5 to 9 and its length in 10 to 12,
    /// extension in bits 13 to 16 and its length from 17.
    /// </summary>
    public static uint[] Exponents { get; } = [.. Enumerable.Range(0, 64).Select(u => Exponent((uint)u))];

    private static uint Exponent(uint u)
    {
        uint prefix = u switch { 0 => 0, 1 => 1 | 1 << 3, 2 => 2 | 2 << 3, 3 or 4 => 4 | 3 << 3, _ => 3 << 3 };
        uint suffix = u switch { < 3 => 0, 3 or 4 => (u - 3) | 1 << 5, < 33 => (u - 5) | 5 << 5, _ => (28 + ((u - 33) & 3)) | 5 << 5 };
        return prefix | suffix << 5 | (u < 33 ? 0 : (u - 33) >> 2 | 4 << 4) << 13;
    }

    private static ushort[] Invert(ReadOnlySpan<uint> rows)
    {
        var table = new ushort[2048];
        var known = new int[2048];
        Array.Fill(known, -1);
        foreach (uint row in rows)
        {
            uint context = row & 7, significance = row >> 3 & 15, isOffset = row >> 7 & 1, bits = row >> 8 & 15, values = row >> 12 & 15;
            // Of the codes that agree with the exponents, the one that says most of them saves most bits later.
            for (uint greatest = isOffset; greatest < (isOffset == 0 ? 1u : 16u); greatest++)
            {
                uint index = (context << 8) | (significance << 4) | greatest;
                if ((greatest & ~significance) != 0 || (greatest & bits) != values || BitOperations.PopCount(bits) <= known[index]) continue;
                known[index] = BitOperations.PopCount(bits);
                table[index] = (ushort)(row >> 16 & 0x7F | (row >> 23) << 8 | bits << 12);
            }
        }

        return table;
    }
}
