using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Writes the segments before and after the entropy coded data (ISO/IEC 10918-1 §B.2).</summary>
internal static class JpegHeaderWriter
{
    /// <summary>Starts the image, with the segment that says that its colours are gray or YCbCr (ITU-T T.871).</summary>
    public static void StartJfif(JpegBitWriter writer)
    {
        writer.Marker(JpegMarker.StartOfImage);

        // Version 1.2, no unit, aspect ratio 1:1, no thumbnail.
        writer.Segment(JpegMarker.Application0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0]);
    }

    public static void Quantizer(JpegBitWriter writer, int selector, ReadOnlySpan<short> quantizer)
    {
        Span<byte> content = stackalloc byte[65];
        content[0] = (byte)selector;
        for (int i = 0; i < 64; i++) content[1 + i] = (byte)quantizer[JpegZigzag.Natural[i]];
        writer.Segment(JpegMarker.QuantizationTables, content);
    }

    /// <param name="writer">Takes the segment.</param>
    /// <param name="marker">The process.</param>
    /// <param name="precision">Bits a sample.</param>
    /// <param name="layout">Rows, columns and number of components.</param>
    /// <param name="horizontal">Sampling factor of the first component.</param>
    /// <param name="vertical">Sampling factor of the first component.</param>
    public static void Frame(JpegBitWriter writer, byte marker, int precision, PixelLayout layout, int horizontal = 1, int vertical = 1)
    {
        int count = layout.SamplesPerPixel;
        Span<byte> content = stackalloc byte[6 + (3 * count)];
        content[0] = (byte)precision;
        BinaryPrimitives.WriteUInt16BigEndian(content[1..], (ushort)layout.Rows);
        BinaryPrimitives.WriteUInt16BigEndian(content[3..], (ushort)layout.Columns);
        content[5] = (byte)count;
        for (int i = 0; i < count; i++)
        {
            content[6 + (3 * i)] = (byte)(i + 1);
            content[7 + (3 * i)] = i == 0 ? (byte)((horizontal << 4) | vertical) : (byte)0x11;
            content[8 + (3 * i)] = marker == JpegMarker.LosslessFrame || i == 0 ? (byte)0 : (byte)1;
        }

        writer.Segment(marker, content);
    }

    /// <param name="writer">Takes the segment.</param>
    /// <param name="isAc">Class of the table.</param>
    /// <param name="selector">Where it goes.</param>
    /// <param name="code">The code.</param>
    public static void Code(JpegBitWriter writer, bool isAc, int selector, JpegHuffmanCode code) =>
        writer.Segment(JpegMarker.HuffmanTables, [(byte)((isAc ? 0x10 : 0) | selector), .. code.Counts, .. code.Symbols]);

    /// <param name="writer">Takes the segment.</param>
    /// <param name="count">Components.</param>
    /// <param name="isOneTable">Whether all use the first tables, not all but the first the second.</param>
    /// <param name="first">Start of spectral selection, or predictor.</param>
    /// <param name="last">End of spectral selection.</param>
    public static void Scan(JpegBitWriter writer, int count, bool isOneTable, int first, int last)
    {
        Span<byte> content = stackalloc byte[4 + (2 * count)];
        content.Clear();
        content[0] = (byte)count;
        for (int i = 0; i < count; i++)
        {
            content[1 + (2 * i)] = (byte)(i + 1);
            content[2 + (2 * i)] = i == 0 || isOneTable ? (byte)0 : (byte)0x11;
        }

        content[1 + (2 * count)] = (byte)first;
        content[2 + (2 * count)] = (byte)last;
        writer.Segment(JpegMarker.StartOfScan, content);
    }
}
