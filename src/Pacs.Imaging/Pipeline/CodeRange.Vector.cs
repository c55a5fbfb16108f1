using System.Numerics;

namespace Pacs.Imaging;

internal static partial class CodeRange
{
    /// <summary>As <see cref="Scalar{T}"/>, a vector of words at a time.</summary>
    public static (uint Low, uint High)? Find<T>(ReadOnlySpan<T> words, StoredCode code, (uint First, uint Last)? padding)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!Vector.IsHardwareAccelerated || words.Length < Vector<T>.Count) return Scalar(words, code, padding);
        var mask = new Vector<T>(T.CreateTruncating(code.Mask));
        var flip = new Vector<T>(T.CreateTruncating(code.Flip));
        // Without padding the range is one that no code is in: first above last.
        var first = new Vector<T>(T.CreateTruncating(padding?.First ?? uint.MaxValue));
        var last = new Vector<T>(T.CreateTruncating(padding?.Last ?? 0));
        Vector<T> low = Vector<T>.AllBitsSet, high = Vector<T>.Zero, any = Vector<T>.Zero;
        int i = 0;
        for (; i <= words.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> codes = ((new Vector<T>(words[i..]) >>> code.Shift) & mask) ^ flip;
            Vector<T> skip = Vector.GreaterThanOrEqual(codes, first) & Vector.LessThanOrEqual(codes, last);
            // What is skipped counts as the neutral element of each.
            low = Vector.Min(low, codes | skip);
            high = Vector.Max(high, Vector.AndNot(codes, skip));
            any |= ~skip;
        }

        uint least = uint.MaxValue, greatest = 0;
        bool counted = any != Vector<T>.Zero;
        for (int lane = 0; counted && lane < Vector<T>.Count; lane++)
        {
            least = Math.Min(least, uint.CreateTruncating(low[lane]));
            greatest = Math.Max(greatest, uint.CreateTruncating(high[lane]));
        }

        if (Scalar(words[i..], code, padding) is not { } rest) return counted ? (least, greatest) : null;
        return (Math.Min(least, rest.Low), Math.Max(greatest, rest.High));
    }
}
