namespace Pacs.Core;

/// <summary>What a Secondary Capture says about itself beyond its pixels.</summary>
public sealed record SecondaryCaptureOptions
{
    /// <summary>Modality (0008,0060) of the series: OT unless said.</summary>
    public string Modality { get; init; } = "OT";

    /// <summary>Conversion Type (0008,0064): WSD (workstation) unless said; DV, DI, DF, SYN, DRW, SD, SI.</summary>
    public string ConversionType { get; init; } = "WSD";

    /// <summary>Whether text that identifies the patient is burned into the pixels. True unless said: the careful answer.</summary>
    public bool HasBurnedInAnnotation { get; init; } = true;

    /// <summary>How the pixels came about, in words; empty for nothing.</summary>
    public string DerivationDescription { get; init; } = string.Empty;

    /// <summary>The images that the pixels show or were computed from.</summary>
    public IReadOnlyList<InstanceReference> Sources { get; init; } = [];

    /// <summary>Distance of pixel centres in the patient, rows first, in millimetres; null when unknown.</summary>
    public (double RowMillimetres, double ColumnMillimetres)? PixelSpacing { get; init; }

    /// <summary>Window for gray images, in stored values; null for none.</summary>
    public (double Center, double Width)? Window { get; init; }

    /// <summary>Time between frames; null when the frames are pages rather than moments.</summary>
    public TimeSpan? FrameTime { get; init; }
}
