namespace Pacs.Imaging;

/// <summary>A rectangle of a grid; the right and bottom edges are outside.</summary>
internal readonly record struct J2kRect(int X0, int Y0, int X1, int Y1)
{
    public int Width => X1 - X0;

    public int Height => Y1 - Y0;

    public bool IsEmpty => X1 <= X0 || Y1 <= Y0;

    public long Area => IsEmpty ? 0 : (long)Width * Height;

    /// <summary>The samples of a grid that has one every <paramref name="dx"/> x <paramref name="dy"/> points (ISO/IEC 15444-1 Equation B-12).</summary>
    public J2kRect Divide(int dx, int dy) => new(J2kSize.CeilDiv(X0, dx), J2kSize.CeilDiv(Y0, dy), J2kSize.CeilDiv(X1, dx), J2kSize.CeilDiv(Y1, dy));

    /// <summary>The same after <paramref name="times"/> halvings (Equation B-14).</summary>
    public J2kRect Halve(int times) => new(Halve(X0, times), Halve(Y0, times), Halve(X1, times), Halve(Y1, times));

    /// <summary>The area of a subband at decomposition level <paramref name="level"/> (Equation B-15).</summary>
    /// <param name="level">From 1.</param>
    /// <param name="xHigh">1 for bands that are high-pass horizontally (HL, HH), else 0.</param>
    /// <param name="yHigh">1 for bands that are high-pass vertically (LH, HH), else 0.</param>
    public J2kRect Band(int level, int xHigh, int yHigh)
    {
        long x = (long)xHigh << (level - 1), y = (long)yHigh << (level - 1);
        return new(Halve(X0 - x, level), Halve(Y0 - y, level), Halve(X1 - x, level), Halve(Y1 - y, level));
    }

    private static int Halve(long value, int times) => times > 40 ? (value > 0 ? 1 : 0) : (int)((value + (1L << times) - 1) >> times);
}
