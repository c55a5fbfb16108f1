namespace Pacs.Imaging;

/// <summary>Least and greatest code of a frame, padding left out.</summary>
internal static partial class CodeRange
{
    /// <summary>Looks at every word.</summary>
    /// <param name="words">Stored words of 8, 16 or 32 bits.</param>
    /// <param name="code">Where the value stands in them.</param>
    /// <param name="padding">Codes left out, from first to last; null when there are none.</param>
    /// <returns>Null when no word counts.</returns>
    public static (uint Low, uint High)? Scalar<T>(ReadOnlySpan<T> words, StoredCode code, (uint First, uint Last)? padding)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        uint low = uint.MaxValue, high = 0;
        bool any = false;
        foreach (T word in words)
        {
            uint value = code.OfWord(uint.CreateTruncating(word));
            if (padding is { } p && value >= p.First && value <= p.Last) continue;
            any = true;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return any ? (low, high) : null;
    }
}
