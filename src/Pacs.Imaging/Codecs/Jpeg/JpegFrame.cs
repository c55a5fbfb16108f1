using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>The frame header (ISO/IEC 10918-1 §B.2.2) and, while decoding, the components' samples.</summary>
internal sealed class JpegFrame : IDisposable
{
    private JpegFrame(byte marker, int precision, int rows, int columns, JpegComponent[] components)
    {
        (Marker, Precision, Rows, Columns, Components) = (marker, precision, rows, columns, components);
        MaxHorizontal = components.Max(component => component.Horizontal);
        MaxVertical = components.Max(component => component.Vertical);
    }

    /// <summary>The process, as its SOF marker.</summary>
    public byte Marker { get; }

    public bool IsLossless => Marker == JpegMarker.LosslessFrame;

    public bool IsProgressive => Marker == JpegMarker.ProgressiveFrame;

    /// <summary>Bits of a sample: 8 or 12, in lossless frames 2 to 16.</summary>
    public int Precision { get; }

    /// <summary>Bytes a decoded sample takes in a component's memory.</summary>
    public int BytesPerSample => IsLossless || Precision > 8 ? 2 : 1;

    /// <summary>Rows; 0 when a DNL segment after the first scan will say (§B.2.5).</summary>
    public int Rows { get; private set; }

    public int Columns { get; }

    public JpegComponent[] Components { get; }

    public int MaxHorizontal { get; }

    public int MaxVertical { get; }

    /// <summary>Side of a data unit in samples.</summary>
    public int Unit => IsLossless ? 1 : 8;

    /// <summary>Reads the segment of a SOF marker.</summary>
    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> segment, long offset)
    {
        if (segment.Length < 6) throw new DicomImageException($"The frame header has {segment.Length} bytes; at least 6 are needed.", offset);
        int precision = segment[0], rows = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), columns = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), count = segment[5];
        if (segment.Length < 6 + (3 * count)) throw new DicomImageException($"The frame header has {segment.Length} bytes, too few for {count} components.", offset);
        bool isValid = marker == JpegMarker.LosslessFrame ? precision is >= 2 and <= 16 : precision is 8 or 12;
        if (!isValid) throw new DicomImageException($"The frame header (SOF{marker & 15}) says {precision} bits a sample, which its process does not have.", offset);
        if (columns == 0) throw new DicomImageException("The frame header says 0 columns.", offset);
        if (count is not (1 or 3 or 4)) throw new DicomImageException($"The frame has {count} components; images have 1, 3 or 4.", offset);
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = segment.Slice(6 + (3 * i), 3);
            int horizontal = entry[1] >> 4, vertical = entry[1] & 15, quantization = entry[2];
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4) throw new DicomImageException($"Component {entry[0]} has sampling factors {horizontal} x {vertical}; 1 to 4 are defined.", offset);
            if (quantization > 3) throw new DicomImageException($"Component {entry[0]} names quantization table {quantization}; there are 0 to 3.", offset);
            for (int j = 0; j < i; j++)
                if (components[j].Id == entry[0]) throw new DicomImageException($"Two components have the identifier {entry[0]}.", offset);
            components[i] = new JpegComponent(entry[0], horizontal, vertical, quantization);
        }

        return new JpegFrame(marker, precision, rows, columns, components);
    }

    /// <summary>Compares its size with the data set's; takes the rows from there when the header leaves them to a later segment.</summary>
    /// <exception cref="DicomImageException">They differ.</exception>
    public void Match(PixelLayout declared)
    {
        if (Rows == 0) Rows = declared.Rows;
        if (Rows != declared.Rows || Columns != declared.Columns)
            throw new DicomImageException($"The stream has {Columns} x {Rows} pixels, the data set {declared.Columns} x {declared.Rows}.");
    }

    /// <summary>Lays the components out and takes their memory.</summary>
    public void Allocate(CodecContext context)
    {
        foreach (JpegComponent component in Components)
        {
            component.Place(Rows, Columns, MaxHorizontal, MaxVertical, Unit);
            component.Allocate(BytesPerSample, IsProgressive, context);
        }
    }

    public void Dispose()
    {
        foreach (JpegComponent component in Components) component.Dispose();
    }
}
