using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>The run length scheme of PS3.5 §G.3: a count byte, then that many literal bytes or one byte to repeat.</summary>
internal static class PackBits
{
    // Short pieces are moved as two whole vectors, whatever their length, where both sides have room for it.
    private const int Room = 32;

    /// <summary>Fills the destination; whatever follows in the source is padding.</summary>
    /// <param name="source">One segment.</param>
    /// <param name="destination">As many bytes as the segment must give. A last run that is longer is cut.</param>
    /// <returns>Bytes written: fewer than asked when the segment ends too early.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int from = 0, to = 0;
        while (to < destination.Length && from < source.Length)
        {
            int count = (sbyte)source[from++];
            if (count >= 0)
            {
                count++;
                if (count <= Room && source.Length - from >= Room && destination.Length - to >= Room)
                {
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)from).StoreUnsafe(ref MemoryMarshal.GetReference(destination), (nuint)to);
                }
                else
                {
                    count = Math.Min(count, Math.Min(source.Length - from, destination.Length - to));
                    source.Slice(from, count).CopyTo(destination[to..]);
                }

                from += count;
                to += count;
            }
            else if (count != -128 && from < source.Length)
            {
                count = Math.Min(1 - count, destination.Length - to);
                byte value = source[from++];
                if (count <= Room && destination.Length - to >= Room) Vector256.Create(value).StoreUnsafe(ref MemoryMarshal.GetReference(destination), (nuint)to);
                else destination.Slice(to, count).Fill(value);
                to += count;
            }
        }

        return to;
    }

    /// <summary>Encodes one row; runs do not cross rows (PS3.5 §G.3.1).</summary>
    /// <param name="row">The bytes.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> of the row.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(ReadOnlySpan<byte> row, Span<byte> destination)
    {
        int from = 0, to = 0;
        while (from < row.Length)
        {
            int run = RunLength(row[from..]);
            // A run of two saves nothing and breaks literals in two.
            if (run > 2 || (run == 2 && from + 2 == row.Length))
            {
                destination[to++] = (byte)(1 - run);
                destination[to++] = row[from];
                from += run;
                continue;
            }

            int literal = LiteralLength(row[from..]);
            destination[to++] = (byte)(literal - 1);
            row.Slice(from, literal).CopyTo(destination[to..]);
            from += literal;
            to += literal;
        }

        return to;
    }

    /// <summary>Most bytes that a row of this length can take.</summary>
    public static int MaxLength(int rowLength) => rowLength + (rowLength + 127) / 128 + 1;

    // Equal bytes in front, at most 128.
    private static int RunLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != bytes[1]) return 1;
        int different = bytes[..Math.Min(128, bytes.Length)].IndexOfAnyExcept(bytes[0]);
        return different < 0 ? Math.Min(128, bytes.Length) : different;
    }

    // Bytes in front up to where three equal ones stand together, at most 128.
    private static int LiteralLength(ReadOnlySpan<byte> bytes)
    {
        int most = Math.Min(128, bytes.Length), last = Math.Min(most, bytes.Length - 2), i = 1;
        ref byte at = ref MemoryMarshal.GetReference(bytes);
        // 16 places a turn; the loads reach two bytes further.
        for (; Vector128.IsHardwareAccelerated && i + 18 <= bytes.Length && i < last; i += 16)
        {
            Vector128<byte> first = Vector128.LoadUnsafe(ref at, (nuint)i);
            uint equal = (Vector128.Equals(first, Vector128.LoadUnsafe(ref at, (nuint)i + 1)) & Vector128.Equals(first, Vector128.LoadUnsafe(ref at, (nuint)i + 2))).ExtractMostSignificantBits();
            if (equal != 0) return Math.Min(most, i + System.Numerics.BitOperations.TrailingZeroCount(equal));
        }

        for (; i < last; i++)
            if (bytes[i] == bytes[i + 1] && bytes[i] == bytes[i + 2]) return i;
        return most;
    }
}
