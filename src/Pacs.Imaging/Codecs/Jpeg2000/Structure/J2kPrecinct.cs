namespace Pacs.Imaging;

/// <summary>The code blocks of one subband in a precinct, with the tag trees of their packet headers.</summary>
internal sealed class J2kPrecinctBand(J2kBand band, int firstBlock, int blocksWide, int blocksHigh)
{
    public J2kBand Band { get; } = band;

    /// <summary>Index of its first block in the tile; the others follow row by row.</summary>
    public int FirstBlock { get; } = firstBlock;

    public int BlocksWide { get; } = blocksWide;

    public int BlocksHigh { get; } = blocksHigh;

    /// <summary>The layer in which a block is first included (ISO/IEC 15444-1 §B.10.4).</summary>
    public J2kTagTree Inclusion { get; } = new(blocksWide, blocksHigh);

    /// <summary>Zero bit planes of a block (§B.10.5).</summary>
    public J2kTagTree ZeroPlanes { get; } = new(blocksWide, blocksHigh);
}

/// <summary>A precinct: what one packet a layer describes (ISO/IEC 15444-1 §B.6).</summary>
internal sealed class J2kPrecinct
{
    public required int Component { get; init; }

    public required int Resolution { get; init; }

    /// <summary>Position in raster order in its resolution.</summary>
    public required int Index { get; init; }

    /// <summary>The point of the reference grid at which position-wise progressions come to it (§B.12.1.3).</summary>
    public required int X { get; init; }

    public required int Y { get; init; }

    public required J2kPrecinctBand[] Bands { get; init; }

    /// <summary>The layer of its next packet.</summary>
    public int NextLayer { get; set; }
}
