namespace Pacs.Imaging;

/// <summary>The codes of <see cref="HtCodes"/> for look-up by context and the next seven bits, and those of u for pairs of quads.</summary>
internal static class HtDecodeTables
{
    /// <summary>
    /// First row of quads at 0, others at 1024; indexed by context · 128 + seven bits. Length of the code in bits 0 to 2, u_off in bit 3,
    /// significance in bits 4 to 7, e_k in bits 8 to 11, e_1 in bits 12 to 15. Bits that begin no code give 0.
    /// </summary>
    public static ushort[] Codes { get; } = [.. Expand(HtCodes.FirstRow), .. Expand(HtCodes.OtherRows)];

    /// <summary>
    /// u of both quads of a pair by mode · 64 + six bits. Modes 0 to 3: bit 0 for the first quad's u_off, bit 1 for the second's. Length of both
    /// prefixes in bits 0 to 2, of both suffixes in bits 3 to 6, of the first suffix in bits 7 to 9; what the prefixes stand for in bits 10 to 12
    /// and 13 to 15 (ISO/IEC 15444-15 §7.3.6).
    /// </summary>
    public static ushort[] Exponents { get; } = MakeExponents(isFirstRow: false);

    /// <summary>The same in the first row of quads, where two quads with u share more: mode 4 is that both exceed 2.</summary>
    public static ushort[] FirstRowExponents { get; } = MakeExponents(isFirstRow: true);

    // Prefix of u by the next three bits (Table 3): its length in bits 0 to 1, length of the suffix in bits 2 to 4, value from bit 5.
    private static ReadOnlySpan<byte> Prefixes =>
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

    private static ushort[] MakeExponents(bool isFirstRow)
    {
        var table = new ushort[5 * 64];
        for (int mode = 0; mode < (isFirstRow ? 5 : 4); mode++)
            for (int bits = 0; bits < 64; bits++) table[(64 * mode) + bits] = Pair(mode, bits, isFirstRow);
        return table;
    }

    private static ushort Pair(int mode, int bits, bool isFirstRow)
    {
        int more = mode == 4 ? 2 : 0, first = 0, second = 0;
        if ((mode & 1) != 0 || mode == 4) first = Prefixes[bits & 7];
        int length = first & 3;
        if (isFirstRow && mode == 3 && (bits & 3) == 0)
            // The first exceeds 2, so the second is 1 or 2 and takes one bit, between prefix and suffix of the first.
            second = 1 | ((1 + (bits >> 3 & 1)) << 5);
        else if ((mode & 2) != 0 || mode == 4) second = Prefixes[bits >> length & 7];
        int firstSuffix = first >> 2 & 7, secondSuffix = second >> 2 & 7;
        return (ushort)((length + (second & 3)) | (firstSuffix + secondSuffix) << 3 | firstSuffix << 7 | ((first >> 5) + more) << 10 | ((second >> 5) + more) << 13);
    }
}
