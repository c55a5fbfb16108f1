namespace Pacs.Imaging;

/// <summary>
/// What the MQ decoder looks up, in one array and so by one register: contexts, each of which holds its row, and behind them the rows that
/// follow a row. These come in fours: the row itself for a symbol without renormalisation, twice, then the one after a more probable and the
/// one after a less probable symbol (ISO/IEC 15444-1 Table C.2).
/// </summary>
/// <remarks>A row has Qe in bits 48 to 63 and in bits 0 to 15 the place of its four in the array, of which bit 2 is the more probable symbol.</remarks>
internal static class MqDecodeTable
{
    /// <summary>Shifts Qe to where it has the decoder's fraction bits.</summary>
    public const int QeShift = 48 - MqDecoder.Fraction;

    /// <summary>Shifts the more probable symbol to bit 0.</summary>
    public const int SymbolShift = 2;

    // Room for the contexts, a multiple of eight for SymbolShift's sake.
    private const int First = (MqTables.ContextCount + 7) / 8 * 8;

    private static readonly ulong[] Start = Make();

    /// <summary>A table for a decoder's own use, its contexts as at the start of a block.</summary>
    public static ulong[] Create() => [.. Start];

    /// <summary>Sets contexts back to the start of a block (Table D.7).</summary>
    public static void Reset(ulong[] table) => Start.AsSpan(0, MqTables.ContextCount).CopyTo(table);

    private static ulong[] Make()
    {
        uint[] rows = MqTables.Rows;
        ulong[] table = new ulong[First + (4 * rows.Length)];
        for (int row = 0; row < rows.Length; row++)
        {
            Span<ulong> four = table.AsSpan(Place(row), 4);
            four[..2].Fill(Row(row));
            four[2] = Row((int)(rows[row] >> 1 & 0x7F));
            four[3] = Row((int)(rows[row] >> 9 & 0x7F));
        }

        for (int context = 0; context < MqTables.ContextCount; context++) table[context] = Row(MqTables.InitialRow(context));
        return table;

        static int Place(int row) => First + (4 * row);

        ulong Row(int row) => (ulong)(rows[row] >> 16) << 48 | (uint)Place(row);
    }
}
