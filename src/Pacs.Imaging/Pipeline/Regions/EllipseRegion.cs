namespace Pacs.Imaging;

/// <summary>An ellipse along rows and columns; a circle where both radii are the same.</summary>
/// <param name="CenterX">Column of the center.</param>
/// <param name="CenterY">Row of the center.</param>
/// <param name="RadiusX">Half its extent across, in pixels.</param>
/// <param name="RadiusY">Half its extent down, in pixels.</param>
public sealed record EllipseRegion(double CenterX, double CenterY, double RadiusX, double RadiusY) : ImageRegion
{
    internal override (double Top, double Bottom) Extent => (CenterY - RadiusY, CenterY + RadiusY);

    internal override void Crossings(double y, List<double> crossings)
    {
        double part = (y - CenterY) / RadiusY;
        if (!(part * part < 1)) return;
        double half = RadiusX * Math.Sqrt(1 - part * part);
        crossings.Add(CenterX - half);
        crossings.Add(CenterX + half);
    }
}
