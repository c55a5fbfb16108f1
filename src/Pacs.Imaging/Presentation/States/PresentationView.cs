namespace Pacs.Imaging;

/// <summary>What a presentation state says about one frame: how its values are shown, which part, how it is turned, and what is drawn over it.</summary>
public sealed record PresentationView
{
    /// <summary>From stored to modality values; null leaves it to the image.</summary>
    public ModalityTransform? Modality { get; init; }

    /// <summary>The window; null where the state has none for the frame.</summary>
    public VoiWindow? Window { get; init; }

    /// <summary>The VOI LUT; null where the state has none for the frame.</summary>
    public LookupTable? VoiTable { get; init; }

    /// <summary>The Presentation LUT; null where the state has a shape instead.</summary>
    public LookupTable? PresentationTable { get; init; }

    /// <summary>Whether the lowest value is white. The state's word replaces that of MONOCHROME1 (PS3.3 §C.11.6).</summary>
    public bool IsInverse { get; init; }

    /// <summary>The colours of a pseudo-colour state; null in others.</summary>
    public Palette? Palette { get; init; }

    /// <summary>The overlays that are shown: those of the state, and those of the image that it activates.</summary>
    public IReadOnlyList<OverlayPlane> Overlays { get; init; } = [];

    /// <summary>The shutter; null for none, whatever the image has.</summary>
    public DisplayShutter? Shutter { get; init; }

    /// <summary>The part of the image that is seen; null for all of it.</summary>
    public DisplayedArea? Area { get; init; }

    /// <summary>Clockwise rotation in degrees: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>Whether left and right are exchanged after the rotation.</summary>
    public bool FlipsHorizontally { get; init; }

    /// <summary>Lines, outlines and areas, lowest layer first.</summary>
    public IReadOnlyList<GraphicShape> Shapes { get; init; } = [];

    /// <summary>Texts, lowest layer first.</summary>
    public IReadOnlyList<GraphicText> Texts { get; init; } = [];
}
