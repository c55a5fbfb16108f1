using System.Buffers.Binary;
using System.Numerics;

namespace Pacs.Imaging;

/// <summary>Reads a tile's packets: which bytes belong to which code block (ISO/IEC 15444-1 §B.9, §B.10).</summary>
internal ref struct J2kPacketReader
{
    private readonly ReadOnlySpan<byte> _frame;
    private readonly J2kTile _tile;
    private readonly J2kTileSource _source;
    private readonly CodecContext _context;
    private readonly List<(int Block, J2kChunk Chunk)> _contributions = [];
    private int _part;
    private int _at;
    private int _headerAt;

    public J2kPacketReader(ReadOnlySpan<byte> frame, J2kTile tile, J2kTileSource source, CodecContext context)
    {
        _frame = frame;
        (_tile, _source, _context) = (tile, source, context);
        _at = source.Parts[0].Start;
    }

    /// <summary>Why reading ended before the last packet, or null.</summary>
    public string? Truncation { get; private set; }

    /// <summary>Packets read.</summary>
    public int Packets { get; private set; }

    /// <summary>Offset behind the last packet of the wanted resolutions.</summary>
    public int WantedEnd { get; private set; }

    /// <summary>Reads all packets, or as many as there are.</summary>
    /// <param name="discardLevels">Decomposition levels that are not wanted: their packets need not be there.</param>
    public void ReadAll(int discardLevels)
    {
        long wanted = 0;
        foreach (J2kPrecinct precinct in _tile.Precincts)
            if (IsWanted(precinct, discardLevels)) wanted += _tile.Parameters.Layers;
        foreach ((J2kPrecinct precinct, int layer) in J2kPacketSequence.Of(_tile, _context))
        {
            if (wanted == 0) return;
            if (!TryEnterPart(out int end))
            {
                Truncation = $"tile {_tile.Index} ends after {Packets} packets";
                return;
            }

            _context.Checkpoint();
            if (!TryReadPacket(precinct, layer, end)) return;
            Packets++;
            precinct.NextLayer = layer + 1;
            if (!IsWanted(precinct, discardLevels)) continue;
            wanted--;
            WantedEnd = _at;
        }
    }

    private readonly bool IsWanted(J2kPrecinct precinct, int discardLevels) =>
        discardLevels == 0 || precinct.Resolution <= _tile.Components[precinct.Component].Style.Levels - discardLevels;

    // Packets do not cross tile-parts.
    private bool TryEnterPart(out int end)
    {
        while (true)
        {
            (int start, end) = _source.Parts[_part];
            if (_at < start || _at > end) _at = start;
            if (_at < end) return true;
            if (_part + 1 == _source.Parts.Count) break;
            _part++;
        }

        // The last packets may be empty, and so without a byte here when their headers stand elsewhere.
        return _source.HasPackedHeaders && _headerAt < _source.PackedHeaders.Length;
    }

    private bool TryReadPacket(J2kPrecinct precinct, int layer, int end)
    {
        // SOP stands before packets where an encoder liked (§A.8.1).
        if (_tile.Parameters.MayHaveSop && end - _at >= 6 && BinaryPrimitives.ReadUInt16BigEndian(_frame[_at..]) == J2kMarker.Sop) _at += 6;
        ReadOnlySpan<byte> headers = _source.HasPackedHeaders ? _source.PackedHeaders[_headerAt..] : _frame[_at..end];
        var bits = new J2kBitReader(headers);
        _contributions.Clear();
        bool isSound = true;
        if (bits.Read() != 0)
            foreach (J2kPrecinctBand band in precinct.Bands)
                if (isSound) isSound = TryReadBand(band, layer, _tile.Components[precinct.Component].Style.Style, ref bits);
        bits.Align();
        int length = bits.Position;
        if (_tile.Parameters.HasEph && headers.Length - length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(headers[length..]) == J2kMarker.Eph) length += 2;
        if (!isSound || bits.IsPastEnd) return Break("has a broken header");
        if (_source.HasPackedHeaders) _headerAt += length;
        else _at += length;

        foreach ((int block, J2kChunk chunk) in _contributions)
        {
            if (chunk.Length > end - _at) return Break($"wants {chunk.Length} bytes for a code block; {end - _at} are left");
            Append(block, chunk with { Offset = _at });
            _at += chunk.Length;
        }

        return true;
    }

    private bool Break(string how)
    {
        Truncation = $"packet {Packets} of tile {_tile.Index} {how}";
        return false;
    }

    private readonly bool TryReadBand(J2kPrecinctBand band, int layer, J2kBlockStyle style, ref J2kBitReader bits)
    {
        for (int y = 0; y < band.BlocksHigh; y++)
        {
            for (int x = 0; x < band.BlocksWide; x++)
            {
                int index = band.FirstBlock + (y * band.BlocksWide) + x;
                ref J2kBlock block = ref _tile.Block(index);
                bool isIncluded = block.IsIncluded ? bits.Read() != 0 : band.Inclusion.IsBelow(x, y, layer + 1, ref bits);
                if (bits.IsPastEnd) return false;
                if (!isIncluded) continue;
                if (!block.IsIncluded)
                {
                    int planes = 1;
                    while (!band.ZeroPlanes.IsBelow(x, y, planes, ref bits))
                        if (++planes > 80 || bits.IsPastEnd) return false;
                    block.ZeroPlanes = (byte)(planes - 1);
                    block.IsIncluded = true;
                }

                if (!TryReadLengths(index, ref block, style, ref bits)) return false;
            }
        }

        return true;
    }

    private readonly bool TryReadLengths(int index, ref J2kBlock block, J2kBlockStyle style, ref J2kBitReader bits)
    {
        int passes = bits.ReadPasses();
        while (bits.Read() != 0)
            if (++block.LengthBits > 32 || bits.IsPastEnd) return false;
        // More than 164 passes a packet cannot be said, more than a few hundred in all cannot be meant.
        if (block.Passes + passes > 512) return false;
        if (!style.HasFlag(J2kBlockStyle.HighThroughput)) block.Coder = J2kBlockCoder.Mq;
        else if (block.Coder == J2kBlockCoder.Unknown && !TryReadFirstLength(index, ref block, style, ref passes, ref bits)) return false;
        while (passes > 0)
        {
            int segment = Math.Min(passes, J2kPassRules.UntilTermination(J2kPassRules.StyleOf(style, block.Coder), block.Passes));
            if (!TryReadLength(block.LengthBits, segment, ref bits, out int length)) return false;
            Add(index, ref block, segment, length);
            passes -= segment;
        }

        return true;
    }

    // Before an HT block has bytes its passes are placeholders, three for each plane that was left out, and a length stands for all of a packet's
    // passes as in Part 1. Only when it is one of a cleanup pass do the refinements behind that have a length of their own (15444-15 §B.3).
    private readonly bool TryReadFirstLength(int index, ref J2kBlock block, J2kBlockStyle style, ref int passes, ref J2kBitReader bits)
    {
        bool isMixed = style.HasFlag(J2kBlockStyle.Mixed);
        // Passes up to the last cleanup pass of this packet; none when it has but refinements.
        int reach = passes - ((block.Passes + passes - 1) % 3), begun = Math.Max(reach, 1), rest = BitOperations.Log2((uint)passes) - BitOperations.Log2((uint)begun);
        if (!TryReadLength(block.LengthBits, begun, ref bits, out int length)) return false;
        // In a mixed stream the length of an HT segment has a zero in front; that of another block is as short as can be, so that it has none.
        bool isHt = !isMixed || (block.LengthBits > 3 && length > 1 && length >> (block.LengthBits + BitOperations.Log2((uint)begun) - 1) == 0);
        if (reach > 0 && length > 0 && isHt)
        {
            block.Coder = J2kBlockCoder.Ht;
            Add(index, ref block, reach, length);
            passes -= reach;
            return true;
        }

        if (block.LengthBits + BitOperations.Log2((uint)passes) > 31) return false;
        length = (length << rest) | bits.Read(rest);
        if (bits.IsPastEnd || (length > 0 && !isMixed)) return false;
        if (length > 0) block.Coder = J2kBlockCoder.Mq;
        Add(index, ref block, passes, length);
        passes = 0;
        return true;
    }

    private static bool TryReadLength(int lengthBits, int passes, ref J2kBitReader bits, out int length)
    {
        length = 0;
        int width = lengthBits + BitOperations.Log2((uint)passes);
        if (width > 31) return false;
        length = bits.Read(width);
        return !bits.IsPastEnd && length >= 0;
    }

    private readonly void Add(int index, ref J2kBlock block, int passes, int length)
    {
        _contributions.Add((index, new J2kChunk(0, length, (short)passes, 0)));
        block.Passes += (short)passes;
    }

    private readonly void Append(int index, J2kChunk chunk)
    {
        _tile.Chunks.Add(chunk);
        ref J2kBlock block = ref _tile.Block(index);
        if (block.LastChunk == 0) block.FirstChunk = _tile.Chunks.Count;
        else _tile.Chunks[block.LastChunk - 1] = _tile.Chunks[block.LastChunk - 1] with { Next = _tile.Chunks.Count };
        block.LastChunk = _tile.Chunks.Count;
    }
}
