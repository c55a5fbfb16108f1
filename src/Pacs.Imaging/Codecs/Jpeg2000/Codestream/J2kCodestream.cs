using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>The structure of a codestream: its main header and where each tile's packets are (ISO/IEC 15444-1 Annex A). Reads no packet.</summary>
internal sealed class J2kCodestream
{
    private readonly J2kPackedHeaders _packedHeaders = new();
    private readonly Dictionary<int, J2kTileSource> _tiles = [];
    private readonly List<(int Tile, uint Length)> _tilePartLengths = [];
    private J2kSize? _size;
    private J2kParameters? _main;

    private J2kCodestream()
    {
    }

    public J2kSize Size => _size!;

    public J2kParameters Main => _main!;

    /// <summary>Tiles that have at least one tile-part, by index.</summary>
    public IReadOnlyDictionary<int, J2kTileSource> Tiles => _tiles;

    /// <summary>What is missing at the end, or null when all tile-parts are whole.</summary>
    public string? Truncation { get; private set; }

    /// <summary>Tile-parts and their lengths as TLM tells them; nothing depends on it.</summary>
    public IReadOnlyList<(int Tile, uint Length)> TilePartLengths => _tilePartLengths;

    /// <summary>Where the tile-part that the frame ends in should have ended; 0 when none was cut in its packets.</summary>
    public long CutPartEnd { get; private set; }

    /// <summary>Offset behind the main header, in the frame.</summary>
    public int MainHeaderEnd { get; private set; }

    /// <summary>Reads the main header only.</summary>
    /// <exception cref="DicomImageException">It is broken.</exception>
    public static J2kCodestream ReadMainHeader(ReadOnlySpan<byte> frame)
    {
        var stream = new J2kCodestream();
        stream.ReadMain(frame, J2kContainer.FindCodestream(frame));
        return stream;
    }

    /// <summary>Reads the main header and all tile-part headers.</summary>
    /// <exception cref="DicomImageException">A header is broken. That the stream ends too early is none: see <see cref="Truncation"/>.</exception>
    public static J2kCodestream Read(ReadOnlySpan<byte> frame, CodecContext context)
    {
        J2kCodestream stream = ReadMainHeader(frame);
        int at = stream.MainHeaderEnd;
        while (stream.ReadTilePart(frame, ref at)) context.Checkpoint();
        if (stream._tiles.Count == 0) throw new DicomImageException($"The codestream ends before its first tile-part is there: {stream.Truncation}.", at);
        return stream;
    }

    private void ReadMain(ReadOnlySpan<byte> frame, int start)
    {
        int at = start + 2;
        while (true)
        {
            if (!TryReadSegment(frame, ref at, out ushort marker, out J2kSegment segment)) throw new DicomImageException("The main header of the codestream is cut short.", at);
            if (marker == J2kMarker.Sot)
            {
                MainHeaderEnd = at - segment.Body.Length - 4;
                break;
            }

            if (J2kMarker.IsBare(marker)) throw new DicomImageException($"The marker {marker:X4} stands in the main header.", at - 2);
            if (marker == J2kMarker.Siz)
            {
                if (_size is not null) throw segment.Error("is a second SIZ");
                _size = J2kSize.Read(ref segment);
                _main = new J2kParameters(_size);
            }
            else if (_main is null) throw segment.Error("stands before SIZ");
            else if (marker == J2kMarker.Ppm) _packedHeaders.Add(ref segment);
            else if (marker == J2kMarker.Tlm) ReadTilePartLengths(ref segment);
            else _main.TryRead(marker, ref segment);
        }

        if (_main is null) throw new DicomImageException("The codestream has no SIZ segment.", at);
        Main.Validate();
    }

