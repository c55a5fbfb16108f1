using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>The marker segments of a JPEG-LS stream, read scan by scan (ISO 14495-1 Annex C). SPIFF and other application data is passed over.</summary>
internal ref struct JpegLsHeader(ReadOnlySpan<byte> stream)
{
    private readonly ReadOnlySpan<byte> _stream = stream;
    private readonly byte[] _ids = new byte[4];
    private long _rows;
    private long _columns;

    /// <summary>Where reading stands: after <see cref="ReadScan"/>, at the first byte of coded data.</summary>
    public int Position { get; set; }

    /// <summary>Bits of a sample; 0 until the frame header was read.</summary>
    public int Precision { get; private set; }

    /// <summary>Components of the frame.</summary>
    public int ComponentCount { get; private set; }

    /// <summary>Lines between restart markers; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>The last preset segment.</summary>
    public JpegLsPresetSegment Preset { get; private set; }

    /// <summary>Reads up to the coded data of the next scan, and checks the frame against the data set.</summary>
    /// <exception cref="DicomImageException">No JPEG-LS, another size or number of components than declared, or a feature that DICOM does not use.</exception>
    public JpegLsScan ReadScan(PixelLayout declared)
    {
        if (Position == 0 && !_stream.StartsWith((ReadOnlySpan<byte>)[0xFF, JpegLsMarkers.StartOfImage])) throw new DicomImageException("The frame is no JPEG-LS stream: it does not begin with FF D8.", 0);
        if (Position == 0) Position = 2;
        while (true)
        {
            byte marker = NextMarker();
            if (marker == JpegLsMarkers.EndOfImage) throw new DicomImageException("The JPEG-LS stream ends before all components are there.", Position);
            int start = Position;
            ReadOnlySpan<byte> segment = Segment(marker);
            switch (marker)
            {
                case JpegLsMarkers.StartOfFrame: ReadFrame(segment, start); break;
                case JpegLsMarkers.Preset: ReadPreset(segment, start); break;
                case JpegLsMarkers.RestartInterval: ReadRestartInterval(segment, start); break;
                case JpegLsMarkers.StartOfScan:
                    CheckFrame(declared, start);
                    return Scan(segment, start);
                case JpegLsMarkers.Comment or (>= JpegLsMarkers.FirstApplication and <= JpegLsMarkers.LastApplication):
                    RefuseColorTransform(segment, start);
                    break;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    throw new DicomImageException($"The stream is JPEG (start of frame FF {marker:X2}), not JPEG-LS.", start);
                default: throw new DicomImageException($"Marker FF {marker:X2} has no place in a JPEG-LS stream.", start);
            }
        }
    }

    private byte NextMarker()
    {
        // After a scan the rest of its padding is passed over; between segments nothing stands.
        int at = Position;
        while (at + 1 < _stream.Length && !(_stream[at] == 0xFF && _stream[at + 1] is >= 0x80 and < 0xFF)) at++;
        if (at + 1 >= _stream.Length) throw new DicomImageException("The JPEG-LS stream ends where a marker should stand.", _stream.Length);
        Position = at + 2;
        return _stream[at + 1];
    }

    private ReadOnlySpan<byte> Segment(byte marker)
    {
        if (Position + 2 > _stream.Length) throw new DicomImageException($"Marker FF {marker:X2} has no length.", Position);
        int length = BinaryPrimitives.ReadUInt16BigEndian(_stream[Position..]);
        if (length < 2 || Position + length > _stream.Length) throw new DicomImageException($"The segment of marker FF {marker:X2} has {length} bytes; {_stream.Length - Position} are left.", Position);
        ReadOnlySpan<byte> segment = _stream.Slice(Position + 2, length - 2);
        Position += length;
        return segment;
    }

    private void ReadFrame(ReadOnlySpan<byte> segment, int at)
    {
        if (segment.Length < 6 || segment.Length < 6 + 3 * segment[5]) throw new DicomImageException($"The JPEG-LS frame header has {segment.Length} bytes.", at);
        Precision = segment[0];
        if (Precision is < 2 or > 16) throw new DicomImageException($"JPEG-LS samples of {Precision} bits; 2 to 16 are possible.", at);
        if (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]) is > 0 and var rows) _rows = rows;
        if (BinaryPrimitives.ReadUInt16BigEndian(segment[3..]) is > 0 and var columns) _columns = columns;
        ComponentCount = segment[5];
        if (ComponentCount is < 1 or > 4) throw new DicomImageException($"The JPEG-LS frame has {ComponentCount} components; 1 to 4 can be read.", at);
        for (int i = 0; i < ComponentCount; i++)
        {
            _ids[i] = segment[6 + 3 * i];
            if (segment[7 + 3 * i] != 0x11) throw new DicomImageException($"Component {i} is subsampled (factors {segment[7 + 3 * i]:X2}), which DICOM does not allow for JPEG-LS.", at);
        }
    }

    private void ReadPreset(ReadOnlySpan<byte> segment, int at)
    {
        switch (segment)
        {
            case [1, ..] when segment.Length >= 11:
                Preset = new JpegLsPresetSegment(Word(segment, 1), Word(segment, 3), Word(segment, 5), Word(segment, 7), Word(segment, 9));
                break;
            case [2 or 3, ..]:
                // A table has no effect until a scan names it, and that is refused.
                break;
            case [4, var bytes and (2 or 3 or 4), ..] when segment.Length >= 2 + 2 * bytes:
                _rows = Number(segment.Slice(2, bytes));
                _columns = Number(segment.Slice(2 + bytes, bytes));
                break;
            default:
                throw new DicomImageException(segment.IsEmpty ? "A JPEG-LS preset segment is empty." : $"JPEG-LS preset segment of type {segment[0]} with {segment.Length} bytes (JPEG-LS Part 2, or broken).", at);
        }

        static int Word(ReadOnlySpan<byte> segment, int at) => BinaryPrimitives.ReadUInt16BigEndian(segment[at..]);
    }

    private void ReadRestartInterval(ReadOnlySpan<byte> segment, int at)
    {
        if (segment.Length is not (2 or 3 or 4)) throw new DicomImageException($"The JPEG-LS restart interval has {segment.Length} bytes.", at);
        RestartInterval = (int)Math.Min(Number(segment), int.MaxValue);
    }

    private readonly void CheckFrame(PixelLayout declared, int at)
    {
        if (Precision == 0) throw new DicomImageException("A JPEG-LS scan begins before the frame header.", at);
        if ((_rows, _columns) != (0, 0) && (_rows, _columns) != (declared.Rows, declared.Columns))
            throw new DicomImageException($"The JPEG-LS frame has {_columns} x {_rows} pixels; the data set says {declared.Columns} x {declared.Rows}.", at);
        if (ComponentCount != declared.SamplesPerPixel)
            throw new DicomImageException($"The JPEG-LS frame has {ComponentCount} components; the data set says {declared.SamplesPerPixel}.", at);
    }

    private readonly JpegLsScan Scan(ReadOnlySpan<byte> segment, int at)
    {
        int count = segment.IsEmpty ? 0 : segment[0];
        if (count is < 1 or > 4 || count > ComponentCount || segment.Length < 4 + 2 * count) throw new DicomImageException($"The JPEG-LS scan header names {count} of {ComponentCount} components in {segment.Length} bytes.", at);
        int[] components = new int[count];
        for (int i = 0; i < count; i++)
        {
            components[i] = _ids.AsSpan(0, ComponentCount).IndexOf(segment[1 + 2 * i]);
            if (components[i] < 0 || components.AsSpan(0, i).Contains(components[i])) throw new DicomImageException($"The JPEG-LS scan names component {segment[1 + 2 * i]}, which the frame has not, or twice.", at);
            if (segment[2 + 2 * i] != 0) throw new DicomImageException($"JPEG-LS mapping table {segment[2 + 2 * i]} is not supported.", at);
        }

        byte near = segment[1 + 2 * count], interleave = segment[2 + 2 * count], point = segment[3 + 2 * count];
        if (interleave > 2 || (interleave == 0 && count > 1)) throw new DicomImageException($"JPEG-LS interleave mode {interleave} with {count} components.", at);
        if ((point & 0x0F) != 0) throw new DicomImageException($"A JPEG-LS point transform ({point & 0x0F} bits) is not supported.", at);
        return new JpegLsScan(components, near, IsBySample: interleave == 2 && count > 1);
    }

    // A colour transform of the HP reference coder, outside of the standard: pixels would come out in wrong colours.
    private static void RefuseColorTransform(ReadOnlySpan<byte> segment, int at)
    {
        if (segment.StartsWith("mrfx"u8) && segment.Length > 4 && segment[4] != 0) throw new DicomImageException($"JPEG-LS colour transform {segment[4]} (mrfx) is not supported.", at);
    }

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        foreach (byte value in bytes) number = number << 8 | value;
        return number;
    }
}
