using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Turns quantized blocks into symbols (ISO/IEC 10918-1 §F.1.2).</summary>
internal static class JpegBlockCoder
{
    /// <summary>Most symbols of a block: one for each coefficient. A run of sixteen zeros stands for sixteen of them.</summary>
    public const int MostSymbols = 64;

    internal const int SixteenZeros = 0xF0;
    internal const int EndOfBlock = 0;

    /// <summary>Finds a block's symbols. Each has its value in the lowest byte, whose lower half says how many bits follow it, and these above.</summary>
    /// <param name="block">64 coefficients in zigzag order.</param>
    /// <param name="prediction">The DC coefficient before, and after the call this one.</param>
    /// <param name="symbols">Room for <see cref="MostSymbols"/>. The first is that of the DC coefficient.</param>
    /// <returns>How many there are.</returns>
    public static int Code(ReadOnlySpan<short> block, ref int prediction, Span<uint> symbols)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block.Length, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols.Length, MostSymbols);
        ref short coefficients = ref MemoryMarshal.GetReference(block);
        ref uint symbol = ref MemoryMarshal.GetReference(symbols);
        symbol = Symbol(0, coefficients - prediction);
        prediction = coefficients;

        ulong left = NonZero(block) & ~1UL;
        int place = 0, count = 1;
        while (left != 0)
        {
            int next = BitOperations.TrailingZeroCount(left), run = next - place - 1;
            left &= left - 1;
            place = next;
            for (; run > 15; run -= 16) Unsafe.Add(ref symbol, count++) = SixteenZeros;
            Unsafe.Add(ref symbol, count++) = Symbol(run, Unsafe.Add(ref coefficients, next));
        }

        if (place < 63) Unsafe.Add(ref symbol, count++) = EndOfBlock;
        return count;
    }

    // A negative value has one less written, which begins with 0 (Table F.1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Symbol(int run, int value)
    {
        int size = JpegSymbolWriter.Size(value);
        uint bits = (uint)(value + (value >> 31)) & ((1u << size) - 1);
        return (bits << 8) | (uint)(run << 4) | (uint)size;
    }

    /// <summary>A bit for each coefficient of a block that is not 0.</summary>
    internal static ulong NonZero(ReadOnlySpan<short> block)
    {
        ulong zero = 0;
        for (int i = 0; i < 64; i += 16) zero |= (ulong)Vector256.Equals(Vector256.Create(block.Slice(i, 16)), Vector256<short>.Zero).ExtractMostSignificantBits() << i;
        return ~zero;
    }
}
