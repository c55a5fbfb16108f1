using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>The highest.</summary>
internal readonly struct Highest : IExtreme
{
    public static float Start => float.NegativeInfinity;

    public static float Best => float.PositiveInfinity;

    public static short[] Of(BlockRanges ranges) => ranges.Highs;

    public static int Rank(short value) => value;

    public static float WorstRank(Vector256<float> values) => Lanes.Least(values);

    public static float Take(float before, float sample) => sample > before ? sample : before;

    public static Vector256<float> Take(Vector256<float> before, Vector256<float> sample) => Vector256.MaxNative(before, sample);
}

/// <summary>The lowest.</summary>
internal readonly struct Lowest : IExtreme
{
    public static float Start => float.PositiveInfinity;

    public static float Best => float.NegativeInfinity;

    public static short[] Of(BlockRanges ranges) => ranges.Lows;

    public static int Rank(short value) => -value;

    public static float WorstRank(Vector256<float> values) => Lanes.Least(-values);

    public static float Take(float before, float sample) => sample < before ? sample : before;

    public static Vector256<float> Take(Vector256<float> before, Vector256<float> sample) => Vector256.MinNative(before, sample);
}

/// <summary>What eight lanes have in common.</summary>
internal static class Lanes
{
    /// <summary>The least of eight.</summary>
    public static float Least(Vector256<float> values)
    {
        Vector128<float> four = Vector128.MinNative(values.GetLower(), values.GetUpper());
        Vector128<float> two = Vector128.MinNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MinNative(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
