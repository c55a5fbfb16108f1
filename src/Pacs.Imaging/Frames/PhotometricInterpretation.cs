namespace Pacs.Imaging;

/// <summary>What the samples of a pixel mean: Photometric Interpretation (0028,0004), PS3.3 §C.7.6.3.1.2.</summary>
public enum PhotometricInterpretation
{
    /// <summary>Missing, or a term that is not defined.</summary>
    Unknown,

    /// <summary>One sample; the lowest value is white.</summary>
    Monochrome1,

    /// <summary>One sample; the lowest value is black.</summary>
    Monochrome2,

    /// <summary>One sample, an index into the palette.</summary>
    PaletteColor,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Luminance and two chrominance samples of full range, each pixel its own.</summary>
    YbrFull,

    /// <summary>As YBR_FULL, two neighbouring pixels of a row sharing their chrominance: four bytes Y Y Cb Cr for two pixels when native.</summary>
    YbrFull422,

    /// <summary>Chrominance shared by two pixels, range of ITU-R BT.601; retired, but it exists.</summary>
    YbrPartial422,

    /// <summary>Chrominance shared by two by two pixels; video only.</summary>
    YbrPartial420,

    /// <summary>The irreversible component transform of JPEG 2000.</summary>
    YbrIct,

    /// <summary>The reversible component transform of JPEG 2000.</summary>
    YbrRct,

    /// <summary>The XYB colours of JPEG XL.</summary>
    Xyb,

    /// <summary>Hue, saturation, value; retired.</summary>
    Hsv,

    /// <summary>Alpha, red, green, blue; retired.</summary>
    Argb,

    /// <summary>Cyan, magenta, yellow, black; retired.</summary>
    Cmyk,
}
