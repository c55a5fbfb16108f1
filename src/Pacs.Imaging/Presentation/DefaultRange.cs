namespace Pacs.Imaging;

/// <summary>What a window spans when neither caller nor data set names one.</summary>
public enum DefaultRange
{
    /// <summary>From the least to the greatest value of the frame, padding left out.</summary>
    Extremes,

    /// <summary>From the 1st to the 99th percentile of the frame's values: a few hot pixels do not darken the rest.</summary>
    Percentiles,
}
