namespace Pacs.Imaging;

/// <summary>Words over the picture, upright however the image was turned.</summary>
/// <param name="Text">What is written; line ends begin new lines.</param>
/// <param name="X">Column of the upper left corner, in <see cref="Units"/>.</param>
/// <param name="Y">Row of the upper left corner.</param>
public sealed record GraphicText(string Text, double X, double Y)
{
    /// <summary>What the coordinates count.</summary>
    public GraphicUnits Units { get; init; }

    /// <summary>The corner opposite to <see cref="X"/>, <see cref="Y"/> of the box that the text is set in; null where only a point is given.</summary>
    public (double X, double Y)? Corner { get; init; }

    /// <summary>Where the lines stand in the box.</summary>
    public TextAlignment Alignment { get; init; }

    /// <summary>Whether the last line ends at the lower edge of the box, rather than the first beginning at the upper.</summary>
    public bool SitsAtBottom { get; init; }

    /// <summary>The colour.</summary>
    public Rgb Color { get; init; } = Rgb.White;

    /// <summary>Height of a capital letter in pixels of the picture; null chooses one that suits the picture.</summary>
    public int? CapitalHeight { get; init; }
}
