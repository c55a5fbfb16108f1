using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Writes symbols by their codes.</summary>
internal readonly struct JpegSymbolWriter : IJpegSymbolSink
{
    private readonly JpegBitWriter _writer;

    // Code and its length, 256 a table.
    private readonly (uint Code, int Length)[] _codes;

    public JpegSymbolWriter(JpegBitWriter writer, params ReadOnlySpan<JpegHuffmanCode> codes)
    {
        _writer = writer;
        _codes = new (uint, int)[codes.Length * 256];
        for (int table = 0; table < codes.Length; table++)
        {
            uint code = 0;
            for (int length = 1, index = 0; length <= 16; length++, code <<= 1)
                for (int i = 0; i < codes[table].Counts[length - 1]; i++) _codes[(table * 256) + codes[table].Symbols[index++]] = (code++, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int table, int symbol, int value, int size)
    {
        (uint code, int length) = _codes[(table * 256) + symbol];

        // A negative value has one less written, which begins with 0 (Table F.1).
        uint bits = (uint)(value + (value >> 31)) & (uint)((1 << size) - 1);
        _writer.Put((code << size) | bits, length + size);
    }

    /// <summary>Bits that a value takes: 0 for 0, 1 for 1 and -1, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(int value) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
}
