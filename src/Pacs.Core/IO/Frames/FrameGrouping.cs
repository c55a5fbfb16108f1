namespace Pacs.Core;

/// <summary>Divides fragments into frames where no table does it, or a table that is wrong.</summary>
/// <remarks>In this order: one fragment a frame; all for the only frame; where a codestream begins; where one ends.</remarks>
internal static class FrameGrouping
{
    private static readonly DicomTag PixelData = ElementScanner.PixelDataTag;

    /// <summary>Which fragment each frame begins with.</summary>
    /// <param name="fragments">All of them; at least one.</param>
    /// <param name="source">Their bytes.</param>
    /// <param name="stated">Number of Frames (0028,0008), or null when the data set has none.</param>
    /// <param name="syntax">Tells the codec.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="DicomDataException">There are more fragments than frames, and nothing tells them apart.</exception>
    public static async ValueTask<int[]> DivideAsync(FragmentList fragments, ValueSource source, int? stated, TransferSyntax syntax, CancellationToken ct)
    {
        // RLE and deflated frames have one fragment each, by definition (PS3.5 §A.4.2, §A.4.13).
        if (stated == fragments.Count || IsOneFragmentAFrame(syntax)) return EachItsOwn(fragments.Count);
        if (stated == 1 || fragments.Count == 1) return [0];
        List<int> starts = [], afterEnds = [0];
        byte[] edge = new byte[CodestreamMarkers.StartLength];
        for (int i = 0; i < fragments.Count; i++)
        {
            ByteRange content = fragments.Content(i);
            if (CodestreamMarkers.IsStart((await EdgeAsync(content.Offset, CodestreamMarkers.StartLength).ConfigureAwait(false)).Span)) starts.Add(i);
            long lastBytes = Math.Max(content.Offset, content.End - CodestreamMarkers.EndLength);
            if (CodestreamMarkers.IsEnd((await EdgeAsync(lastBytes, CodestreamMarkers.EndLength).ConfigureAwait(false)).Span) && i + 1 < fragments.Count) afterEnds.Add(i + 1);

            async ValueTask<ReadOnlyMemory<byte>> EdgeAsync(long position, int length)
            {
                length = (int)Math.Min(length, content.End - position);
                int read = await source.ReadAsync(position, edge.AsMemory(0, length), ct).ConfigureAwait(false);
                return edge.AsMemory(0, read);
            }
        }

        bool beginsWithStart = starts.Count > 0 && starts[0] == 0;
        if (beginsWithStart && starts.Count == stated) return [.. starts];
        if (afterEnds.Count == stated) return [.. afterEnds];
        if (beginsWithStart) return [.. starts];
        // Without Number of Frames an image has one (PS3.3 §C.7.6.6).
        if (stated is null) return [0];
        if (fragments.Count < stated) return EachItsOwn(fragments.Count);
        throw new DicomDataException($"{fragments.Count} fragments cannot be divided into {stated} frames: there is no offset table, and no codestream that could be told by its markers.", PixelData);
    }

    private static bool IsOneFragmentAFrame(TransferSyntax syntax) => syntax == TransferSyntax.RLELossless || syntax == TransferSyntax.DeflatedImageFrameCompression;

    private static int[] EachItsOwn(int count)
    {
        int[] first = new int[count];
        for (int i = 0; i < count; i++) first[i] = i;
        return first;
    }
}
