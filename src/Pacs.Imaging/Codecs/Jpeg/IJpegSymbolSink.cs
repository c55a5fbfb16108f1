namespace Pacs.Imaging;

/// <summary>Where an encoder's symbols go: to be counted, or to be written.</summary>
internal interface IJpegSymbolSink
{
    /// <summary>Takes a symbol and the bits that follow it.</summary>
    /// <param name="table">0 and 1 for DC, 2 and 3 for AC.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="value">The value; bits of it follow.</param>
    /// <param name="size">How many.</param>
    void Put(int table, int symbol, int value, int size);

    /// <summary>Takes the symbols of a block, which are those that <see cref="JpegBlockCoder"/> finds.</summary>
    /// <param name="selector">0 for luminance and the only component, 1 for chrominance.</param>
    /// <param name="block">64 coefficients in zigzag order.</param>
    /// <param name="prediction">The DC coefficient before, and after the call this one.</param>
    void PutBlock(int selector, ReadOnlySpan<short> block, ref int prediction);
}
