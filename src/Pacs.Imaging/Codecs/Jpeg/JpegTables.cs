using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Everything between the frames and scans that stays in force until it is changed (ISO/IEC 10918-1 §B.2.4).</summary>
internal sealed class JpegTables
{
    private readonly short[]?[] _quantizers = new short[4][];
    private readonly JpegHuffmanCode?[] _dc = new JpegHuffmanCode[4];
    private readonly JpegHuffmanCode?[] _ac = new JpegHuffmanCode[4];

    /// <summary>Interleaved units between restart markers; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>Whether an APP0 segment says JFIF.</summary>
    public bool IsJfif { get; private set; }

    /// <summary>Colour transform of an Adobe APP14 segment: 0 none, 1 YCbCr, 2 YCCK; null without the segment.</summary>
    public int? AdobeTransform { get; private set; }

    /// <summary>A quantization table in natural order.</summary>
    public short[] Quantizer(int selector, long offset) =>
        _quantizers[selector] ?? throw new DicomImageException($"Quantization table {selector} is used before it is defined.", offset);

    public JpegDecodeTable Decoder(bool isAc, int selector, JpegCoding coding, long offset) =>
        ((isAc ? _ac : _dc)[selector] ?? throw new DicomImageException($"Huffman table {selector} for {(isAc ? "AC" : "DC")} is used before it is defined.", offset)).Decoder(coding);

    /// <summary>Reads the segment of a marker that is about tables or what the image means; others are passed over.</summary>
    public void Read(byte marker, ReadOnlySpan<byte> segment, long offset)
    {
        switch (marker)
        {
            case JpegMarker.QuantizationTables: ReadQuantizers(segment, offset); break;
            case JpegMarker.HuffmanTables: ReadCodes(segment, offset); break;
            case JpegMarker.RestartInterval:
                if (segment.Length < 2) throw new DicomImageException("The restart interval is cut short.", offset);
                RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                break;
            case JpegMarker.Application0: IsJfif |= segment.StartsWith("JFIF\0"u8); break;
            case JpegMarker.Application14:
                if (segment.Length >= 12 && segment.StartsWith("Adobe"u8)) AdobeTransform = segment[11];
                break;
        }
    }

    private void ReadQuantizers(ReadOnlySpan<byte> segment, long offset)
    {
        while (!segment.IsEmpty)
        {
            int size = (segment[0] >> 4) + 1, selector = segment[0] & 15;
            if (size > 2 || selector > 3 || segment.Length < 1 + (64 * size))
                throw new DicomImageException($"A quantization table of header 0x{segment[0]:X2} does not fit in {segment.Length} bytes.", offset);
            var table = new short[64];
            for (int i = 0; i < 64; i++)
                table[JpegZigzag.Natural[i]] = size == 1 ? segment[1 + i] : (short)BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + (2 * i))..]);
            _quantizers[selector] = table;
            segment = segment[(1 + (64 * size))..];
        }
    }

    private void ReadCodes(ReadOnlySpan<byte> segment, long offset)
    {
        while (!segment.IsEmpty)
        {
            int kind = segment[0] >> 4, selector = segment[0] & 15;
            if (kind > 1 || selector > 3) throw new DicomImageException($"A Huffman table has the header 0x{segment[0]:X2}; class 0 or 1 and selector 0 to 3 are defined.", offset);
            (kind == 0 ? _dc : _ac)[selector] = JpegHuffmanCode.Parse(segment[1..], offset, out int used);
            segment = segment[(1 + used)..];
        }
    }
}
