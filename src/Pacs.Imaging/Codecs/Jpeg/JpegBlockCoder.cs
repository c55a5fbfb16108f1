using System.Numerics;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Turns quantized blocks into symbols (ISO/IEC 10918-1 §F.1.2).</summary>
internal static class JpegBlockCoder
{
    private const int SixteenZeros = 0xF0;
    private const int EndOfBlock = 0;

    /// <summary>Codes a block.</summary>
    /// <param name="block">64 coefficients in zigzag order.</param>
    /// <param name="selector">0 for luminance and the only component, 1 for chrominance.</param>
    /// <param name="prediction">The DC coefficient before, and after the call this one.</param>
    /// <param name="sink">Takes the symbols.</param>
    public static void Code<TSink>(ReadOnlySpan<short> block, int selector, ref int prediction, TSink sink)
        where TSink : struct, IJpegSymbolSink
    {
        int difference = block[0] - prediction, size = JpegSymbolWriter.Size(difference);
        prediction = block[0];
        sink.Put(selector, size, difference, size);

        ulong left = NonZero(block) & ~1UL;
        int place = 0;
        while (left != 0)
        {
            int next = BitOperations.TrailingZeroCount(left), run = next - place - 1;
            left &= left - 1;
            place = next;
            for (; run > 15; run -= 16) sink.Put(2 + selector, SixteenZeros, 0, 0);
            int value = block[next];
            size = JpegSymbolWriter.Size(value);
            sink.Put(2 + selector, (run << 4) | size, value, size);
        }

        if (place < 63) sink.Put(2 + selector, EndOfBlock, 0, 0);
    }

    // A bit for each coefficient.
    private static ulong NonZero(ReadOnlySpan<short> block)
    {
        ulong zero = 0;
        for (int i = 0; i < 64; i += 16) zero |= (ulong)Vector256.Equals(Vector256.Create(block.Slice(i, 16)), Vector256<short>.Zero).ExtractMostSignificantBits() << i;
        return ~zero;
    }
}
