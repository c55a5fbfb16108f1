namespace Pacs.Imaging;

/// <summary>Stored values that fill an image up to a rectangle: Pixel Padding Value and Range Limit (0028,0120), (0028,0121), PS3.3 §C.7.5.1.1.2.</summary>
/// <param name="First">The lower end, included.</param>
/// <param name="Last">The upper end, included.</param>
public readonly record struct PaddingRange(double First, double Last)
{
    /// <summary>Whether a stored value is padding.</summary>
    public bool Contains(double stored) => stored >= First && stored <= Last;
}
