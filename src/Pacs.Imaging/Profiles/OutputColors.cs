namespace Pacs.Imaging;

/// <summary>Well-known colour spaces of 8 bits that a picture can be given in (PS3.3 §C.11.15.1.2, PS3.18 §8.3.5.1.5).</summary>
public enum OutputColors
{
    /// <summary>sRGB (IEC 61966-2-1): what screens and browsers take colours for that come without a profile.</summary>
    SRgb,

    /// <summary>Adobe RGB (1998).</summary>
    AdobeRgb,

    /// <summary>ROMM RGB (ISO 22028-2), also known as ProPhoto.</summary>
    RommRgb,

    /// <summary>Display P3.</summary>
    DisplayP3,
}
