using System.Buffers;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>A tile's components, precincts and code blocks. Dispose it to give its memory back.</summary>
internal sealed class J2kTile : IDisposable
{
    private readonly CodecContext _context;
    private J2kBlock[] _blocks = [];
    private long _reserved;

    public J2kTile(J2kSize size, int index, J2kParameters parameters, CodecContext context)
    {
        (_context, Index, Area, Parameters) = (context, index, size.Tile(index), parameters);
        Components = new J2kTileComponent[size.Components.Length];
        for (int c = 0; c < Components.Length; c++) Components[c] = new J2kTileComponent(size, Area, parameters, c);
        for (int c = 0; c < Components.Length; c++)
            for (int r = 0; r < Components[c].Resolutions.Length; r++) AddPrecincts(c, r);
    }

    public int Index { get; }

    public J2kRect Area { get; }

    public J2kParameters Parameters { get; }

    public J2kTileComponent[] Components { get; }

    /// <summary>All precincts, by component, then resolution, then position.</summary>
    public List<J2kPrecinct> Precincts { get; } = [];

    public int BlockCount { get; private set; }

    public Span<J2kBlock> Blocks => _blocks.AsSpan(0, BlockCount);

    /// <summary>Data of the blocks, in order of the packets.</summary>
    public List<J2kChunk> Chunks { get; } = [];

    public ref J2kBlock Block(int index) => ref _blocks[index];

    public void Dispose()
    {
        ArrayPool<J2kBlock>.Shared.Return(Interlocked.Exchange(ref _blocks, []));
        BlockCount = 0;
        _context.Release(Interlocked.Exchange(ref _reserved, 0));
    }

    private void AddPrecincts(int component, int resolution)
    {
        J2kTileComponent tileComponent = Components[component];
        J2kCodingStyle style = tileComponent.Style;
        J2kRect area = tileComponent.Resolutions[resolution].Area;
        if (area.IsEmpty) return;
        int widthLog = style.PrecinctWidthLog(resolution), heightLog = style.PrecinctHeightLog(resolution);
        int left = area.X0 >> widthLog, top = area.Y0 >> heightLog;
        int wide = ((area.X1 - 1) >> widthLog) - left + 1, high = ((area.Y1 - 1) >> heightLog) - top + 1;
        int shift = style.Levels - resolution;
        for (int y = 0; y < high; y++)
        {
            _context.Checkpoint();
            for (int x = 0; x < wide; x++)
            {
                Precincts.Add(new J2kPrecinct
                {
                    Component = component, Resolution = resolution, Index = (y * wide) + x,
                    X = OnGrid(left + x, widthLog + shift, tileComponent.Declared.Dx, Area.X0),
                    Y = OnGrid(top + y, heightLog + shift, tileComponent.Declared.Dy, Area.Y0),
                    Bands = Bands(tileComponent, resolution, left + x, top + y, widthLog, heightLog),
                });
            }
        }
    }

    private J2kPrecinctBand[] Bands(J2kTileComponent component, int resolution, int x, int y, int widthLog, int heightLog)
    {
        J2kBand[] bands = component.Resolutions[resolution].Bands;
        var parts = new J2kPrecinctBand[bands.Length];
        // A precinct of a higher resolution is half as wide and high in each of its three bands (§B.6).
        if (resolution > 0) (widthLog, heightLog) = (widthLog - 1, heightLog - 1);
        for (int b = 0; b < bands.Length; b++)
        {
            J2kRect band = bands[b].Area;
            var cell = new J2kRect(
                Math.Max(band.X0, Shift(x, widthLog)), Math.Max(band.Y0, Shift(y, heightLog)),
                Math.Min(band.X1, Shift(x + 1, widthLog)), Math.Min(band.Y1, Shift(y + 1, heightLog)));
            parts[b] = AddBlocks(bands[b], cell, Math.Min(component.Style.BlockWidthLog, widthLog), Math.Min(component.Style.BlockHeightLog, heightLog));
        }

        return parts;
    }

    private J2kPrecinctBand AddBlocks(J2kBand band, J2kRect cell, int widthLog, int heightLog)
    {
        int first = BlockCount, wide = 0, high = 0;
        if (!cell.IsEmpty)
        {
            int left = cell.X0 >> widthLog, top = cell.Y0 >> heightLog;
            (wide, high) = (((cell.X1 - 1) >> widthLog) - left + 1, ((cell.Y1 - 1) >> heightLog) - top + 1);
            Reserve(256 + ((long)wide * high * Unsafe.SizeOf<J2kBlock>()) + (2 * J2kTagTree.Memory(wide, high)));
            Grow(BlockCount + (wide * high));
            for (int y = 0; y < high; y++)
                for (int x = 0; x < wide; x++)
                {
                    int x0 = Math.Max(cell.X0, Shift(left + x, widthLog)), y0 = Math.Max(cell.Y0, Shift(top + y, heightLog));
                    _blocks[BlockCount++] = new J2kBlock
                    {
                        X = band.Left + x0 - band.Area.X0, Y = band.Top + y0 - band.Area.Y0,
                        Width = (short)(Math.Min(cell.X1, Shift(left + x + 1, widthLog)) - x0), Height = (short)(Math.Min(cell.Y1, Shift(top + y + 1, heightLog)) - y0),
                        LengthBits = 3,
                    };
                }
        }
        else Reserve(256);
        return new J2kPrecinctBand(band, first, wide, high);
    }

    private static int Shift(int value, int by) => (int)Math.Min((long)value << by, int.MaxValue);

    private static int OnGrid(int index, int log, int distance, int start) => log > 40 ? start : (int)Math.Min(int.MaxValue, Math.Max(start, ((long)index << log) * distance));

    private void Reserve(long bytes)
    {
        _context.Reserve(bytes);
        _reserved += bytes;
    }

    private void Grow(int count)
    {
        if (count <= _blocks.Length) return;
        J2kBlock[] grown = ArrayPool<J2kBlock>.Shared.Rent(Math.Max(count, _blocks.Length * 2));
        _blocks.AsSpan(0, BlockCount).CopyTo(grown);
        if (_blocks.Length > 0) ArrayPool<J2kBlock>.Shared.Return(_blocks);
        _blocks = grown;
    }
}
