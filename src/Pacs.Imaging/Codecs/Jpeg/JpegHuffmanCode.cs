namespace Pacs.Imaging;

/// <summary>A Huffman code as a DHT segment defines it: how many codes have 1 to 16 bits, and their symbols (ISO/IEC 10918-1 §B.2.4.2).</summary>
internal sealed class JpegHuffmanCode
{
    private readonly byte[] _counts;
    private readonly byte[] _symbols;
    private readonly JpegDecodeTable?[] _decoders = new JpegDecodeTable[3];

    /// <summary>Makes a code. The caller has seen to it that there are as many symbols as counts say, and not more codes of a length than bits can tell apart.</summary>
    public JpegHuffmanCode(byte[] counts, byte[] symbols) => (_counts, _symbols) = (counts, symbols);

    /// <summary>How many codes have 1, 2, ... 16 bits.</summary>
    public ReadOnlySpan<byte> Counts => _counts;

    /// <summary>The symbols in the order of their codes.</summary>
    public ReadOnlySpan<byte> Symbols => _symbols;

    /// <summary>Reads one table of a DHT segment, after its header byte.</summary>
    public static JpegHuffmanCode Parse(ReadOnlySpan<byte> bytes, long offset, out int used)
    {
        if (bytes.Length < 16) throw new DicomImageException($"A Huffman table is cut short: {bytes.Length} bytes are left for its 16 counts.", offset);
        int total = 0, code = 0;
        for (int i = 0; i < 16; i++)
        {
            total += bytes[i];
            code = (code << 1) + bytes[i];
            if (code > 2 << i) throw new DicomImageException($"A Huffman table has more codes of up to {i + 1} bits than there can be.", offset);
        }

        used = 16 + total;
        if (total > 256 || bytes.Length < used) throw new DicomImageException($"A Huffman table says {total} symbols; {bytes.Length - 16} bytes are left.", offset);
        return new JpegHuffmanCode(bytes[..16].ToArray(), bytes[16..used].ToArray());
    }

    /// <summary>The code's decoder, made on first use.</summary>
    public JpegDecodeTable Decoder(JpegCoding coding) => _decoders[(int)coding] ??= new JpegDecodeTable(this, coding);
}
