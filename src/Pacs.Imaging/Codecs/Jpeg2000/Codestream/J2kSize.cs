namespace Pacs.Imaging;

/// <summary>SIZ: image, tiles and components on the reference grid (ISO/IEC 15444-1 §A.5.1, §B.2, §B.3).</summary>
internal sealed record J2kSize
{
    public const int MaxTiles = 65535;

    public required int X0 { get; init; }

    public required int Y0 { get; init; }

    public required int X1 { get; init; }

    public required int Y1 { get; init; }

    public required int TileX0 { get; init; }

    public required int TileY0 { get; init; }

    public required int TileWidth { get; init; }

    public required int TileHeight { get; init; }

    public required J2kComponentSize[] Components { get; init; }

    /// <summary>Rsiz; bit 14 says that HT code blocks may occur.</summary>
    public int Capabilities { get; init; }

    public int TilesWide => CeilDiv(X1 - TileX0, TileWidth);

    public int TilesHigh => CeilDiv(Y1 - TileY0, TileHeight);

    public int TileCount => TilesWide * TilesHigh;

    /// <summary>The area of a tile on the reference grid (§B.3).</summary>
    public J2kRect Tile(int index)
    {
        int column = index % TilesWide, row = index / TilesWide;
        long left = TileX0 + (long)column * TileWidth, top = TileY0 + (long)row * TileHeight;
        return new J2kRect(
            (int)Math.Max(left, X0), (int)Math.Max(top, Y0),
            (int)Math.Min(left + TileWidth, X1), (int)Math.Min(top + TileHeight, Y1));
    }

    public static J2kSize Read(ref J2kSegment segment)
    {
        int capabilities = segment.U16();
        int x1 = Coordinate(ref segment), y1 = Coordinate(ref segment), x0 = Coordinate(ref segment), y0 = Coordinate(ref segment);
        int tileWidth = Coordinate(ref segment), tileHeight = Coordinate(ref segment), tileX0 = Coordinate(ref segment), tileY0 = Coordinate(ref segment);
        int count = segment.U16();
        if (x0 >= x1 || y0 >= y1) throw segment.Error($"declares an empty image: {x0},{y0} to {x1},{y1}");
        if (tileWidth == 0 || tileHeight == 0 || tileX0 > x0 || tileY0 > y0 || (long)tileX0 + tileWidth <= x0 || (long)tileY0 + tileHeight <= y0)
            throw segment.Error($"declares tiles of {tileWidth} x {tileHeight} from {tileX0},{tileY0} that do not cover the image from {x0},{y0}");
        if (count is 0 or > 16384 || segment.Remaining < 3 * count) throw segment.Error($"declares {count} components in {segment.Remaining} bytes");

        var components = new J2kComponentSize[count];
        for (int i = 0; i < count; i++)
        {
            int depth = segment.U8(), dx = segment.U8(), dy = segment.U8();
            if ((depth & 0x7F) > 37 || dx == 0 || dy == 0) throw segment.Error($"declares component {i} with {(depth & 0x7F) + 1} bits and a sample every {dx} x {dy}");
            components[i] = new J2kComponentSize((depth & 0x7F) + 1, (depth & 0x80) != 0, dx, dy);
        }

        var size = new J2kSize
        {
            X0 = x0, Y0 = y0, X1 = x1, Y1 = y1, TileX0 = tileX0, TileY0 = tileY0, TileWidth = tileWidth, TileHeight = tileHeight,
            Components = components, Capabilities = capabilities,
        };
        if ((long)size.TilesWide * size.TilesHigh > MaxTiles) throw segment.Error($"declares {size.TilesWide} x {size.TilesHigh} tiles; {MaxTiles} are possible");
        return size;
    }

    public static int CeilDiv(int value, int divisor) => (int)(((long)value + divisor - 1) / divisor);

    // Coordinates go up to 2^32 - 1 in the format; no frame of DICOM comes near, and 31 bits keep the arithmetic free of overflow.
    private static int Coordinate(ref J2kSegment segment)
    {
        uint value = segment.U32();
        return value <= int.MaxValue ? (int)value : throw segment.Error($"holds the coordinate {value}; at most {int.MaxValue} is supported");
    }
}
