namespace Pacs.Imaging;

/// <summary>How much an error of 1 in a coefficient of the 9/7 wavelet weighs in the image: the norms of its synthesis functions (ISO/IEC 15444-1 §J.14.4).</summary>
internal static class WaveletNorms
{
    // Beyond, each level doubles what it is spread over.
    private const int Measured = 7;
    private static readonly double[] Low = [.. Enumerable.Range(0, Measured + 1).Select(level => Norm(level, isHigh: false))];
    private static readonly double[] High = [.. Enumerable.Range(0, Measured + 1).Select(level => level == 0 ? 0 : Norm(level, isHigh: true))];

    /// <param name="orientation">The band.</param>
    /// <param name="level">Its decomposition level; 0 is the image itself.</param>
    public static double Of(J2kOrientation orientation, int level)
    {
        int known = Math.Min(level, Measured);
        double horizontal = orientation is J2kOrientation.HL or J2kOrientation.HH ? High[known] : Low[known];
        double vertical = orientation is J2kOrientation.LH or J2kOrientation.HH ? High[known] : Low[known];
        return Math.ScaleB(horizontal * vertical, level - known);
    }

    // Synthesizes a single coefficient in the middle of a line.
    private static double Norm(int level, bool isHigh)
    {
        float[] line = new float[16];
        line[8] = 1;
        for (int l = level; l > 0; l--)
        {
            float[] halves = new float[2 * line.Length], scratch = new float[(2 * line.Length) + 4], longer = new float[2 * line.Length];
            line.CopyTo(halves, isHigh && l == level ? line.Length : 0);
            Wavelet97.Synthesize(halves.AsSpan(0, line.Length), halves.AsSpan(line.Length), longer, WaveletLine.Of(0, longer.Length), scratch);
            line = longer;
        }

        return Math.Sqrt(line.Sum(sample => (double)sample * sample));
    }
}
