namespace Pacs.Imaging;

/// <summary>A line, an outline or an area over the picture. Circles, ellipses and curves are given as many short lines.</summary>
/// <param name="Points">The corners, as column (X) and row (Y). A single point is drawn as a small cross.</param>
public sealed record GraphicShape(IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>What the coordinates count.</summary>
    public GraphicUnits Units { get; init; }

    /// <summary>Whether the last point is joined to the first.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The colour of line and area.</summary>
    public Rgb Color { get; init; } = Rgb.White;

    /// <summary>How much the area inside covers, from 0 (an outline only) to 1. Even-odd rule.</summary>
    public double FillOpacity { get; init; }

    /// <summary>Width of the line in pixels of the picture.</summary>
    public double LineWidth { get; init; } = 1;

    /// <summary>Whether the line is dashed.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Pixels of a dash and of the gap after it.</summary>
    internal const double DashLength = 6, DashGap = 4;
}
