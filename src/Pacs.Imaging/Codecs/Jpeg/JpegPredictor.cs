namespace Pacs.Imaging;

/// <summary>The seven predictors of lossless frames (ISO/IEC 10918-1 Table H.1), modulo 65536; a is the sample to the left, b the one above, c the one above a.</summary>
internal static partial class JpegPredictor
{
    /// <summary>Turns the differences of the first row into samples: each is predicted by its left neighbour.</summary>
    /// <param name="row">Differences in, samples out.</param>
    /// <param name="start">What predicts the first of them: half of the range.</param>
    public static void RestoreFirst(Span<ushort> row, int start)
    {
        int left = start;
        foreach (ref ushort sample in row) sample = (ushort)(left = (ushort)(left + sample));
    }

    /// <summary>Turns the differences of a row into samples. The first is predicted by the one above, whatever the predictor.</summary>
    /// <param name="predictor">1 to 7.</param>
    /// <param name="row">Differences in, samples out.</param>
    /// <param name="above">The samples of the row before.</param>
    public static void Restore(int predictor, Span<ushort> row, ReadOnlySpan<ushort> above)
    {
        above = above[..row.Length];
        row[0] += above[0];
        int a = row[0];
        switch (predictor)
        {
            case 1:
                for (int i = 1; i < row.Length; i++) row[i] = (ushort)(a = (ushort)(a + row[i]));
                break;
            case 2:
                for (int i = 1; i < row.Length; i++) row[i] += above[i];
                break;
            case 3:
                for (int i = 1; i < row.Length; i++) row[i] += above[i - 1];
                break;
            case 4:
                for (int i = 1; i < row.Length; i++) row[i] = (ushort)(a = (ushort)(a + above[i] - above[i - 1] + row[i]));
                break;
            case 5:
                for (int i = 1; i < row.Length; i++) row[i] = (ushort)(a = (ushort)(a + ((above[i] - above[i - 1]) >> 1) + row[i]));
                break;
            case 6:
                for (int i = 1; i < row.Length; i++) row[i] = (ushort)(a = (ushort)(above[i] + ((a - above[i - 1]) >> 1) + row[i]));
                break;
            default:
                for (int i = 1; i < row.Length; i++) row[i] = (ushort)(a = (ushort)(((a + above[i]) >> 1) + row[i]));
                break;
        }
    }

    /// <summary>The differences of the first row from their predictions.</summary>
    public static void TakeFirst(ReadOnlySpan<ushort> row, Span<ushort> differences, int start)
    {
        int left = start;
        for (int i = 0; i < row.Length; i++)
        {
            differences[i] = (ushort)(row[i] - left);
            left = row[i];
        }
    }

    internal static void TakeScalar(int predictor, ReadOnlySpan<ushort> row, ReadOnlySpan<ushort> above, Span<ushort> differences, int from = 1)
    {
        for (int i = from; i < row.Length; i++)
        {
            int a = row[i - 1], b = above[i], c = above[i - 1];
            int predicted = predictor switch
            {
                1 => a,
                2 => b,
                3 => c,
                4 => a + b - c,
                5 => a + ((b - c) >> 1),
                6 => b + ((a - c) >> 1),
                _ => (a + b) >> 1,
            };
            differences[i] = (ushort)(row[i] - predicted);
        }
    }
}
