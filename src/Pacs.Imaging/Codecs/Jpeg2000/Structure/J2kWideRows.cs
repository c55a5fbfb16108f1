namespace Pacs.Imaging;

/// <summary>Rows of samples that are finished, of 32 bits at most, in words of 64.</summary>
internal sealed class J2kWideRows(long[] samples, int width) : J2kRows
{
    private readonly int[] _row = new int[width];
    private int _next;

    public override void Seek(int row) => _next = row;

    public override ReadOnlySpan<int> Next()
    {
        ReadOnlySpan<long> source = samples.AsSpan(width * _next++, width);
        // Unsigned samples of 32 bits keep their bits.
        for (int i = 0; i < _row.Length; i++) _row[i] = (int)source[i];
        return _row;
    }
}
