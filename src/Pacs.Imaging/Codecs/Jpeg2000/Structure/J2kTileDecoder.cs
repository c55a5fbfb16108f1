using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Decodes one tile into its place in the frame.</summary>
/// <param name="frame">The encoded frame.</param>
/// <param name="stream">Its structure.</param>
/// <param name="discardLevels">Halvings.</param>
/// <param name="degree">Threads for a tile.</param>
/// <param name="context">Memory, time, scheduler.</param>
internal sealed class J2kTileDecoder(ReadOnlyMemory<byte> frame, J2kCodestream stream, int discardLevels, int degree, CodecContext context)
{
    // Used again from tile to tile.
    private readonly ConcurrentBag<J2kBlockDecoder> _decoders = [];

    /// <summary>Decodes a tile. Several may be decoded at once.</summary>
    /// <param name="source">Where its packets are.</param>
    /// <param name="output">Takes the samples.</param>
    /// <returns>What is missing of its packets, or null.</returns>
    public string? Decode(J2kTileSource source, J2kOutput output)
    {
        using var tile = new J2kTile(stream.Size, source.Index, source.Parameters, context);
        J2kLayout.RequireReductions(tile, discardLevels);
        var packets = new J2kPacketReader(frame.Span, tile, source, context);
        packets.ReadAll(discardLevels);
        if (J2kWideTile.IsNeeded(tile, discardLevels)) DecodeWide(tile, output);
        else DecodeNarrow(tile, output);
        return packets.Truncation;
    }

    private void DecodeNarrow(J2kTile tile, J2kOutput output)
    {
        int[][] planes = new int[tile.Components.Length][];
        long reserved = 0;
        try
        {
            for (int c = 0; c < planes.Length; c++)
            {
                long bytes = sizeof(int) * Area(tile.Components[c]).Area;
                context.Reserve(bytes);
                reserved += bytes;
                planes[c] = ArrayPool<int>.Shared.Rent(checked((int)(bytes / sizeof(int))));
            }

            DecodeBlocks(tile, (component, band, block, decoder) => Decode(tile, component, band, tile.Block(block), decoder, planes[component]));
            output.Store(tile, Rows, areFinished: false, degree, context);
        }
        finally
        {
            foreach (int[]? plane in planes)
                if (plane is not null) ArrayPool<int>.Shared.Return(plane);
            context.Release(reserved);
        }

        J2kRows Rows(int component)
        {
            J2kTileComponent of = tile.Components[component];
            return J2kRows.Of(planes[component], Area(of).Width, of, Resolutions(of), context);
        }
    }

    private void DecodeWide(J2kTile tile, J2kOutput output)
    {
        using var wide = new J2kWideTile(tile, discardLevels, degree, context);
        DecodeBlocks(tile, (component, band, block, decoder) =>
            wide.Store(component, band, tile.Block(block), decoder.DecodeWide(frame.Span, tile, tile.Block(block), band, tile.Components[component].Style.Style), decoder.Stride));
        wide.Synthesize();
        output.Store(tile, wide.Rows, areFinished: true, degree, context);
    }

    private int Resolutions(J2kTileComponent component) => component.Style.Levels + 1 - discardLevels;

    private J2kRect Area(J2kTileComponent component) => component.Resolutions[Resolutions(component) - 1].Area;

    private void DecodeBlocks(J2kTile tile, Action<int, J2kBand, int, J2kBlockDecoder> decode)
    {
        J2kPrecinct[] precincts = [.. tile.Precincts.Where(precinct => precinct.Resolution < Resolutions(tile.Components[precinct.Component]))];
        var blocks = new List<(int Component, J2kBand Band, int Block)>();
        foreach (J2kPrecinct precinct in precincts)
            foreach (J2kPrecinctBand part in precinct.Bands)
                for (int i = 0; i < part.BlocksWide * part.BlocksHigh; i++) blocks.Add((precinct.Component, part.Band, part.FirstBlock + i));
        J2kParallel.For(blocks.Count, degree, context, () => _decoders.TryTake(out J2kBlockDecoder? used) ? used : new J2kBlockDecoder(), (i, decoder) =>
            decode(blocks[i].Component, blocks[i].Band, blocks[i].Block, decoder), _decoders.Add);
    }

    private void Decode(J2kTile tile, int component, J2kBand band, in J2kBlock block, J2kBlockDecoder decoder, int[] plane)
    {
        J2kTileComponent of = tile.Components[component];
        Span<uint> magnitudes = decoder.Decode(frame.Span, tile, block, band, of.Style.Style);
        int stride = Area(of).Width;
        if (of.RoiShift > 0) Dequantizer.Unshift(magnitudes, of.RoiShift);
        for (int y = 0; y < block.Height; y++)
        {
            Span<int> row = plane.AsSpan(((block.Y + y) * stride) + block.X, block.Width);
            if (magnitudes.IsEmpty) row.Clear();
            else if (of.Style.IsReversible) Dequantizer.Reversible(magnitudes.Slice(y * decoder.Stride, block.Width), row);
            else Dequantizer.Irreversible(magnitudes.Slice(y * decoder.Stride, block.Width), MemoryMarshal.Cast<int, float>(row), band.Step / 2);
        }
    }
}
