namespace Pacs.Imaging;

/// <summary>How a picture is drawn in another size.</summary>
public enum Interpolation
{
    /// <summary><see cref="Area"/> where it becomes smaller, <see cref="Bilinear"/> where it becomes larger.</summary>
    Automatic,

    /// <summary>The nearest pixel. Keeps values as they are.</summary>
    Nearest,

    /// <summary>A straight line between neighbours.</summary>
    Bilinear,

    /// <summary>A cubic through four neighbours (Catmull-Rom).</summary>
    Bicubic,

    /// <summary>The mean of the area that a pixel covers; for larger pictures the nearest pixel with exact borders.</summary>
    Area,

    /// <summary>A windowed sinc of three lobes: the sharpest, at the price of a little ringing.</summary>
    Lanczos,
}
