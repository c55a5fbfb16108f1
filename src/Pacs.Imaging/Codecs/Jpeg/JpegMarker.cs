namespace Pacs.Imaging;

/// <summary>The second bytes of markers (ISO/IEC 10918-1 Table B.1).</summary>
internal static class JpegMarker
{
    public const byte BaselineFrame = 0xC0;
    public const byte ExtendedFrame = 0xC1;
    public const byte ProgressiveFrame = 0xC2;
    public const byte LosslessFrame = 0xC3;
    public const byte HuffmanTables = 0xC4;
    public const byte ArithmeticConditioning = 0xCC;
    public const byte Restart0 = 0xD0;
    public const byte Restart7 = 0xD7;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantizationTables = 0xDB;
    public const byte NumberOfLines = 0xDC;
    public const byte RestartInterval = 0xDD;
    public const byte HierarchicalProgression = 0xDE;
    public const byte ExpandReference = 0xDF;
    public const byte Application0 = 0xE0;
    public const byte Application14 = 0xEE;
    public const byte JpegLsFrame = 0xF7;

    public static bool IsRestart(byte marker) => marker is >= Restart0 and <= Restart7;

    /// <summary>Whether a marker starts a frame of a kind that is decoded.</summary>
    public static bool IsFrame(byte marker) => marker is >= BaselineFrame and <= LosslessFrame;

    /// <summary>Why a frame of this marker is not decoded, or null when the marker starts no such frame.</summary>
    public static string? Refusal(byte marker) => marker switch
    {
        0xC5 or 0xC6 or 0xC7 or HierarchicalProgression or ExpandReference => "hierarchical",
        0xC9 or 0xCA or 0xCB or ArithmeticConditioning => "arithmetic coded",
        0xCD or 0xCE or 0xCF => "hierarchical, arithmetic coded",
        JpegLsFrame => "JPEG-LS",
        _ => null,
    };

    /// <summary>Whether a marker stands alone, without a length and a segment.</summary>
    public static bool IsAlone(byte marker) => marker is (>= Restart0 and <= EndOfImage) or 0x01;
}
