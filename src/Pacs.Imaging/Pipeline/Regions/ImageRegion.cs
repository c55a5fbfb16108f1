namespace Pacs.Imaging;

/// <summary>A part of an image: the pixels whose centers lie within. Coordinates are columns (X) and rows (Y), 0 at the outer corner of the first pixel.</summary>
public abstract record ImageRegion
{
    private protected ImageRegion()
    {
    }

    /// <summary>First and last row, the last excluded, that the region may touch.</summary>
    internal abstract (double Top, double Bottom) Extent { get; }

    /// <summary>From where to where the region holds the line at <paramref name="y"/>, in ascending pairs.</summary>
    internal abstract void Crossings(double y, List<double> crossings);
}
