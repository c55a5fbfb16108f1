using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pacs.Imaging;

/// <summary>The two passes by which an HT block gains one more bit plane (ISO/IEC 15444-15 §7.4, §7.5). Both read the same segment, from its two ends.</summary>
/// <remarks>Magnitudes are words of 32 or 64 bits, whose highest is the sign.</remarks>
internal sealed class HtRefinement
{
    private readonly HtBits _forward = new();
    private readonly HtBits _backward = new();

    // Significance of stripes of four rows: a word for each column, a bit for each of the six rows from the one above, with a column of border at both ends.
    private byte[] _columns = [];

    /// <summary>Decodes significance propagation and, when <paramref name="passes"/> is 2, magnitude refinement.</summary>
    /// <param name="segment">The refinement segment.</param>
    /// <param name="passes">1 or 2.</param>
    /// <param name="plane">The bit plane of the cleanup pass, at least 1.</param>
    /// <param name="magnitudes">What the cleanup pass gave, in rows of <see cref="HtBlockDecoder.Stride"/>; refined.</param>
    /// <param name="width">Coefficients in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="isCausal">Whether the next stripe is not looked at.</param>
    public void Decode<T>(ReadOnlySpan<byte> segment, int passes, int plane, Span<T> magnitudes, int width, int height, bool isCausal)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        if (_columns.Length < width + 2) _columns = new byte[width + 2];
        // Refinement is of what the cleanup pass found, so it goes first; the two do not share bits.
        if (passes > 1) Refine(segment, plane, magnitudes, width, height);
        _forward.LoadForward(segment, 0);
        int position = 0;
        for (int y = 0; y < height; y += 4)
        {
            Gather<T>(magnitudes, width, height, y, isCausal);
            uint rows = (1u << Math.Min(4, height - y)) - 1;
            for (int x = 0; x < width; x += 4) Propagate(ref position, plane, magnitudes[(y * HtBlockDecoder.Stride(width))..], width, x, rows);
        }
    }

    private void Refine<T>(ReadOnlySpan<byte> segment, int plane, Span<T> magnitudes, int width, int height)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        _backward.LoadBackward(segment, isVlc: false);
        int position = 0, stride = HtBlockDecoder.Stride(width);
        T half = T.One << (plane - 1);
        for (int y = 0; y < height; y += 4)
            for (int x = 0; x < width; x++)
                for (int row = y; row < Math.Min(y + 4, height); row++)
                {
                    ref T value = ref magnitudes[(row * stride) + x];
                    if (value != T.Zero) value += (T.CreateTruncating(Next(_backward, ref position)) << plane) - half;
                }
    }

    // Bit 0 the row above, 1 to 4 the stripe, 5 the row below, which is not looked at when contexts are causal.
    private void Gather<T>(ReadOnlySpan<T> magnitudes, int width, int height, int top, bool isCausal)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        Span<byte> columns = _columns.AsSpan(1, width);
        columns.Clear();
        int stride = HtBlockDecoder.Stride(width), bottom = Math.Min(height, top + (isCausal ? 4 : 5));
        for (int y = Math.Max(0, top - 1); y < bottom; y++)
        {
            ReadOnlySpan<T> row = magnitudes.Slice(y * stride, width);
            int bit = y - top + 1;
            for (int x = 0; x < columns.Length; x++) columns[x] |= (byte)((row[x] != T.Zero ? 1 : 0) << bit);
        }

        _columns[width + 1] = 0;
    }

    // Four columns of a stripe: their new significances, then the signs of these.
    private void Propagate<T>(ref int position, int plane, Span<T> stripe, int width, int left, uint rows)
        where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
    {
        int right = Math.Min(left + 4, width), found = 0, stride = HtBlockDecoder.Stride(width);
        Span<int> places = stackalloc int[16];
        for (int x = left; x < right; x++)
        {
            uint own = _columns[x + 1], sides = (uint)(_columns[x] | _columns[x + 2]), todo = ~(own >> 1) & rows;
            for (; todo != 0; todo &= todo - 1)
            {
                int y = BitOperations.TrailingZeroCount(todo);
                if (((own | sides) >> y & 7) == 0 || Next(_forward, ref position) == 0) continue;
                own |= 2u << y;
                stripe[(y * stride) + x] = T.CreateTruncating(3) << (plane - 1);
                places[found++] = (y * stride) + x;
            }

            _columns[x + 1] = (byte)own;
        }

        for (int i = 0; i < found; i++) stripe[places[i]] |= T.CreateTruncating(Next(_forward, ref position)) << ((8 * Unsafe.SizeOf<T>()) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Next(HtBits bits, ref int position) =>
        position < bits.Length ? (uint)HtBits.Peek(ref bits.First, position++) & 1 : 0;
}
