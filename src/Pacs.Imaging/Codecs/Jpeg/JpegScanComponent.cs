namespace Pacs.Imaging;

/// <summary>A component's part in a scan.</summary>
internal sealed class JpegScanComponent(JpegComponent component, int dcSelector, int acSelector, bool isAlone)
{
    public JpegComponent Component => component;

    /// <summary>Which Huffman table its DC coefficients use, or its differences in lossless frames.</summary>
    public int DcSelector => dcSelector;

    /// <summary>Which Huffman table its AC coefficients use.</summary>
    public int AcSelector => acSelector;

    /// <summary>Data units across of an interleaved unit.</summary>
    public int Horizontal { get; } = isAlone ? 1 : component.Horizontal;

    /// <summary>Data units down of an interleaved unit.</summary>
    public int Vertical { get; } = isAlone ? 1 : component.Vertical;

    /// <summary>The DC value before, since the last restart.</summary>
    public int Prediction { get; set; }

    public JpegDecodeTable DcTable { get; set; } = JpegDecodeTable.None;

    public JpegDecodeTable AcTable { get; set; } = JpegDecodeTable.None;
}
