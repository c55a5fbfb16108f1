namespace Pacs.Imaging;

/// <summary>How code blocks are coded (ISO/IEC 15444-1 Table A.19, 15444-15 §A.4).</summary>
[Flags]
internal enum J2kBlockStyle
{
    None = 0,

    /// <summary>Raw bits instead of the arithmetic coder from the fifth bit plane on.</summary>
    Bypass = 1,

    /// <summary>Context probabilities start anew at each pass.</summary>
    Reset = 2,

    /// <summary>Each pass has a codeword segment of its own.</summary>
    TerminateAll = 4,

    /// <summary>Contexts do not look into the next stripe.</summary>
    VerticallyCausal = 8,

    /// <summary>Segments end in a way by which a decoder may notice errors.</summary>
    PredictableTermination = 16,

    /// <summary>Four known symbols end each cleanup pass.</summary>
    SegmentationSymbols = 32,

    /// <summary>The HT block coder of 15444-15.</summary>
    HighThroughput = 64,

    /// <summary>HT and other blocks may both occur, each telling which it is; only together with <see cref="HighThroughput"/>.</summary>
    Mixed = 128,
}
