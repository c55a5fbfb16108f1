namespace Pacs.DicomWeb;

/// <summary>The <c>iccprofile</c> parameter (PS3.18 §8.3.5.1.5).</summary>
internal enum ProfileChoice
{
    /// <summary>Not said: colours as they are, with their profile where the image has one.</summary>
    OwnIfAny,

    /// <summary>No profile.</summary>
    None,

    /// <summary>The image's own, or that of sRGB where it has none.</summary>
    Present,

    /// <summary>Converted to sRGB.</summary>
    SRgb,

    /// <summary>Converted to Adobe RGB.</summary>
    AdobeRgb,

    /// <summary>Converted to ROMM RGB.</summary>
    RommRgb,

    /// <summary>Converted to Display P3.</summary>
    DisplayP3,
}
