using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>Where each frame's first fragment begins, as the file claims: Basic (PS3.5 §A.4) or Extended Offset Table (PS3.3 §C.7.6.3.1.8).</summary>
/// <param name="Starts">Item headers, in bytes from the start of the value; the table's own numbers count from the first fragment.</param>
/// <param name="Lengths">Bytes of each frame without padding; null where the table has none.</param>
internal sealed record OffsetTable(long[] Starts, long[]? Lengths)
{
    public int Count => Starts.Length;

    /// <summary>Where the frame after this one begins, or where the fragments must have ended.</summary>
    public long End(int frame, long valueLength) => frame + 1 < Starts.Length ? Starts[frame + 1] : valueLength;

    /// <summary>What shows at a glance that the table is wrong, or null.</summary>
    public string? Contradiction(long first, long valueLength)
    {
        if (Starts[0] != first) return $"Its first offset is {Starts[0] - first} instead of 0.";
        for (int i = 0; i < Starts.Length; i++)
        {
            long end = End(i, valueLength);
            if (Starts[i] + FragmentWalk.HeaderLength > end) return $"Offset {Starts[i] - first} of frame {i} leaves no room before {end - first}.";
            if (Lengths is not null && (Lengths[i] < 0 || Lengths[i] > end - Starts[i] - FragmentWalk.HeaderLength))
                return $"Length {Lengths[i]} of frame {i} exceeds the {end - Starts[i] - FragmentWalk.HeaderLength} bytes before the next frame.";
        }

        return null;
    }

    /// <summary>Reads the numbers of a Basic Offset Table.</summary>
    public static OffsetTable Basic(ReadOnlySpan<byte> table, long first)
    {
        long[] starts = new long[table.Length / 4];
        for (int i = 0; i < starts.Length; i++) starts[i] = first + BinaryPrimitives.ReadUInt32LittleEndian(table[(i * 4)..]);
        return new OffsetTable(starts, null);
    }

    /// <summary>Reads the numbers of an Extended Offset Table; one beyond 2^62 becomes -1, which contradicts.</summary>
    public static OffsetTable Extended(ReadOnlySpan<byte> offsets, ReadOnlySpan<byte> lengths, long first)
    {
        long[] starts = Quads(offsets);
        for (int i = 0; i < starts.Length; i++)
            if (starts[i] >= 0) starts[i] += first;
        return new OffsetTable(starts, lengths.Length == offsets.Length ? Quads(lengths) : null);
    }

    private static long[] Quads(ReadOnlySpan<byte> bytes)
    {
        long[] values = new long[bytes.Length / 8];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * 8)..]) is var value && value < 1UL << 62 ? (long)value : -1;
        return values;
    }
}
