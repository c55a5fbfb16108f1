namespace Pacs.Imaging;

/// <summary>Step sizes of the subbands: QCD and QCC (ISO/IEC 15444-1 §A.6.4, §E.1).</summary>
internal sealed record J2kQuantization
{
    /// <summary>0 none (reversible), 1 derived from the LL band's, 2 given for each band.</summary>
    public required int Kind { get; init; }

    public required int GuardBits { get; init; }

    /// <summary>Per band, exponent in bits 11 to 15 and mantissa in bits 0 to 10, whatever the kind.</summary>
    public required ushort[] Steps { get; init; }

    /// <summary>The exponent of band <paramref name="band"/>, counted LL, then HL, LH, HH of each resolution.</summary>
    public int Exponent(int band) => Kind == 1 ? Math.Max(0, (Steps[0] >> 11) - Math.Max(0, (band - 1) / 3)) : Steps[band] >> 11;

    public int Mantissa(int band) => Steps[Kind == 1 ? 0 : band] & 0x7FF;

    /// <summary>Whether it says something of all bands of that many decomposition levels.</summary>
    public bool Covers(int levels) => Kind == 1 || Steps.Length > 3 * levels;

    public static J2kQuantization Read(ref J2kSegment segment)
    {
        int style = segment.U8(), kind = style & 31;
        if (kind > 2) throw segment.Error($"names the quantization style {kind}");
        int width = kind == 0 ? 1 : 2;
        int count = Math.Min(segment.Remaining / width, 3 * J2kCodingStyle.MaxLevels + 1);
        if (count == 0) throw segment.Error("has no step size");
        var steps = new ushort[count];
        for (int i = 0; i < count; i++) steps[i] = (ushort)(kind == 0 ? segment.U8() >> 3 << 11 : segment.U16());
        return new J2kQuantization { Kind = kind, GuardBits = style >> 5, Steps = steps };
    }
}
