namespace Pacs.Imaging;

/// <summary>An image that is laid over another one (PS3.3 §C.11.14, PS3.4 §N.2.4.3). Where a blending presentation state is given too, opacity, window and colours are the state's.</summary>
/// <param name="Frame">Its pixels. Borrowed while the picture is drawn.</param>
/// <param name="Attributes">What its data set says of them.</param>
/// <remarks>
/// Where both images say where they lie in the same frame of reference, the upper one is fitted to the lower: both have to show the same slice, whatever their
/// sizes. Otherwise they must have the same rows and columns. Padding of the upper one lets the lower one through.
/// </remarks>
public sealed record Superimposition(PixelFrame Frame, DisplayAttributes Attributes)
{
    /// <summary>What the upper image counts, from 0 to 1.</summary>
    public double Opacity { get; init; } = 0.5;

    /// <summary>The colours of its greys; null leaves them grey.</summary>
    public Palette? Palette { get; init; }

    /// <summary>Its window, instead of those of its data set.</summary>
    public VoiWindow? Window { get; init; }
}
