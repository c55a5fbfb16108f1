using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>The PPM segments of the main header: packet headers of all tile-parts, in the order of the tile-parts (ISO/IEC 15444-1 §A.7.4).</summary>
internal sealed class J2kPackedHeaders
{
    private readonly List<(int Index, byte[] Data)> _segments = [];
    private byte[]? _joined;
    private int _position;

    public void Add(ref J2kSegment segment)
    {
        int index = segment.U8();
        _segments.Add((index, segment.Take(segment.Remaining).ToArray()));
    }

    /// <summary>The headers of the next tile-part. A run may go on in the following segment, so they are read as one.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_segments.Count == 0) return default;
        _joined ??= [.. _segments.OrderBy(segment => segment.Index).SelectMany(segment => segment.Data)];
        if (_joined.Length - _position < 4) throw new DicomImageException("The packed packet headers (PPM) end before the last tile-part.");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_joined.AsSpan(_position));
        _position += 4;
        if (length > _joined.Length - _position) throw new DicomImageException($"The packed packet headers (PPM) declare {length} bytes for a tile-part; {_joined.Length - _position} are left.");
        ReadOnlySpan<byte> headers = _joined.AsSpan(_position, (int)length);
        _position += (int)length;
        return headers;
    }
}