    private bool ReadTilePart(ReadOnlySpan<byte> frame, ref int at)
    {
        int start = at;
        if (frame.Length - at < 2) return End($"no end marker after {at} bytes");
        if (BinaryPrimitives.ReadUInt16BigEndian(frame[at..]) == J2kMarker.Eoc) return false;
        if (!TryReadSegment(frame, ref at, out ushort marker, out J2kSegment sot)) return End($"the tile-part at {start} is cut in its header");
        if (marker != J2kMarker.Sot) return End($"the marker {marker:X4} stands at {start}, where a tile-part should begin");
        int index = sot.U16();
        uint length = sot.U32();
        int part = sot.U8();
        if (index >= Size.TileCount) throw sot.Error($"speaks of tile {index}; there are {Size.TileCount}");
        if (length is not 0 and < 14) throw sot.Error($"declares a tile-part of {length} bytes");
        long end = length == 0 ? frame.Length : start + (long)length;

        J2kTileSource tile = _tiles.GetValueOrDefault(index) ?? new J2kTileSource(index, Main);
        if (!TryReadTilePartHeader(frame, ref at, tile)) return End($"the header of part {part} of tile {index} is cut");
        tile.EndHeader(_packedHeaders.Next());
        if (at > end) throw new DicomImageException($"Part {part} of tile {index} declares {length} bytes; its header alone has more.", start);
        _tiles[index] = tile;
        tile.Parts.Add((at, (int)Math.Min(end, frame.Length)));
        if (end > frame.Length) CutPartEnd = end;
        if (end > frame.Length) return End($"part {part} of tile {index} has {frame.Length - start} of {length} bytes");
        at = (int)end;
        // A length of 0 stands for all that is left, end marker included.
        return length != 0;
    }

    private bool TryReadTilePartHeader(ReadOnlySpan<byte> frame, ref int at, J2kTileSource tile)
    {
        while (true)
        {
            if (!TryReadSegment(frame, ref at, out ushort marker, out J2kSegment segment)) return false;
            if (marker == J2kMarker.Sod) break;
            if (J2kMarker.IsBare(marker) || marker is J2kMarker.Sot or J2kMarker.Siz) throw new DicomImageException($"The marker {marker:X4} stands in the header of tile {tile.Index}.", at);
            if (marker == J2kMarker.Ppt)
            {
                tile.AddPackedHeader(ref segment);
                continue;
            }

            if (marker == J2kMarker.Plt)
            {
                tile.AddPacketLengths(ref segment);
                continue;
            }

            if (marker is not (J2kMarker.Cod or J2kMarker.Coc or J2kMarker.Qcd or J2kMarker.Qcc or J2kMarker.Poc or J2kMarker.Rgn)) continue;
            // Only the progression may change after the first part (§A.6); its packets are read with what it said.
            if (tile.Parts.Count > 0 && marker != J2kMarker.Poc) continue;
            if (tile.Parameters == Main) tile.Parameters = new J2kParameters(Size, Main);
            tile.Parameters.TryRead(marker, ref segment);
        }

        if (tile.Parameters != Main) tile.Parameters.Validate();
        return true;
    }

    // Table A.33: an index, sizes of the two fields, and the fields. What is not said counts up; what does not fit is passed over, since TLM is a hint.
    private void ReadTilePartLengths(ref J2kSegment segment)
    {
        if (segment.Remaining < 2) return;
        segment.U8();
        int sizes = segment.U8(), tileSize = sizes >> 4 & 3, lengthSize = (sizes & 0x40) != 0 ? 4 : 2;
        while (tileSize < 3 && segment.Remaining >= tileSize + lengthSize)
        {
            int tile = tileSize switch { 0 => _tilePartLengths.Count, 1 => segment.U8(), _ => segment.U16() };
            _tilePartLengths.Add((tile, lengthSize == 4 ? segment.U32() : (uint)segment.U16()));
        }
    }

    private bool End(string what)
    {
        Truncation = what;
        return false;
    }

    // False when the frame ends before the segment does.
    private static bool TryReadSegment(ReadOnlySpan<byte> frame, ref int at, out ushort marker, out J2kSegment segment)
    {
        marker = 0;
        segment = default;
        if (frame.Length - at < 2) return false;
        marker = BinaryPrimitives.ReadUInt16BigEndian(frame[at..]);
        if (marker < 0xFF00) throw new DicomImageException($"There are the bytes {marker:X4} where a marker should be.", at);
        if (J2kMarker.IsBare(marker))
        {
            at += 2;
            return true;
        }

        if (frame.Length - at < 4) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame[(at + 2)..]);
        if (length < 2) throw new DicomImageException($"The marker segment {marker:X4} declares a length of {length}.", at);
        if (length > frame.Length - at - 2) return false;
        segment = new J2kSegment(frame.Slice(at + 4, length - 2), marker, at);
        at += 2 + length;
        return true;
    }
}
