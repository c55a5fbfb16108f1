using System.Buffers.Binary;

namespace Pacs.Core;

/// <summary>Reads generated columns: little endian numbers in one run of bytes.</summary>
internal static class TableData
{
    /// <summary>Number <paramref name="index"/> of a column of 16-bit numbers.</summary>
    public static ushort UInt16(ReadOnlySpan<byte> column, int index) => BinaryPrimitives.ReadUInt16LittleEndian(column[(2 * index)..]);

    /// <summary>Number <paramref name="index"/> of a column of 32-bit numbers.</summary>
    public static uint UInt32(ReadOnlySpan<byte> column, int index) => BinaryPrimitives.ReadUInt32LittleEndian(column[(4 * index)..]);

    /// <summary>The index held by a slot of a hash table, or -1 when it is empty.</summary>
    public static int Slot(ReadOnlySpan<byte> slots, int slot) => UInt16(slots, slot) - 1;
}
