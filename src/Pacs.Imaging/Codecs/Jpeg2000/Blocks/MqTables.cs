using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The probability states of the MQ coder (ISO/IEC 15444-1 Table C.2) and where its contexts begin (Table D.7).</summary>
internal static class MqTables
{
    public const int ContextCount = 19;
    public const int RunLength = 17, Uniform = 18;

    private static ReadOnlySpan<ushort> Qe =>
    [
        0x5601, 0x3401, 0x1801, 0x0AC1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1C01, 0x1601, 0x5601, 0x5401,
        0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1C01, 0x1801, 0x1601, 0x1401, 0x1201, 0x1101, 0x0AC1, 0x09C1,
        0x08A1, 0x0521, 0x0441, 0x02A1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025, 0x0015, 0x0009, 0x0005, 0x0001, 0x5601,
    ];

    private static ReadOnlySpan<byte> AfterMps =>
    [
        1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
        41, 42, 43, 44, 45, 45, 46,
    ];

    private static ReadOnlySpan<byte> AfterLps =>
    [
        1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37,
        38, 39, 40, 41, 42, 43, 46,
    ];

    /// <summary>
    /// A row for each state and more probable symbol: Qe in bits 16 to 31, the row after a less probable symbol in bits 9 to 15, after a
    /// more probable one in bits 1 to 7, the more probable symbol in bit 0. A context holds its row, so that one load tells all.
    /// </summary>
    public static uint[] Rows { get; } = MakeRows();

    public static ref uint FirstRow => ref MemoryMarshal.GetArrayDataReference(Rows);

    /// <summary>Rows of the contexts at the start of a block (Table D.7).</summary>
    public static uint[] Initial { get; } = MakeInitial();

    /// <summary>The row of a context at the start of a block.</summary>
    public static int InitialRow(int context) => 2 * (context switch { 0 => 4, RunLength => 3, Uniform => 46, _ => 0 });

    private static uint[] MakeRows()
    {
        var rows = new uint[2 * Qe.Length];
        for (int state = 0; state < Qe.Length; state++)
            for (int mps = 0; mps < 2; mps++)
            {
                // States 0, 6 and 14 change sides after a less probable symbol.
                int mpsAfterLps = state is 0 or 6 or 14 ? 1 - mps : mps;
                rows[(2 * state) + mps] = (uint)Qe[state] << 16 | (uint)((2 * AfterLps[state]) + mpsAfterLps) << 9 | (uint)((2 * AfterMps[state]) + mps) << 1 | (uint)mps;
            }

        return rows;
    }

    private static uint[] MakeInitial() => [.. Enumerable.Range(0, ContextCount).Select(context => Rows[InitialRow(context)])];
}
