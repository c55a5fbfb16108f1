using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>Counts symbols, for codes made to measure.</summary>
internal readonly struct JpegSymbolCounts() : IJpegSymbolSink
{
    private readonly long[] _counts = new long[4 * 256];

    public ReadOnlySpan<long> this[int table] => _counts.AsSpan(table * 256, 256);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int table, int symbol, int value, int size) => _counts[(table * 256) + symbol]++;
}
