namespace Pacs.Imaging;

/// <summary>The codes of <see cref="HtCodes"/> for look-up by context and the next seven bits.</summary>
internal static class HtDecodeTables
{
    /// <summary>
    /// First row of quads at 0, others at 1024; indexed by context · 128 + seven bits. Length of the code in bits 0 to 2, u_off in bit 3,
    /// significance in bits 4 to 7, e_k in bits 8 to 11, e_1 in bits 12 to 15. Bits that begin no code give 0.
    /// </summary>
    public static ushort[] Codes { get; } = [.. Expand(HtCodes.FirstRow), .. Expand(HtCodes.OtherRows)];

    /// <summary>Prefix of u by the next three bits (15444-15 Table 3): its length in bits 0 to 1, length of the suffix in bits 2 to 4, value from bit 5.</summary>
    public static ReadOnlySpan<byte> Prefixes =>
    [
        3 | (5 << 2) | (5 << 5), 1 | (1 << 5), 2 | (2 << 5), 1 | (1 << 5), 3 | (1 << 2) | (3 << 5), 1 | (1 << 5), 2 | (2 << 5), 1 | (1 << 5),
    ];

    private static ushort[] Expand(ReadOnlySpan<uint> rows)
    {
        var table = new ushort[1024];
        foreach (uint row in rows)
        {
            uint context = row & 7, word = row >> 16 & 0x7F, length = row >> 23;
            var entry = (ushort)(length | (row >> 7 & 1) << 3 | (row >> 3 & 15) << 4 | (row >> 8 & 15) << 8 | (row >> 12 & 15) << 12);
            for (uint rest = 0; rest < 1u << (7 - (int)length); rest++) table[(context << 7) | word | (rest << (int)length)] = entry;
        }

        return table;
    }
}
