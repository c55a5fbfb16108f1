namespace Pacs.Imaging;

/// <summary>What a pixel of a <see cref="RenderedImage"/> is.</summary>
public enum RenderedFormat
{
    /// <summary>One byte, 0 black to 255 white.</summary>
    Gray8,

    /// <summary>One 16-bit word in the machine's byte order, 0 black to 65535 white.</summary>
    Gray16,

    /// <summary>Three bytes: red, green, blue.</summary>
    Rgb24,
}
