namespace Pacs.Imaging;

/// <summary>The order in which a tile's packets stand in the codestream (ISO/IEC 15444-1 §B.12).</summary>
internal static class J2kPacketSequence
{
    /// <summary>All packets in order; the caller raises <see cref="J2kPrecinct.NextLayer"/> of each that it has dealt with.</summary>
    /// <remarks>
    /// The loops over positions of §B.12.1.3 to B.12.1.5 come to the same as sorting precincts by the grid point at which each is met,
    /// whatever the subsampling, and cost nothing for points at which there is none.
    /// </remarks>
    public static IEnumerable<(J2kPrecinct Precinct, int Layer)> Of(J2kTile tile, CodecContext context)
    {
        int layers = tile.Parameters.Layers;
        if (tile.Parameters.Changes.Count == 0)
            return Of(tile, context, new J2kProgressionChange(0, 0, layers, int.MaxValue, int.MaxValue, tile.Parameters.Progression));
        return tile.Parameters.Changes.SelectMany(change => Of(tile, context, change with { LayerEnd = Math.Min(change.LayerEnd, layers) }));
    }

    private static IEnumerable<(J2kPrecinct Precinct, int Layer)> Of(J2kTile tile, CodecContext context, J2kProgressionChange volume)
    {
        context.Checkpoint();
        J2kPrecinct[] precincts = [.. tile.Precincts.Where(precinct =>
            precinct.Resolution >= volume.ResolutionStart && precinct.Resolution < volume.ResolutionEnd
            && precinct.Component >= volume.ComponentStart && precinct.Component < volume.ComponentEnd)];
        Array.Sort(precincts, Comparer(volume.Order));
        return volume.Order switch
        {
            J2kProgression.Lrcp => LayersFirst(precincts, volume.LayerEnd, context),
            J2kProgression.Rlcp => precincts.GroupBy(precinct => precinct.Resolution).SelectMany(group => LayersFirst([.. group], volume.LayerEnd, context)),
            _ => LayersLast(precincts, volume.LayerEnd),
        };
    }

    private static IEnumerable<(J2kPrecinct Precinct, int Layer)> LayersFirst(J2kPrecinct[] precincts, int layerEnd, CodecContext context)
    {
        for (int layer = 0; layer < layerEnd; layer++)
        {
            context.Checkpoint();
            foreach (J2kPrecinct precinct in precincts)
                if (precinct.NextLayer == layer) yield return (precinct, layer);
        }
    }

    private static IEnumerable<(J2kPrecinct Precinct, int Layer)> LayersLast(J2kPrecinct[] precincts, int layerEnd)
    {
        foreach (J2kPrecinct precinct in precincts)
            for (int layer = precinct.NextLayer; layer < layerEnd; layer++) yield return (precinct, layer);
    }

    private static Comparison<J2kPrecinct> Comparer(J2kProgression order) => order switch
    {
        J2kProgression.Lrcp or J2kProgression.Rlcp => static (a, b) => (a.Resolution, a.Component, a.Index).CompareTo((b.Resolution, b.Component, b.Index)),
        J2kProgression.Rpcl => static (a, b) => (a.Resolution, a.Y, a.X, a.Component, a.Index).CompareTo((b.Resolution, b.Y, b.X, b.Component, b.Index)),
        J2kProgression.Pcrl => static (a, b) => (a.Y, a.X, a.Component, a.Resolution, a.Index).CompareTo((b.Y, b.X, b.Component, b.Resolution, b.Index)),
        _ => static (a, b) => (a.Component, a.Y, a.X, a.Resolution, a.Index).CompareTo((b.Component, b.Y, b.X, b.Resolution, b.Index)),
    };
}
