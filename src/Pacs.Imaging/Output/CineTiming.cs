using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>How long each frame of a multi-frame image is shown: the cine module and the multi-frame module (PS3.3 §C.7.6.5, §C.7.6.6).</summary>
public sealed class CineTiming
{
    // What the standard leaves open: as fast as film-like loops usually are.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1 / 15.0), Longest = TimeSpan.FromSeconds(60);

    private readonly TimeSpan[] _vector;

    private CineTiming(TimeSpan frameTime, TimeSpan[] vector, bool isStated) => (FrameTime, _vector, IsStated) = (frameTime, vector, isStated);

    /// <summary>How long a frame is shown where all are shown equally long; else their mean.</summary>
    public TimeSpan FrameTime { get; }

    /// <summary>Whether the data set says so; if not, 15 frames a second are assumed.</summary>
    public bool IsStated { get; }

    /// <summary>How long a frame is shown, at most a minute.</summary>
    /// <param name="frame">From 0.</param>
    public TimeSpan this[int frame] => frame >= 0 && frame + 1 < _vector.Length ? _vector[frame + 1] : FrameTime;

    /// <summary>Reads Recommended Display Frame Rate, Frame Time Vector, Frame Time and Cine Rate, the first that makes sense: what is wished before what was.</summary>
    public static CineTiming Of(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if ((dataset.GetDouble(DicomTag.RecommendedDisplayFrameRate) ?? dataset.GetDouble(DicomTag.RecommendedDisplayFrameRateInFloat)) is { } wished && Seconds(1 / wished) is { } recommended)
            return new CineTiming(recommended, [], isStated: true);
        // The time of a frame is that since the one before it: the first value is 0, and the last frame has none of its own.
        TimeSpan?[] steps = [.. dataset.GetDoubles(DicomTag.FrameTimeVector).Select(static (step, index) => index == 0 ? TimeSpan.Zero : Seconds(step / 1000))];
        if (steps.Length > 1 && Array.TrueForAll(steps, static step => step is not null))
        {
            TimeSpan[] vector = Array.ConvertAll(steps, static step => step!.Value);
            return new CineTiming(TimeSpan.FromTicks((long)vector.Skip(1).Average(static step => step.Ticks)), vector, isStated: true);
        }

        TimeSpan? time = Seconds((dataset.GetDouble(DicomTag.FrameTime) ?? 0) / 1000) ?? Seconds(1 / (dataset.GetDouble(DicomTag.CineRate) ?? 0));
        return new CineTiming(time ?? Usual, [], time is not null);
    }

    private static TimeSpan? Seconds(double seconds) => seconds > 0.0001 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
}
