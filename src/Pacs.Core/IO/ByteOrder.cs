using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pacs.Core;

/// <summary>Reverses the bytes of each word (vectorized by the framework).</summary>
internal static class ByteOrder
{
    /// <summary>Swaps in place words of 2, 4 or 8 bytes; a rest shorter than a word stays.</summary>
    public static void Swap(Span<byte> bytes, int wordSize)
    {
        switch (wordSize)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> longs = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            case 8:
                Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }
}
