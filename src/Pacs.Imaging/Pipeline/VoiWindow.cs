namespace Pacs.Imaging;

/// <summary>A window: which range of modality values is spread over the range from black to white (PS3.3 §C.11.2.1.2).</summary>
/// <param name="Center">The middle of the range, in modality units (Hounsfield units for CT).</param>
/// <param name="Width">The extent of the range, in modality units.</param>
public sealed record VoiWindow(double Center, double Width)
{
    /// <summary>How the range is mapped. <see cref="VoiFunction.Linear"/> unless said.</summary>
    public VoiFunction Function { get; init; }

    /// <summary>What the window is for, in the words of the data set (0028,1055); null when it does not say.</summary>
    public string? Explanation { get; init; }

    /// <summary>Whether the window maps anything: both numbers finite and the width greater than 0.</summary>
    public bool IsUsable => double.IsFinite(Center) && double.IsFinite(Width) && Width > 0;

    /// <summary>The window that maps <paramref name="minimum"/> to black and <paramref name="maximum"/> to white; of width 1 around them where they are equal.</summary>
    public static VoiWindow Spanning(double minimum, double maximum) => maximum > minimum && double.IsFinite(maximum - minimum)
        ? new VoiWindow(minimum + (maximum - minimum) / 2, maximum - minimum) { Function = VoiFunction.LinearExact }
        : new VoiWindow(double.IsFinite(minimum) ? minimum : 0, 1) { Function = VoiFunction.LinearExact };

    /// <summary>Maps a modality value: 0 is black, 1 is white.</summary>
    /// <returns>From 0 to 1; 0 for NaN.</returns>
    public double Apply(double value)
    {
        if (double.IsNaN(value)) return 0;
        if (Function == VoiFunction.Sigmoid) return 1 / (1 + Math.Exp(-4 * (value - Center) / Width));
        Ramp ramp = ToRamp();
        if (value <= ramp.Low) return 0;
        return value > ramp.High ? 1 : Math.Clamp((value - ramp.Low) / (ramp.High - ramp.Low), 0, 1);
    }

    /// <summary>Both linear functions are a ramp; the standard writes them as ((x - (c - 0.5)) / (w - 1) + 0.5) and ((x - c) / w + 0.5).</summary>
    internal Ramp ToRamp()
    {
        // LINEAR is defined from width 1 on. Images of fractional values carry narrower ones without naming LINEAR_EXACT, which is what they mean.
        if (Function == VoiFunction.Linear && Width >= 1) return new Ramp(Center - 0.5 - (Width - 1) / 2, Center - 0.5 + (Width - 1) / 2);
        return new Ramp(Center - Width / 2, Center + Width / 2);
    }

    internal readonly record struct Ramp(double Low, double High);
}
