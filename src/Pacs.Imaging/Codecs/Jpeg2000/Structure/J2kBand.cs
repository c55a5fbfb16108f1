namespace Pacs.Imaging;

/// <summary>Which filters made a subband: first letter horizontal, second vertical.</summary>
internal enum J2kOrientation
{
    LL,
    HL,
    LH,
    HH,
}

/// <summary>A subband of a tile-component (ISO/IEC 15444-1 §B.5).</summary>
internal sealed record J2kBand
{
    public required J2kOrientation Orientation { get; init; }

    /// <summary>Its decomposition level, from 1; 0 for the LL band of a component that is not decomposed.</summary>
    public required int Level { get; init; }

    public required J2kRect Area { get; init; }

    /// <summary>Where its first coefficient stands among the component's, bands of a level laid side by side.</summary>
    public required int Left { get; init; }

    public required int Top { get; init; }

    /// <summary>Magnitude bit planes, Mb of Equation E-2, those that a region of interest was shifted by included.</summary>
    public required int Planes { get; init; }

    /// <summary>Step size of Equation E-3; 1 for reversible coding.</summary>
    public required float Step { get; init; }
}
