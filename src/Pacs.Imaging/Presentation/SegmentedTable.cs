using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Expands Segmented Palette Color Lookup Table Data: discrete, linear and indirect segments (PS3.3 §C.7.9.2).</summary>
internal static class SegmentedTable
{
    /// <summary>The entries, at most <paramref name="count"/>; fewer where the segments end early or are broken.</summary>
    /// <param name="bytes">Words, little endian, or bytes where <paramref name="bits"/> is 8 and the segments read so.</param>
    /// <param name="count">Number of entries that the descriptor announces.</param>
    /// <param name="bits">Bits an entry, 8 or 16.</param>
    public static ushort[] Expand(ReadOnlySpan<byte> bytes, int count, int bits)
    {
        ushort[] words = new ushort[bytes.Length / 2];
        for (int i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        ushort[] table = new ushort[count];
        int filled = Run(words, table);
        // Tables of 8 bits are written with opcodes and lengths of a byte, or as words: what fills the table is right.
        if (filled < count && bits == 8)
        {
            ushort[] narrow = [.. bytes.ToArray().Select(static value => (ushort)value)];
            ushort[] other = new ushort[count];
            int others = Run(narrow, other, isBytes: true);
            if (others > filled) (table, filled) = (other, others);
        }

        return table[..filled];
    }

    private static int Run(ReadOnlySpan<ushort> code, Span<ushort> table, bool isBytes = false)
    {
        int filled = 0;
        for (int at = 0; at + 1 < code.Length && filled < table.Length;)
        {
            if (code[at] == 2)
            {
                // Indirect: so many segments from an offset in bytes, low word first; they are not indirect themselves.
                int width = isBytes ? 4 : 2;
                if (at + 2 + width > code.Length) break;
                long offset = isBytes
                    ? code[at + 2] + ((long)code[at + 3] << 8) + ((long)code[at + 4] << 16) + ((long)code[at + 5] << 24)
                    : (code[at + 2] + ((long)code[at + 3] << 16)) / 2;
                int segments = code[at + 1];
                at += 2 + width;
                for (int from = (int)Math.Min(offset, code.Length); segments > 0 && Segment(code, ref from, table, ref filled); segments--) { }
            }
            else if (!Segment(code, ref at, table, ref filled))
            {
                break;
            }
        }

        return filled;
    }

    // One discrete or linear segment; false when it is neither, or cut.
    private static bool Segment(ReadOnlySpan<ushort> code, ref int at, Span<ushort> table, ref int filled)
    {
        if (at + 2 > code.Length || filled >= table.Length) return false;
        int length = Math.Min(code[at + 1], table.Length - filled);
        switch (code[at])
        {
            case 0 when at + 2 + code[at + 1] <= code.Length && length > 0:
                code.Slice(at + 2, length).CopyTo(table[filled..]);
                at += 2 + code[at + 1];
                break;
            case 1 when at + 3 <= code.Length && length > 0 && filled > 0:
                // From the entry before, not included, to the end point, included.
                double from = table[filled - 1], to = code[at + 2];
                for (int i = 1; i <= length; i++) table[filled + i - 1] = (ushort)(from + (to - from) * i / code[at + 1] + 0.5);
                at += 3;
                break;
            default:
                return false;
        }

        filled += length;
        return true;
    }
}
