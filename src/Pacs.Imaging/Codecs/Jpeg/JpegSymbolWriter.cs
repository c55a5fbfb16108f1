using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Writes symbols by their codes.</summary>
/// <remarks>Bits that make no whole word yet are its own, and so it is not to be copied; <see cref="Finish"/> hands over the last of them.</remarks>
internal struct JpegSymbolWriter : IJpegSymbolSink
{
    private readonly JpegBitWriter _writer;

    // A code before the bits that follow it, and in the lowest byte the length of both; 256 a table. How many bits follow is the lower half of the symbol.
    private readonly ulong[] _codes;

    // Words of blocks in the order of their bytes, until there are so many that it pays to look for bytes of ones among them.
    private readonly uint[] _words = new uint[1024];
    private int _length;
    private ulong _bits;
    private int _count;

    public JpegSymbolWriter(JpegBitWriter writer, params ReadOnlySpan<JpegHuffmanCode> codes)
    {
        _writer = writer;
        _codes = new ulong[codes.Length * 256];
        for (int table = 0; table < codes.Length; table++)
        {
            uint code = 0;
            for (int length = 1, index = 0; length <= 16; length++, code <<= 1)
            {
                for (int i = 0; i < codes[table].Counts[length - 1]; i++)
                {
                    byte symbol = codes[table].Symbols[index++];
                    _codes[(table * 256) + symbol] = ((ulong)code++ << (symbol & 15) << 8) | (uint)(length + (symbol & 15));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int table, int symbol, int value, int size)
    {
        ulong code = _codes[(table * 256) + symbol];
        int length = (byte)code;
        _bits = (_bits << length) | (code >> 8) | Following(value, size);
        _count += length;
        if (_count >= 32) _writer.PutWord((uint)(_bits >> (_count -= 32)));
    }

    public void PutBlock(int selector, ReadOnlySpan<short> block, ref int prediction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block.Length, 64);
        if (_words.Length - _length <= JpegBlockCoder.MostSymbols) Drain();

        // Nothing is called in the loop, and what it works with stays in registers.
        ref short coefficients = ref MemoryMarshal.GetReference(block);
        ref ulong codes = ref _codes[((2 + selector) * 256) + 255];
        codes = ref Unsafe.Subtract(ref codes, 255);
        ref uint words = ref MemoryMarshal.GetArrayDataReference(_words);
        ulong bits = _bits, left = JpegBlockCoder.NonZero(block) & ~1UL;
        int count = _count, length = _length, difference = coefficients - prediction, size = Size(difference), place = 0;
        prediction = coefficients;
        Append(_codes[(selector * 256) + size], Following(difference, size), ref bits, ref count, ref words, ref length);
        while (left != 0)
        {
            int next = BitOperations.TrailingZeroCount(left), run = next - place - 1, value = Unsafe.Add(ref coefficients, next);
            left &= left - 1;
            place = next;
            for (; run > 15; run -= 16) Append(Unsafe.Add(ref codes, JpegBlockCoder.SixteenZeros), 0, ref bits, ref count, ref words, ref length);
            size = Size(value);
            Append(Unsafe.Add(ref codes, (run << 4) | size), Following(value, size), ref bits, ref count, ref words, ref length);
        }

        if (place < 63) Append(Unsafe.Add(ref codes, JpegBlockCoder.EndOfBlock), 0, ref bits, ref count, ref words, ref length);
        (_bits, _count, _length) = (bits, count, length);
    }

    /// <summary>Hands all that is left to the bit writer, which ends the scan with it.</summary>
    public void Finish()
    {
        Drain();
        _writer.Put((uint)_bits & (uint)((1UL << _count) - 1), _count);
        _count = 0;
    }

    private void Drain()
    {
        _writer.PutCoded(MemoryMarshal.AsBytes(_words.AsSpan(0, _length)));
        _length = 0;
    }

    // Writes a word each time, whole or with nothing that stays: a branch would be guessed wrong every few symbols.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Append(ulong code, uint following, ref ulong bits, ref int count, ref uint words, ref int length)
    {
        bits = (bits << (int)code) | (code >> 8) | following; // a shift takes the lowest six bits
        count += (byte)code;
        uint word = (uint)(bits >> (count & 31));
        Unsafe.Add(ref words, length) = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
        length += count >> 5;
        count &= 31;
    }

    // A negative value has one less written, which begins with 0 (Table F.1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Following(int value, int size) => (uint)(value + (value >> 31)) & ((1u << size) - 1);

    /// <summary>Bits that a value takes: 0 for 0, 1 for 1 and -1, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)((value ^ (value >> 31)) - (value >> 31))); // Math.Abs branches, and signs cannot be guessed
}
