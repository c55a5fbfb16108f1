namespace Pacs.Imaging;

/// <summary>What is written into a picture for people who see nothing else of the study: who it is, how long a centimetre is, where left is.</summary>
/// <remarks>Names the patient where <see cref="Corners"/> do: such pictures are not anonymous.</remarks>
public sealed record ImageAnnotations
{
    /// <summary>The texts in the corners; null for none.</summary>
    public CornerTexts? Corners { get; init; }

    /// <summary>Whether the window that the picture was drawn with is added to the lower right corner.</summary>
    public bool ShowsWindow { get; init; } = true;

    /// <summary>Whether a bar of a round length is drawn at the lower edge, where the size of pixels is known.</summary>
    public bool ShowsScale { get; init; } = true;

    /// <summary>Whether the edges say which side of the patient they are, where that is known: R, L, A, P, H, F.</summary>
    public bool ShowsOrientation { get; init; } = true;

    /// <summary>The colour of all.</summary>
    public Rgb Color { get; init; } = Rgb.White;

    /// <summary>Height of a capital letter in pixels of the picture; null chooses one that suits the picture.</summary>
    public int? CapitalHeight { get; init; }

    /// <summary>All there is, with the names and numbers of the frame's data set in the corners.</summary>
    public static ImageAnnotations Of(FrameSource source) => new() { Corners = CornerTexts.Of(source) };
}
