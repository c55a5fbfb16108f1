namespace Pacs.Imaging;

/// <summary>Makes the best Huffman code for symbols of known frequency (ISO/IEC 10918-1 §K.2).</summary>
internal static class JpegCodeBuilder
{
    private const int LongestCode = 16;

    /// <param name="frequencies">How often each symbol occurs; at least one does.</param>
    public static JpegHuffmanCode Build(ReadOnlySpan<long> frequencies)
    {
        // One more symbol, the rarest, takes the code of ones alone, which is kept free.
        int count = frequencies.Length + 1;
        var weights = new long[count];
        frequencies.CopyTo(weights);
        weights[^1] = 1;
        int[] lengths = Lengths(weights);

        var counts = new int[Math.Max(lengths.Max(), LongestCode) + 1];
        foreach (int length in lengths) if (length > 0) counts[length]++;
        Shorten(counts);
        int last = LongestCode;
        while (counts[last] == 0) last--;
        counts[last]--;

        // Shorter codes go to the more frequent symbols; shortening keeps their order.
        byte[] symbols = [.. Enumerable.Range(0, frequencies.Length).Where(symbol => lengths[symbol] > 0).OrderBy(symbol => lengths[symbol]).Select(symbol => (byte)symbol)];
        return new JpegHuffmanCode([.. counts[1..(LongestCode + 1)].Select(number => (byte)number)], symbols);
    }

    // Joins the two lightest trees until one is left; a symbol's code grows by a bit with each of its joins.
    private static int[] Lengths(long[] weights)
    {
        var lengths = new int[weights.Length];
        var next = new int[weights.Length];
        Array.Fill(next, -1);
        while (true)
        {
            int first = Lightest(weights, -1), second = Lightest(weights, first);
            if (second < 0) return lengths;
            weights[first] += weights[second];
            weights[second] = 0;
            int end = first;
            while (true)
            {
                lengths[end]++;
                if (next[end] < 0) break;
                end = next[end];
            }

            next[end] = second;
            for (int i = second; i >= 0; i = next[i]) lengths[i]++;
        }
    }

    // Of equal ones the last, so that the additional symbol has one of the longest codes.
    private static int Lightest(long[] weights, int except)
    {
        int found = -1;
        for (int i = 0; i < weights.Length; i++)
            if (i != except && weights[i] > 0 && (found < 0 || weights[i] <= weights[found])) found = i;
        return found;
    }

    // Pairs of codes that are too long make room: one takes the place of their common prefix, the other goes beside a shorter code that becomes one bit longer.
    private static void Shorten(int[] counts)
    {
        for (int length = counts.Length - 1; length > LongestCode; length--)
        {
            while (counts[length] > 0)
            {
                int shorter = length - 2;
                while (counts[shorter] == 0) shorter--;
                counts[length] -= 2;
                counts[length - 1]++;
                counts[shorter + 1] += 2;
                counts[shorter]--;
            }
        }
    }
}
