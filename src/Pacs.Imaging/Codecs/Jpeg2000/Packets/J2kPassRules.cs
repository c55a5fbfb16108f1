namespace Pacs.Imaging;

/// <summary>Which coding passes share a codeword segment.</summary>
internal static class J2kPassRules
{
    /// <summary>The style of a block's own passes, in a stream in which both coders may occur.</summary>
    public static J2kBlockStyle StyleOf(J2kBlockStyle style, J2kBlockCoder coder) =>
        coder == J2kBlockCoder.Mq ? style & ~(J2kBlockStyle.HighThroughput | J2kBlockStyle.Mixed) : style;

    /// <summary>Passes from <paramref name="pass"/> to the end of its segment (ISO/IEC 15444-1 Tables D.8 and D.9, 15444-15 §B.2).</summary>
    public static int UntilTermination(J2kBlockStyle style, int pass)
    {
        if (style.HasFlag(J2kBlockStyle.HighThroughput)) return pass % 3 == 0 ? 1 : 3 - (pass % 3);
        if (style.HasFlag(J2kBlockStyle.TerminateAll)) return 1;
        if (!style.HasFlag(J2kBlockStyle.Bypass)) return short.MaxValue;
        if (pass < 10) return 10 - pass;
        // From the fifth bit plane on, significance and refinement are raw together, and the cleanup pass stands alone.
        return (pass - 10) % 3 == 0 ? 2 : 1;
    }

    /// <summary>Whether a pass holds raw bits (Table D.8).</summary>
    public static bool IsRaw(J2kBlockStyle style, int pass) => style.HasFlag(J2kBlockStyle.Bypass) && pass >= 10 && (pass - 10) % 3 != 2;
}
