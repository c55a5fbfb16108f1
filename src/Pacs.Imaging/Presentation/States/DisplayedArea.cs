namespace Pacs.Imaging;

/// <summary>The part of an image that is seen, and how large (PS3.3 §C.10.4).</summary>
/// <param name="Left">First column, from 0; the area may reach beyond the image.</param>
/// <param name="Top">First row, from 0.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record DisplayedArea(int Left, int Top, int Width, int Height)
{
    /// <summary>Height of a pixel by its width; null leaves it to the image.</summary>
    public double? PixelAspect { get; init; }

    /// <summary>Pixels of the picture for one of the image (MAGNIFY); null fits the picture to the size asked for (SCALE TO FIT, TRUE SIZE).</summary>
    public double? Magnification { get; init; }
}
