namespace Pacs.Imaging;

/// <summary>The defined terms of Photometric Interpretation (PS3.3 §C.7.6.3.1.2).</summary>
public static class PhotometricTerms
{
    private static readonly (PhotometricInterpretation Value, string Term)[] Terms =
    [
        (PhotometricInterpretation.Monochrome1, "MONOCHROME1"),
        (PhotometricInterpretation.Monochrome2, "MONOCHROME2"),
        (PhotometricInterpretation.PaletteColor, "PALETTE COLOR"),
        (PhotometricInterpretation.Rgb, "RGB"),
        (PhotometricInterpretation.YbrFull, "YBR_FULL"),
        (PhotometricInterpretation.YbrFull422, "YBR_FULL_422"),
        (PhotometricInterpretation.YbrPartial422, "YBR_PARTIAL_422"),
        (PhotometricInterpretation.YbrPartial420, "YBR_PARTIAL_420"),
        (PhotometricInterpretation.YbrIct, "YBR_ICT"),
        (PhotometricInterpretation.YbrRct, "YBR_RCT"),
        (PhotometricInterpretation.Xyb, "XYB"),
        (PhotometricInterpretation.Hsv, "HSV"),
        (PhotometricInterpretation.Argb, "ARGB"),
        (PhotometricInterpretation.Cmyk, "CMYK"),
    ];

    /// <summary>The value of a term; case and the underscore or space of it do not matter, since files disagree on both.</summary>
    /// <returns><see cref="PhotometricInterpretation.Unknown"/> for null, empty and undefined terms.</returns>
    public static PhotometricInterpretation Parse(string? term)
    {
        if (string.IsNullOrWhiteSpace(term)) return PhotometricInterpretation.Unknown;
        string folded = Fold(term);
        foreach ((PhotometricInterpretation value, string known) in Terms)
            if (Fold(known) == folded) return value;
        return PhotometricInterpretation.Unknown;
    }

    /// <summary>The term of a value, as an element holds it.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="PhotometricInterpretation.Unknown"/> has none.</exception>
    public static string ToTerm(this PhotometricInterpretation value)
    {
        foreach ((PhotometricInterpretation known, string term) in Terms)
            if (known == value) return term;
        throw new ArgumentOutOfRangeException(nameof(value), value, "There is no term for this photometric interpretation.");
    }

    private static string Fold(string term) => term.Trim().Replace('_', ' ').ToUpperInvariant();
}
