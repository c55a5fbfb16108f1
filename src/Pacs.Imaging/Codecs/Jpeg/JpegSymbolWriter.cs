using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Writes symbols by their codes.</summary>
/// <remarks>Bits that make no whole word yet are its own, and so it is not to be copied; <see cref="Finish"/> hands over the last of them.</remarks>
internal struct JpegSymbolWriter : IJpegSymbolSink
{
    private readonly JpegBitWriter _writer;

    // A code and, in the lowest byte, its length; 256 a table.
    private readonly uint[] _codes;
    private ulong _bits;
    private int _count;

    public JpegSymbolWriter(JpegBitWriter writer, params ReadOnlySpan<JpegHuffmanCode> codes)
    {
        _writer = writer;
        _codes = new uint[codes.Length * 256];
        for (int table = 0; table < codes.Length; table++)
        {
            uint code = 0;
            for (int length = 1, index = 0; length <= 16; length++, code <<= 1)
                for (int i = 0; i < codes[table].Counts[length - 1]; i++) _codes[(table * 256) + codes[table].Symbols[index++]] = (code++ << 8) | (uint)length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int table, int symbol, int value, int size)
    {
        uint code = _codes[(table * 256) + symbol];

        // A negative value has one less written, which begins with 0 (Table F.1).
        uint bits = (uint)(value + (value >> 31)) & ((1u << size) - 1);
        int length = (int)(code & 0xFF) + size;
        _bits = (_bits << length) | ((ulong)(code >> 8) << size) | bits;
        _count += length;
        if (_count >= 32) _writer.PutWord((uint)(_bits >> (_count -= 32)));
    }

    public void PutBlock(int selector, ReadOnlySpan<uint> symbols)
    {
        // Whole words go here first: nothing is called in the loop, and what it works with stays in registers.
        Span<uint> words = stackalloc uint[JpegBlockCoder.MostSymbols + 1];
        ref uint table = ref _codes[selector * 256];
        ref uint acTable = ref _codes[((2 + selector) * 256) + 255];
        acTable = ref Unsafe.Subtract(ref acTable, 255);
        ulong bits = _bits;
        int count = _count, length = 0;
        foreach (uint symbol in symbols)
        {
            uint code = Unsafe.Add(ref table, (byte)symbol); // 256 a table
            int size = (int)symbol & 15, total = (int)(code & 0xFF) + size;
            bits = (bits << total) | ((ulong)(code >> 8) << size) | (symbol >> 8);
            count += total;
            table = ref acTable; // the first alone is a DC coefficient's
            words[length] = (uint)(bits >> (count & 31)); // a whole word, or nothing that stays: a branch would be guessed wrong every few symbols
            length += count >> 5;
            count &= 31;
        }

        _bits = bits;
        _count = count;
        _writer.PutWords(words[..length]);
    }

    /// <summary>Hands the bits that make no whole word to the bit writer, which ends the scan with them.</summary>
    public void Finish()
    {
        _writer.Put((uint)_bits & (uint)((1UL << _count) - 1), _count);
        _count = 0;
    }

    /// <summary>Bits that a value takes: 0 for 0, 1 for 1 and -1, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)((value ^ (value >> 31)) - (value >> 31))); // Math.Abs branches, and signs cannot be guessed
}
