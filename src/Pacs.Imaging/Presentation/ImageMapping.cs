namespace Pacs.Imaging;

/// <summary>From points of the frame to points of the picture. Coordinates are columns and rows, 0 at the outer corner of the first pixel.</summary>
internal readonly record struct ImageMapping(Orientation Orientation, double ScaleX, double ScaleY)
{
    public (double X, double Y) Map(double x, double y)
    {
        (double mappedX, double mappedY) = Orientation.Map(x, y);
        return (mappedX * ScaleX, mappedY * ScaleY);
    }
}
