namespace Pacs.Imaging;

/// <summary>What an encoder may lose, and how it lays out what it writes. Lossless syntaxes ignore what is about loss.</summary>
public sealed record EncodeOptions
{
    /// <summary>The defaults.</summary>
    public static EncodeOptions Default { get; } = new();

    /// <summary>JPEG quality, 1 to 100. Default 90.</summary>
    public int Quality { get; init; } = 90;

    /// <summary>Colour resolution that lossy JPEG gives up. Default 4:2:2: many IODs allow no lossy colour but YBR_FULL_422 (PS3.3 §C.8.12.4.1.5 for one).</summary>
    public ChromaSubsampling ChromaSubsampling { get; init; } = ChromaSubsampling.Horizontal;

    /// <summary>Whether lossy JPEG of 8 bits makes Huffman codes for the frame: a few per cent smaller, a third slower. Default false: the codes of the standard's Annex K.</summary>
    public bool OptimizeHuffman { get; init; }

    /// <summary>Greatest error of a sample in near-lossless JPEG-LS, in stored values; 0 is lossless. Default 2.</summary>
    public int NearLossless { get; init; } = 2;

    /// <summary>Wanted ratio of native to encoded bytes in lossy JPEG 2000 and HTJ2K. Default 10.</summary>
    public double CompressionRatio { get; init; } = 10;
}
