namespace Pacs.Imaging;

/// <summary>What the coordinates of a graphic count (PS3.3 §C.10.5).</summary>
public enum GraphicUnits
{
    /// <summary>Columns and rows of the image, 0 at the outer corner of its first pixel: the graphic turns and grows with the image.</summary>
    Pixel,

    /// <summary>Fractions of the displayed area, 0 at its upper left corner, 1 at its lower right, however the image was turned.</summary>
    Display,
}
