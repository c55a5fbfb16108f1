namespace Pacs.Imaging;

/// <summary>What the symbols of a Huffman code mean.</summary>
internal enum JpegCoding
{
    /// <summary>The size of a difference: DC coefficients, and all samples of lossless frames (ISO/IEC 10918-1 §F.1.2.1, §H.1.2.2).</summary>
    Difference,

    /// <summary>A run of zeros and the size of what follows (§F.1.2.2).</summary>
    Sequential,

    /// <summary>As <see cref="Sequential"/>, with runs of blocks that end (§G.1.2.2).</summary>
    Progressive,
}
