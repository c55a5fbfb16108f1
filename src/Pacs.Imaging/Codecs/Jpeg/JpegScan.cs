namespace Pacs.Imaging;

/// <summary>The scan header (ISO/IEC 10918-1 §B.2.3).</summary>
internal sealed class JpegScan
{
    private JpegScan(JpegScanComponent[] components) => Components = components;

    public JpegScanComponent[] Components { get; }

    /// <summary>Start of spectral selection; the predictor in lossless frames.</summary>
    public int First { get; private init; }

    /// <summary>End of spectral selection.</summary>
    public int Last { get; private init; }

    /// <summary>Bit position that earlier scans reached; 0 in the first.</summary>
    public int High { get; private init; }

    /// <summary>Bit position of this scan; the point transform in lossless frames.</summary>
    public int Low { get; private init; }

    /// <summary>Interleaved units a row.</summary>
    public int UnitsAcross { get; private init; }

    /// <summary>Rows of interleaved units.</summary>
    public int UnitsDown { get; private init; }

    /// <summary>Reads the segment of a SOS marker.</summary>
    public static JpegScan Parse(ReadOnlySpan<byte> segment, JpegFrame frame, long offset)
    {
        int count = segment.IsEmpty ? 0 : segment[0];
        if (count is < 1 or > 4 || segment.Length < 4 + (2 * count)) throw new DicomImageException($"The scan header of {segment.Length} bytes cannot hold {count} components.", offset);
        var components = new JpegScanComponent[count];
        for (int i = 0; i < count; i++)
        {
            byte id = segment[1 + (2 * i)], tables = segment[2 + (2 * i)];
            JpegComponent component = Array.Find(frame.Components, candidate => candidate.Id == id)
                ?? throw new DicomImageException($"The scan names component {id}, which the frame does not have.", offset);
            if (Array.Exists(components[..i], earlier => earlier.Component == component)) throw new DicomImageException($"The scan names component {id} twice.", offset);
            if (tables >> 4 > 3 || (tables & 15) > 3) throw new DicomImageException($"The scan names Huffman tables {tables >> 4} and {tables & 15}; there are 0 to 3.", offset);
            components[i] = new JpegScanComponent(component, tables >> 4, tables & 15, isAlone: count == 1);
        }

        // A scan of one component has units of one block and none of the padding (§A.2.2).
        JpegComponent single = components[0].Component;
        ReadOnlySpan<byte> parameters = segment[(1 + (2 * count))..];
        var scan = new JpegScan(components)
        {
            First = parameters[0], Last = parameters[1], High = parameters[2] >> 4, Low = parameters[2] & 15,
            UnitsAcross = count == 1 ? (single.Width + frame.Unit - 1) / frame.Unit : single.Stride / (single.Horizontal * frame.Unit),
            UnitsDown = count == 1 ? (single.Height + frame.Unit - 1) / frame.Unit : single.PaddedHeight / (single.Vertical * frame.Unit),
        };
        if (count > 1 && !frame.IsLossless && components.Sum(component => component.Horizontal * component.Vertical) > 10)
            throw new DicomImageException("The scan interleaves more than 10 blocks a unit (§B.2.3).", offset);
        return scan;
    }
}
