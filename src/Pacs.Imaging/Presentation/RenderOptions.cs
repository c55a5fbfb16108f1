namespace Pacs.Imaging;

/// <summary>How a frame is drawn. The defaults show what the data set asks for, in its own size.</summary>
public sealed record RenderOptions
{
    /// <summary>The defaults.</summary>
    public static RenderOptions Default { get; } = new();

    /// <summary>The window, instead of those of the data set.</summary>
    public VoiWindow? Window { get; init; }

    /// <summary>Which view of the data set: its windows from 0, then its VOI LUTs. One that it does not have counts as 0.</summary>
    public int VoiIndex { get; init; }

    /// <summary>What a window spans when nobody names one.</summary>
    public DefaultRange DefaultRange { get; init; }

    /// <summary>Whether black and white are exchanged, of monochrome frames, after all else.</summary>
    public bool IsInverted { get; init; }

    /// <summary>Bits of grey: 8 or 16. Colours always have 8.</summary>
    public int BitDepth { get; init; } = 8;

    /// <summary>The colour space that the picture is converted to and says it is in, coloured or grey; null leaves colours as they are, in the data set's own space. Colours without a profile, and greys, are taken for sRGB.</summary>
    public OutputColors? OutputColors { get; init; }

    /// <summary>Widest the picture may be, in pixels; it keeps its proportions. Null sets no bound; both null keep the frame's size.</summary>
    public int? Width { get; init; }

    /// <summary>Highest the picture may be, in pixels; it keeps its proportions. Null sets no bound.</summary>
    public int? Height { get; init; }

    /// <summary>The part of the frame that is shown, in its columns and rows before it is turned; null for all of it, or for what <see cref="State"/> selects.</summary>
    public DisplayedArea? Area { get; init; }

    /// <summary>How sizes are changed.</summary>
    public Interpolation Interpolation { get; init; }

    /// <summary>Whether pixels that are not square are drawn so that the picture is true to scale.</summary>
    public bool CorrectsAspect { get; init; } = true;

    /// <summary>Clockwise rotation in degrees: a multiple of 90.</summary>
    public int Rotation { get; init; }

    /// <summary>Whether left and right are exchanged after the rotation.</summary>
    public bool FlipsHorizontally { get; init; }

    /// <summary>Whether overlays are drawn.</summary>
    public bool DrawsOverlays { get; init; } = true;

    /// <summary>The colour of overlays.</summary>
    public Rgb OverlayColor { get; init; } = Rgb.White;

    /// <summary>Whether shutters hide what they hide.</summary>
    public bool AppliesShutter { get; init; } = true;

    /// <summary>The presentation state, applied where it is about the frame's image; what it says replaces what the image says of itself. <see cref="Window"/>, rotation and flip come on top.</summary>
    public PresentationState? State { get; init; }

    /// <summary>Coloured layers over the frame, of its size.</summary>
    public IReadOnlyList<MaskLayer> Layers { get; init; } = [];

    /// <summary>Shapes over the picture: see <see cref="StructureSet.ShapesFor"/>.</summary>
    public IReadOnlyList<GraphicShape> Shapes { get; init; } = [];

    /// <summary>Texts over the picture.</summary>
    public IReadOnlyList<GraphicText> Texts { get; init; } = [];

    /// <summary>Names, scale and directions written into the picture; null writes none.</summary>
    public ImageAnnotations? Annotations { get; init; }

    /// <summary>A second image laid over the frame, as PET over CT.</summary>
    public Superimposition? Superimposed { get; init; }

    /// <summary>The other images of an advanced blending presentation state in <see cref="State"/>, at least one of each input; of each, only pixels and attributes count.</summary>
    public IReadOnlyList<Superimposition> BlendedInputs { get; init; } = [];

    /// <summary>Frames of the same object that show other data types of the same place, blended with this one as the object's <see cref="DisplayAttributes.EnhancedPalette"/> says. Borrowed.</summary>
    public IReadOnlyList<PixelFrame> DataFrames { get; init; } = [];

    /// <summary>The colours that greys are shown in, 0 being black's: pseudo-colour. Null leaves greys grey.</summary>
    public Palette? PseudoColor { get; init; }

    /// <summary>Draws shapes and texts; null draws plain lines and a raster font.</summary>
    public IGraphicPainter? Painter { get; init; }
}
