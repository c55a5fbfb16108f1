namespace Pacs.Imaging;

/// <summary>A rectangle along rows and columns.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Width">Extent across, in pixels.</param>
/// <param name="Height">Extent down, in pixels.</param>
public sealed record RectangleRegion(double Left, double Top, double Width, double Height) : ImageRegion
{
    internal override (double Top, double Bottom) Extent => (Top, Top + Height);

    internal override void Crossings(double y, List<double> crossings)
    {
        if (!(y >= Top && y < Top + Height && Width > 0)) return;
        crossings.Add(Left);
        crossings.Add(Left + Width);
    }
}
