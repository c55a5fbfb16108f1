namespace Pacs.Imaging;

/// <summary>A line of low-pass and high-pass samples that interleave, low first unless the line begins at an odd coordinate (ISO/IEC 15444-1 §F.3.3).</summary>
/// <remarks>Symmetric extension (§F.3.7) comes to repeating the nearest low-pass or high-pass sample beyond either end.</remarks>
/// <param name="Low">Low-pass samples.</param>
/// <param name="High">High-pass samples.</param>
/// <param name="StartsHigh">Whether the first sample of the line is a high-pass one.</param>
internal readonly record struct WaveletLine(int Low, int High, bool StartsHigh)
{
    /// <summary>A line from coordinate <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static WaveletLine Of(int start, int end)
    {
        int low = ((end + 1) >> 1) - ((start + 1) >> 1);
        return new WaveletLine(low, end - start - low, (start & 1) != 0);
    }

    public int Length => Low + High;

    /// <summary>The high-pass samples before and behind a low-pass one.</summary>
    public (int Before, int Behind) HighAround(int low) => StartsHigh ? (ClampHigh(low), ClampHigh(low + 1)) : (ClampHigh(low - 1), ClampHigh(low));

    /// <summary>The low-pass samples before and behind a high-pass one.</summary>
    public (int Before, int Behind) LowAround(int high) => StartsHigh ? (ClampLow(high - 1), ClampLow(high)) : (ClampLow(high), ClampLow(high + 1));

    /// <summary>Where a low-pass sample goes in the line.</summary>
    public int LowPlace(int low) => (2 * low) + (StartsHigh ? 1 : 0);

    public int HighPlace(int high) => (2 * high) + (StartsHigh ? 0 : 1);

    private int ClampHigh(int index) => Math.Clamp(index, 0, High - 1);

    private int ClampLow(int index) => Math.Clamp(index, 0, Low - 1);
}
