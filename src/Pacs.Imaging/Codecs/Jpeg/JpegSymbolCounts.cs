using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Counts symbols, for codes made to measure.</summary>
internal readonly struct JpegSymbolCounts() : IJpegSymbolSink
{
    private readonly long[] _counts = new long[4 * 256];

    public ReadOnlySpan<long> this[int table] => _counts.AsSpan(table * 256, 256);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int table, int symbol, int value, int size) => _counts[(table * 256) + symbol]++;

    public void PutBlock(int selector, ReadOnlySpan<short> block, ref int prediction)
    {
        Span<uint> symbols = stackalloc uint[JpegBlockCoder.MostSymbols];
        int count = JpegBlockCoder.Code(block, ref prediction, symbols);
        _counts[(selector * 256) + (byte)symbols[0]]++;
        Span<long> counts = _counts.AsSpan((2 + selector) * 256, 256);
        foreach (uint symbol in symbols[1..count]) counts[(byte)symbol]++;
    }
}
