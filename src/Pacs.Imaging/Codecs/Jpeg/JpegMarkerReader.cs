using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Walks over the markers and segments of a stream (ISO/IEC 10918-1 §B.1.1).</summary>
internal ref struct JpegMarkerReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>Where the next marker is looked for, in bytes.</summary>
    public int Offset { get; set; }

    /// <summary>Goes past the marker that starts an image.</summary>
    public void Start()
    {
        if (_data.Length < 2 || _data[0] != 0xFF || _data[1] != JpegMarker.StartOfImage)
            throw new DicomImageException("This is no JPEG stream: it does not begin with the marker SOI.", 0);
        Offset = 2;
    }

    /// <summary>Goes past the next marker. Bytes between segments, which should not be there, are passed over.</summary>
    /// <returns>False at the end of the data.</returns>
    public bool TryNext(out byte marker)
    {
        while (Offset < _data.Length)
        {
            int at = _data[Offset..].IndexOf((byte)0xFF);
            if (at < 0) break;
            Offset += at;

            // Any number of 0xFF may fill the space before a marker (§B.1.1.2).
            while (Offset < _data.Length && _data[Offset] == 0xFF) Offset++;
            if (Offset == _data.Length) break;
            marker = _data[Offset++];
            if (marker != 0) return true;
        }

        Offset = _data.Length;
        marker = 0;
        return false;
    }

    /// <summary>Goes past the segment of the marker just read.</summary>
    public ReadOnlySpan<byte> Segment(byte marker)
    {
        if (_data.Length - Offset < 2) throw new DicomImageException($"The stream ends in the length of marker 0x{marker:X2}.", Offset);
        int length = BinaryPrimitives.ReadUInt16BigEndian(_data[Offset..]);
        if (length < 2 || length > _data.Length - Offset)
            throw new DicomImageException($"The segment of marker 0x{marker:X2} has length {length}; {_data.Length - Offset} bytes are left.", Offset);
        ReadOnlySpan<byte> segment = _data.Slice(Offset + 2, length - 2);
        Offset += length;
        return segment;
    }
}
