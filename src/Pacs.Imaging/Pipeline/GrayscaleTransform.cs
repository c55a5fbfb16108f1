namespace Pacs.Imaging;

/// <summary>Modality, VOI and presentation stage as one function of the stored value (PS3.4 §N.2), from which tables and ramps are made.</summary>
internal sealed class GrayscaleTransform
{
    public required ModalityTransform Modality { get; init; }

    /// <summary>The window, unless <see cref="VoiTable"/> is used.</summary>
    public VoiWindow? Window { get; init; }

    public LookupTable? VoiTable { get; init; }

    public LookupTable? Presentation { get; init; }

    /// <summary>Whether the lowest value is white.</summary>
    public bool IsInverse { get; init; }

    /// <summary>Stored values that stand for no pixel, and are black whatever the polarity (PS3.3 §C.7.5.1.1.2); null when there are none.</summary>
    public PaddingRange? Padding { get; init; }

    /// <summary>The grey of a stored value: 0 is black, 1 is white.</summary>
    public double Apply(double stored)
    {
        if (double.IsNaN(stored) || Padding is { } padding && padding.Contains(stored)) return 0;
        double value = Modality.Apply(stored);
        double grey = VoiTable is not null ? VoiTable.Apply(value) : Window?.Apply(value) ?? 0;
        if (Presentation is not null) grey = Presentation.ApplyToFraction(grey);
        return IsInverse ? 1 - grey : grey;
    }

    /// <summary>The function as a clamped straight line over stored values, where it is one.</summary>
    public bool TryGetLine(out double slope, out double offset)
    {
        slope = offset = 0;
        if (VoiTable is not null || Presentation is not null || Modality.Table is not null || Window is null or { Function: VoiFunction.Sigmoid }) return false;
        VoiWindow.Ramp ramp = Window.ToRamp();
        slope = Modality.Slope / (ramp.High - ramp.Low);
        offset = (Modality.Intercept - ramp.Low) / (ramp.High - ramp.Low);
        if (IsInverse) (slope, offset) = (-slope, 1 - offset);
        return double.IsFinite(slope) && double.IsFinite(offset);
    }
}
