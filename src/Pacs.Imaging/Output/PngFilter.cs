namespace Pacs.Imaging;

/// <summary>Row filters of PNG (ISO/IEC 15948 §9): each byte less what its neighbours predict.</summary>
internal static partial class PngFilter
{
    public const byte Sub = 1, Paeth = 4;

    /// <summary>Less the byte of the pixel to the left.</summary>
    public static void SubScalar(ReadOnlySpan<byte> row, Span<byte> output, int pixel, int from = 0)
    {
        for (int i = from; i < row.Length; i++) output[i] = (byte)(row[i] - (i >= pixel ? row[i - pixel] : 0));
    }

    /// <summary>Less whichever of left, above and upper left is nearest to left + above - upper left.</summary>
    public static void PaethScalar(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> output, int pixel, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            int a = i >= pixel ? row[i - pixel] : 0, b = above[i], c = i >= pixel ? above[i - pixel] : 0;
            int pa = Math.Abs(b - c), pb = Math.Abs(a - c), pc = Math.Abs(a + b - 2 * c);
            output[i] = (byte)(row[i] - (pa <= pb && pa <= pc ? a : pb <= pc ? b : c));
        }
    }
}
