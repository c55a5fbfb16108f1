using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Which modality values of an input are seen: an item of Threshold Sequence (0070,1B11) (PS3.3 §C.11.33, Threshold Sequence Macro).</summary>
internal sealed record PixelThreshold(Func<double, bool> Shows)
{
    /// <summary>The thresholds of an input; a pixel has to pass all of them.</summary>
    /// <exception cref="DicomImageException">A type is unknown, or its values are missing: without it, the picture would show what is to be hidden.</exception>
    public static IReadOnlyList<PixelThreshold> ReadAll(DicomDataset input) => [.. (input.GetSequence(DicomTag.ThresholdSequence) ?? []).Take(64).Select(Read)];

    private static PixelThreshold Read(DicomDataset item)
    {
        double[] values = [.. (item.GetSequence(DicomTag.ThresholdValueSequence) ?? []).Take(2).Select(static value => value.GetDouble(DicomTag.ThresholdValue)).OfType<double>()];
        string? type = item.GetString(DicomTag.ThresholdType);
        int needed = type is "RANGE_INCL" or "RANGE_EXCL" ? 2 : 1;
        if (values.Length < needed) throw new DicomImageException($"A threshold of type {type ?? "(none)"} has {values.Length} values, where it needs {needed}.");
        double low = values.Min(), high = values.Max();
        return new PixelThreshold(type switch
        {
            "GREATER_THAN" => value => value > low,
            "GREATER_OR_EQUAL" => value => value >= low,
            "LESS_THAN" => value => value < low,
            "LESS_OR_EQUAL" => value => value <= low,
            "RANGE_INCL" => value => value >= low && value <= high,
            // What is beyond the range is seen, its ends are not.
            "RANGE_EXCL" => value => value < low || value > high,
            _ => throw new DicomImageException($"A threshold of type {type} is unknown (PS3.3 §C.11.33)."),
        });
    }
}
