namespace Pacs.Imaging;

/// <summary>The two passes by which an HT block gains one more bit plane (ISO/IEC 15444-15 §7.4, §7.5). Both read the same segment, from its two ends.</summary>
internal sealed class HtRefinement
{
    private readonly HtBits _forward = new();
    private readonly HtBits _backward = new();

    /// <summary>Decodes significance propagation and, when <paramref name="passes"/> is 2, magnitude refinement.</summary>
    /// <param name="segment">The refinement segment.</param>
    /// <param name="passes">1 or 2.</param>
    /// <param name="plane">The bit plane of the cleanup pass, at least 1.</param>
    /// <param name="magnitudes">What the cleanup pass gave; refined.</param>
    /// <param name="width">Coefficients in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="isCausal">Whether the next stripe is not looked at.</param>
    public void Decode(ReadOnlySpan<byte> segment, int passes, int plane, Span<uint> magnitudes, int width, int height, bool isCausal)
    {
        // Refinement is of what the cleanup pass found, so it goes first; the two do not share bits.
        if (passes > 1) Refine(segment, plane, magnitudes, width, height);
        _forward.LoadForward(segment, 0);
        int position = 0;
        for (int y = 0; y < height; y += 4)
            for (int x = 0; x < width; x += 4)
                Propagate(ref position, plane, magnitudes, width, height, x, y, isCausal);
    }

    private void Refine(ReadOnlySpan<byte> segment, int plane, Span<uint> magnitudes, int width, int height)
    {
        _backward.LoadBackward(segment, isVlc: false);
        int position = 0;
        for (int y = 0; y < height; y += 4)
            for (int x = 0; x < width; x++)
                for (int row = y; row < Math.Min(y + 4, height); row++)
                {
                    ref uint value = ref magnitudes[(row * width) + x];
                    if (value != 0) value += (Next(_backward, ref position) << plane) - (1u << (plane - 1));
                }
    }

    // Four columns of a stripe: their new significances, then the signs of these.
    private void Propagate(ref int position, int plane, Span<uint> magnitudes, int width, int height, int left, int top, bool isCausal)
    {
        int right = Math.Min(left + 4, width), bottom = Math.Min(top + 4, height), found = 0;
        Span<int> places = stackalloc int[16];
        for (int x = left; x < right; x++)
            for (int y = top; y < bottom; y++)
            {
                int place = (y * width) + x;
                if (magnitudes[place] != 0 || !HasNeighbour(magnitudes, width, isCausal ? bottom : height, x, y) || Next(_forward, ref position) == 0) continue;
                magnitudes[place] = 3u << (plane - 1);
                places[found++] = place;
            }

        for (int i = 0; i < found; i++) magnitudes[places[i]] |= Next(_forward, ref position) << 31;
    }

    private static bool HasNeighbour(ReadOnlySpan<uint> magnitudes, int width, int height, int x, int y)
    {
        uint any = 0;
        for (int row = Math.Max(0, y - 1); row <= Math.Min(height - 1, y + 1); row++)
            for (int column = Math.Max(0, x - 1); column <= Math.Min(width - 1, x + 1); column++) any |= magnitudes[(row * width) + column];
        return any != 0;
    }

    private static uint Next(HtBits bits, ref int position) =>
        position < bits.Length ? (uint)HtBits.Peek(ref bits.First, position++) & 1 : 0;
}
