namespace Pacs.Imaging;

/// <summary>How a component is decomposed and its blocks are coded: the SPcod and SPcoc parameters (ISO/IEC 15444-1 Table A.20).</summary>
internal sealed record J2kCodingStyle
{
    public const int MaxLevels = 32;

    /// <summary>Decomposition levels, 0 to 32; resolutions are one more.</summary>
    public required int Levels { get; init; }

    /// <summary>Logarithm of the greatest width of a code block: 2 to 10.</summary>
    public required int BlockWidthLog { get; init; }

    /// <summary>Logarithm of the greatest height; the two are 12 at most together.</summary>
    public required int BlockHeightLog { get; init; }

    public required J2kBlockStyle Style { get; init; }

    /// <summary>The 5/3 wavelet, which can be undone exactly, instead of the 9/7.</summary>
    public required bool IsReversible { get; init; }

    /// <summary>Logarithms of the precinct size of each resolution: width in the low four bits, height in the high ones. Null when they are as large as can be.</summary>
    public byte[]? Precincts { get; init; }

    public int PrecinctWidthLog(int resolution) => Precincts is null ? 15 : Precincts[resolution] & 15;

    public int PrecinctHeightLog(int resolution) => Precincts is null ? 15 : Precincts[resolution] >> 4;

    public bool IsHighThroughput => Style.HasFlag(J2kBlockStyle.HighThroughput);

    public static J2kCodingStyle Read(ref J2kSegment segment, bool hasPrecincts)
    {
        int levels = segment.U8(), width = segment.U8() + 2, height = segment.U8() + 2, style = segment.U8(), transform = segment.U8();
        if (levels > MaxLevels) throw segment.Error($"declares {levels} decomposition levels; {MaxLevels} are possible");
        if (width > 10 || height > 10 || width + height > 12) throw segment.Error($"declares code blocks of 2^{width} x 2^{height}");
        if ((style & 0xC0) == 0x80) throw segment.Error($"names the code block style {style:X2}, which is reserved");
        // Lengths tell the two kinds apart as if a packet had one segment of a block (15444-15 §B.3).
        if ((style & 0xC0) == 0xC0 && (style & 5) != 0) throw segment.Error("mixes code blocks of both kinds and has segments of single passes, which is not supported");
        if (transform > 1) throw segment.Error($"names the wavelet {transform}");
        byte[]? precincts = null;
        if (hasPrecincts)
        {
            precincts = segment.Take(levels + 1).ToArray();
            // A precinct of a higher resolution is cut in four bands and cannot be one sample wide (§B.6).
            for (int r = 1; r <= levels; r++)
                if ((precincts[r] & 15) == 0 || precincts[r] >> 4 == 0) throw segment.Error($"declares a precinct of one sample at resolution {r}");
        }

        return new J2kCodingStyle { Levels = levels, BlockWidthLog = width, BlockHeightLog = height, Style = (J2kBlockStyle)style, IsReversible = transform == 1, Precincts = precincts };
    }
}
