namespace Pacs.Imaging;

/// <summary>How far into a frame the packets of its smaller version reach, when only the beginning of the frame is there.</summary>
internal static class J2kReach
{
    /// <summary>Reads the packets that are there.</summary>
    /// <param name="beginning">The first bytes of the frame.</param>
    /// <param name="stream">As much of its structure as they tell.</param>
    /// <param name="reductions">Halvings.</param>
    /// <param name="context">Limits and cancellation.</param>
    /// <param name="length">Where the last packet ends that is needed; when false, where it may be.</param>
    /// <returns>Whether all packets that are needed are there.</returns>
    public static bool TryGet(ReadOnlySpan<byte> beginning, J2kCodestream stream, int reductions, CodecContext context, out long length)
    {
        length = stream.MainHeaderEnd;
        bool isWhole = stream.Tiles.Count == stream.Size.TileCount;
        long foretold = 0;
        foreach (J2kTileSource source in stream.Tiles.Values)
        {
            if (!isWhole) break;
            using var tile = new J2kTile(stream.Size, source.Index, source.Parameters, context);
            J2kLayout.RequireReductions(tile, reductions);
            var packets = new J2kPacketReader(beginning, tile, source, context);
            packets.ReadAll(reductions);
            length = Math.Max(length, packets.WantedEnd);
            if (packets.Truncation is null) continue;
            isWhole = false;
            if (stream.Size.TileCount == 1) foretold = ByPacketLengths(stream, source, reductions, context);
        }

        if (isWhole) return true;
        // Lengths may lie: they only say what to read next. The end of the tile-part that is cut is a guess as long as it is not far off.
        if (foretold <= beginning.Length) foretold = ByTilePartLengths(stream, reductions);
        if (foretold <= beginning.Length && stream.CutPartEnd <= 4L * beginning.Length) foretold = stream.CutPartEnd;
        length = foretold > beginning.Length ? foretold : 2L * beginning.Length;
        return false;
    }

    // PLT tells the length of each packet of a tile-part (ISO/IEC 15444-1 §A.7.3).
    private static long ByPacketLengths(J2kCodestream stream, J2kTileSource source, int reductions, CodecContext context)
    {
        if (source.Parts.Count != 1 || source.PacketLengths.Count == 0) return 0;
        using var tile = new J2kTile(stream.Size, source.Index, source.Parameters, context);
        int packets = 0, wanted = 0;
        foreach ((J2kPrecinct precinct, int layer) in J2kPacketSequence.Of(tile, context))
        {
            if (packets == source.PacketLengths.Count) break;
            packets++;
            precinct.NextLayer = layer + 1;
            if (precinct.Resolution <= tile.Components[precinct.Component].Style.Levels - reductions) wanted = packets;
        }

        return source.Parts[0].Start + source.PacketLengths.Take(wanted).Sum(static length => (long)length);
    }

    // TLM tells the length of each tile-part (§A.7.1). Where there are as many for a tile as it has resolutions, each probably holds one.
    private static long ByTilePartLengths(J2kCodestream stream, int reductions)
    {
        int levels = stream.Main.Style(0).Levels;
        if (stream.TilePartLengths.Count != (long)stream.Size.TileCount * (levels + 1)) return 0;
        var parts = new Dictionary<int, int>();
        long end = stream.MainHeaderEnd, reach = 0;
        foreach ((int tile, uint length) in stream.TilePartLengths)
        {
            end += length;
            int part = parts[tile] = parts.GetValueOrDefault(tile, -1) + 1;
            if (part <= levels - reductions) reach = end;
        }

        return reach;
    }
}
