namespace Pacs.Imaging;

/// <summary>The lifting steps of both wavelets over lines of samples, one by one. The twin of the vectors, and their tests' oracle.</summary>
internal static partial class Lifting
{
    /// <summary>target = source - (a + b + 2) / 4: the reversible update undone (ISO/IEC 15444-1 Equation F-5).</summary>
    public static void UndoUpdateScalar(Span<int> target, ReadOnlySpan<int> source, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        for (int i = 0; i < target.Length; i++) target[i] = source[i] - ((a[i] + b[i] + 2) >> 2);
    }

    /// <summary>target = source + (a + b) / 2: the reversible prediction undone (Equation F-6).</summary>
    public static void UndoPredictScalar(Span<int> target, ReadOnlySpan<int> source, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        for (int i = 0; i < target.Length; i++) target[i] = source[i] + ((a[i] + b[i]) >> 1);
    }

    /// <summary>target = source + (a + b + 2) / 4: the reversible update (Equation F-10).</summary>
    public static void UpdateScalar(Span<int> target, ReadOnlySpan<int> source, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        for (int i = 0; i < target.Length; i++) target[i] = source[i] + ((a[i] + b[i] + 2) >> 2);
    }

    /// <summary>target = source - (a + b) / 2: the reversible prediction (Equation F-9).</summary>
    public static void PredictScalar(Span<int> target, ReadOnlySpan<int> source, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        for (int i = 0; i < target.Length; i++) target[i] = source[i] - ((a[i] + b[i]) >> 1);
    }

    /// <summary>target = scale · source + factor · (a + b): each step of the irreversible wavelet (Equations F-7 and F-11).</summary>
    public static void StepScalar(Span<float> target, ReadOnlySpan<float> source, float scale, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float factor)
    {
        for (int i = 0; i < target.Length; i++) target[i] = (source[i] * scale) + ((a[i] + b[i]) * factor);
    }

    /// <summary>Puts two lines together, sample by sample; <paramref name="first"/> may be one longer.</summary>
    public static void InterleaveScalar(Span<int> target, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        for (int i = 0; i < first.Length; i++) target[2 * i] = first[i];
        for (int i = 0; i < second.Length; i++) target[(2 * i) + 1] = second[i];
    }

    /// <summary>Takes a line apart; the opposite of <see cref="InterleaveScalar"/>.</summary>
    public static void DeinterleaveScalar(ReadOnlySpan<int> source, Span<int> first, Span<int> second)
    {
        for (int i = 0; i < first.Length; i++) first[i] = source[2 * i];
        for (int i = 0; i < second.Length; i++) second[i] = source[(2 * i) + 1];
    }

    /// <summary>Both steps of the reversible wavelet undone on a line that begins low, in one go: <see cref="UndoUpdateScalar"/>, <see cref="UndoPredictScalar"/> and <see cref="InterleaveScalar"/>.</summary>
    /// <param name="low">Low-pass samples, as many as high-pass ones or one more.</param>
    /// <param name="high">High-pass samples, at least one.</param>
    /// <param name="target">Takes the line.</param>
    public static void MergeScalar(ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> target) => Merge(low, high, target, 0);

    /// <summary>Both steps of the reversible wavelet on a line that begins low: the opposite of <see cref="MergeScalar"/>.</summary>
    public static void SplitScalar(ReadOnlySpan<int> source, Span<int> low, Span<int> high) => Split(source, low, high, 0);

    // From the high-pass sample "start" on; the samples before it are there.
    private static void Merge(ReadOnlySpan<int> low, ReadOnlySpan<int> high, Span<int> target, int start)
    {
        int even = low[start] - ((high[Math.Max(0, start - 1)] + high[Math.Min(start, high.Length - 1)] + 2) >> 2);
        for (int i = start; i < high.Length; i++)
        {
            int next = i + 1 < low.Length ? low[i + 1] - ((high[i] + high[Math.Min(i + 1, high.Length - 1)] + 2) >> 2) : even;
            (target[2 * i], target[(2 * i) + 1]) = (even, high[i] + ((even + next) >> 1));
            even = next;
        }

        if (low.Length > high.Length) target[2 * high.Length] = even;
    }

    private static void Split(ReadOnlySpan<int> source, Span<int> low, Span<int> high, int start)
    {
        for (int i = start; i < high.Length; i++)
        {
            int even = source[2 * i], next = (2 * i) + 2 < source.Length ? source[(2 * i) + 2] : even;
            high[i] = source[(2 * i) + 1] - ((even + next) >> 1);
            low[i] = even + ((high[Math.Max(0, i - 1)] + high[i] + 2) >> 2);
        }

        if (low.Length > high.Length) low[^1] = source[^1] + ((high[^1] + high[^1] + 2) >> 2);
    }
}
