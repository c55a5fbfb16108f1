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

    /// <summary>Takes the symbols of a block, as <see cref="JpegBlockCoder"/> finds them.</summary>
    /// <param name="selector">0 for luminance and the only component, 1 for chrominance.</param>
    /// <param name="symbols">At least one and at most <see cref="JpegBlockCoder.MostSymbols"/>.</param>
    void PutBlock(int selector, ReadOnlySpan<uint> symbols);
}
