using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>
/// The coefficients of a tile for which words of 32 bits are too small, in 64 bits: whole numbers, or double precision in the same memory. What is
/// synthesized row by row elsewhere is so as a whole here, which is simple, and slow. Dispose it to give its memory back.
/// </summary>
internal sealed class J2kWideTile : IDisposable
{
    // Bits of a sample that leave the words of the fast way room for the transforms, and singles their exactness.
    private const int NarrowPrecision = 24;
    private readonly J2kTile _tile;
    private readonly int _discardLevels;
    private readonly int _degree;
    private readonly CodecContext _context;
    private readonly long[][] _planes;
    private long _reserved;

    /// <param name="tile">The tile.</param>
    /// <param name="discardLevels">Halvings.</param>
    /// <param name="degree">Threads.</param>
    /// <param name="context">Memory, time, scheduler.</param>
    public J2kWideTile(J2kTile tile, int discardLevels, int degree, CodecContext context)
    {
        (_tile, _discardLevels, _degree, _context) = (tile, discardLevels, degree, context);
        _planes = [.. tile.Components.Select(static _ => Array.Empty<long>())];
        for (int c = 0; c < _planes.Length; c++)
        {
            long bytes = sizeof(long) * Area(c).Area;
            _context.Reserve(bytes);
            _reserved += bytes;
            _planes[c] = ArrayPool<long>.Shared.Rent(checked((int)(bytes / sizeof(long))));
        }
    }

    /// <summary>Whether a sample is this long.</summary>
    public static bool IsLong(int precision) => precision > NarrowPrecision;

    /// <summary>Whether a tile, its packets read, has samples or code blocks that are too long for the fast way: deep ones, or those of a region of interest.</summary>
    public static bool IsNeeded(J2kTile tile, int discardLevels)
    {
        if (tile.Components.Any(static component => IsLong(component.Declared.Precision))) return true;
        foreach (J2kPrecinct precinct in tile.Precincts)
        {
            if (precinct.Resolution > tile.Components[precinct.Component].Style.Levels - discardLevels) continue;
            foreach (J2kPrecinctBand part in precinct.Bands)
            {
                if (part.Band.Planes <= MqBlockDecoder.MaxPlanes) continue;
                // Of an HT block it is not known beforehand how long its magnitudes are.
                foreach (ref readonly J2kBlock block in tile.Blocks.Slice(part.FirstBlock, part.BlocksWide * part.BlocksHigh))
                    if (block.FirstChunk != 0 && (block.Coder == J2kBlockCoder.Ht || part.Band.Planes - block.ZeroPlanes > MqBlockDecoder.MaxPlanes)) return true;
            }
        }

        return false;
    }

    /// <summary>Takes in a code block; several may be taken at once.</summary>
    /// <param name="component">Whose it is.</param>
    /// <param name="band">Its band.</param>
    /// <param name="block">The block.</param>
    /// <param name="magnitudes">Signed magnitudes in halves, bit 63 the sign; empty when all are zero.</param>
    /// <param name="stride">Elements from one of their rows to the next.</param>
    public void Store(int component, J2kBand band, in J2kBlock block, ReadOnlySpan<ulong> magnitudes, int stride)
    {
        J2kTileComponent of = _tile.Components[component];
        int width = Area(component).Width;
        for (int y = 0; y < block.Height; y++)
        {
            Span<long> row = _planes[component].AsSpan(((block.Y + y) * width) + block.X, block.Width);
            if (magnitudes.IsEmpty) row.Clear();
            else if (of.Style.IsReversible) Dequantizer.Reversible(magnitudes.Slice(y * stride, block.Width), row, of.RoiShift);
            else Dequantizer.Irreversible(magnitudes.Slice(y * stride, block.Width), MemoryMarshal.Cast<long, double>(row), of.RoiShift, band.Step / 2);
        }
    }

    /// <summary>Makes samples of the coefficients, once all blocks are taken in.</summary>
    public void Synthesize()
    {
        for (int c = 0; c < _planes.Length; c++) WideWavelet.Synthesize(_planes[c], _tile.Components[c], Resolutions(c), _degree, _context);
        if (_tile.Parameters.HasComponentTransform) Transform((int)Area(0).Area);
        for (int c = 0; c < _planes.Length; c++)
        {
            Span<long> samples = _planes[c].AsSpan(0, (int)Area(c).Area);
            if (!_tile.Components[c].Style.IsReversible) Round(samples);
            Finish(samples, _tile.Components[c].Declared);
        }
    }

    /// <summary>Rows of a component's samples, shifted and cut to their range.</summary>
    public J2kRows Rows(int component) => new J2kWideRows(_planes[component], Area(component).Width);

    public void Dispose()
    {
        foreach (ref long[] plane in _planes.AsSpan())
        {
            if (plane.Length > 0) ArrayPool<long>.Shared.Return(plane);
            plane = [];
        }

        _context.Release(_reserved);
        _reserved = 0;
    }

    private int Resolutions(int component) => _tile.Components[component].Style.Levels + 1 - _discardLevels;

    private J2kRect Area(int component) => _tile.Components[component].Resolutions[Resolutions(component) - 1].Area;

    private void Transform(int count)
    {
        Span<long> a = _planes[0].AsSpan(0, count), b = _planes[1].AsSpan(0, count), c = _planes[2].AsSpan(0, count);
        if (_tile.Components[0].Style.IsReversible) ComponentTransform.InverseReversible(a, b, c);
        else ComponentTransform.InverseIrreversible(MemoryMarshal.Cast<long, double>(a), MemoryMarshal.Cast<long, double>(b), MemoryMarshal.Cast<long, double>(c));
    }

    private static void Round(Span<long> samples)
    {
        Span<double> values = MemoryMarshal.Cast<long, double>(samples);
        // No sample is as long as that; beyond, the conversion is not the same everywhere.
        for (int i = 0; i < samples.Length; i++) samples[i] = (long)Math.Clamp(Math.Round(values[i]), -1e18, 1e18);
    }

    private static void Finish(Span<long> samples, J2kComponentSize component)
    {
        long shift = component.IsSigned ? 0 : 1L << (component.Precision - 1), greatest = (1L << (component.Precision - 1)) - 1;
        foreach (ref long sample in samples) sample = Math.Clamp(sample, ~greatest, greatest) + shift;
    }
}
