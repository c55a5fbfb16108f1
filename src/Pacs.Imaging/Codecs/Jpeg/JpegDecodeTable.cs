using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Finds symbol, run and value of the next bits in one look at a table, where code and value fit in <see cref="LookupBits"/> together.</summary>
/// <remarks>
/// An entry holds, from the low end: 6 bits length, <see cref="NeedsValue"/>, <see cref="EndsBand"/>, 8 bits step (the run of zeros and the coefficient
/// itself, or <see cref="EndOfBlock"/>), 16 bits value. With <see cref="NeedsValue"/> the length is the code's alone and the value's place holds its size;
/// a length of 0 then means that the code is longer than the look.
/// </remarks>
internal sealed class JpegDecodeTable
{
    /// <summary>Bits looked at.</summary>
    public const int LookupBits = 11;

    /// <summary>The value's bits follow the code and must be read.</summary>
    public const int NeedsValue = 0x40;

    /// <summary>A run of ended bands, of progressive frames; the value's place holds the number of bits that say how long it is.</summary>
    public const int EndsBand = 0x80;

    /// <summary>The step that means that the block's other coefficients are zero.</summary>
    public const int EndOfBlock = 0x80;

    private const int LengthMask = 0x3F;

    /// <summary>A table without codes.</summary>
    public static readonly JpegDecodeTable None = new(new JpegHuffmanCode(new byte[16], []), JpegCoding.Difference);

    private readonly int[] _entries = new int[1 << LookupBits];
    private readonly JpegCoding _coding;
    private readonly byte[] _symbols;

    // For each length: the first code beyond it, in 16 bits from the left; and what to add to a code to find its symbol.
    private readonly int[] _limits = new int[17];
    private readonly int[] _symbolOffsets = new int[17];

    public JpegDecodeTable(JpegHuffmanCode code, JpegCoding coding)
    {
        _coding = coding;
        _symbols = code.Symbols.ToArray();
        Array.Fill(_entries, NeedsValue);
        int next = 0, index = 0;
        for (int length = 1; length <= 16; length++)
        {
            _symbolOffsets[length] = index - next;
            for (int i = 0; i < code.Counts[length - 1]; i++, next++, index++)
                if (length <= LookupBits) Fill(next, length, _symbols[index]);
            _limits[length] = next << (16 - length);
            next <<= 1;
        }
    }

    /// <summary>The entry of the next bits.</summary>
    /// <param name="bits">The next bits, from the top.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Look(ulong bits) =>
        // The index has LookupBits bits, the array as many entries.
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), (nint)(bits >> (64 - LookupBits)));

    /// <summary>The bits that an entry uses up: of the code, and of the value unless <see cref="NeedsValue"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(int entry) => entry & LengthMask;

    /// <summary>Coefficients that an entry goes forward.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Step(int entry) => (entry >> 8) & 0xFF;

    /// <summary>The entry for a code longer than <see cref="LookupBits"/>.</summary>
    /// <exception cref="DicomImageException">There is no such code.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Find(ulong bits)
    {
        int code = (int)(bits >> 48);
        for (int length = LookupBits + 1; length <= 16; length++)
            if (code < _limits[length]) return Entry(_symbols[(code >> (16 - length)) + _symbolOffsets[length]], length);
        throw new DicomImageException("The entropy coded data has a code that its Huffman table does not define.");
    }

    /// <summary>A value from its bits: those with a leading 0 are negative (ISO/IEC 10918-1 Table F.1).</summary>
    /// <param name="bits">The value's bits, from the top.</param>
    /// <param name="size">Their number, 0 to 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Extend(ulong bits, int size)
    {
        int value = (int)(bits >> 1 >> (63 - size));
        int isNegative = (int)((long)~bits >> 63);
        return value - (isNegative & ((1 << size) - 1));
    }

    private int Entry(byte symbol, int length)
    {
        int size = symbol & 15, run = symbol >> 4;
        return _coding switch
        {
            JpegCoding.Difference when symbol > 16 => throw new DicomImageException($"A Huffman table has differences of {symbol} bits; there are at most 16."),

            // 16 bits stand for 32768 alone and are not followed by any (§H.1.2.2).
            JpegCoding.Difference when symbol == 16 => (short.MinValue << 16) | length,
            JpegCoding.Difference when symbol == 0 => (1 << 8) | length,
            JpegCoding.Difference => (symbol << 16) | (1 << 8) | NeedsValue | length,
            _ when size > 0 => (size << 16) | ((run + 1) << 8) | NeedsValue | length,
            _ when run == 15 => (16 << 8) | length,
            JpegCoding.Progressive => (run << 16) | EndsBand | length,
            _ => (EndOfBlock << 8) | length,
        };
    }

    private void Fill(int code, int length, byte symbol)
    {
        int entry = Entry(symbol, length), size = entry >> 16, first = code << (LookupBits - length), count = 1 << (LookupBits - length);
        bool isWhole = (entry & NeedsValue) != 0 && length + size <= LookupBits;
        for (int i = first; i < first + count; i++)
        {
            if (isWhole)
            {
                int value = Extend((ulong)i << (64 - LookupBits + length), size);
                _entries[i] = (value << 16) | (entry & 0xFF00) | (length + size);
            }
            else
            {
                _entries[i] = entry;
            }
        }
    }
}
