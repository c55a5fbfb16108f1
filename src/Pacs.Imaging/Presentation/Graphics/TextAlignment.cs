namespace Pacs.Imaging;

/// <summary>Where lines of text stand in their box: Bounding Box Text Horizontal Justification (0070,0012).</summary>
public enum TextAlignment
{
    /// <summary>At the left edge.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>At the right edge.</summary>
    Right,
}
