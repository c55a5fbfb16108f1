namespace Pacs.Imaging;

/// <summary>A code block: its place, and what the packets said of it.</summary>
internal struct J2kBlock
{
    /// <summary>Place in the component's coefficients.</summary>
    public int X, Y;

    public short Width, Height;

    /// <summary>Most significant bit planes that are zero throughout.</summary>
    public byte ZeroPlanes;

    public bool IsIncluded;

    public J2kBlockCoder Coder;

    /// <summary>Coding passes so far, over all layers; in HT, placeholders included.</summary>
    public short Passes;

    /// <summary>The state variable Lblock of length fields (ISO/IEC 15444-1 §B.10.7.1).</summary>
    public short LengthBits;

    /// <summary>First and last of its <see cref="J2kChunk"/>s in the tile's list, from 1; 0 is none.</summary>
    public int FirstChunk, LastChunk;
}
