namespace Pacs.Imaging.Skia;

/// <summary>What a <see cref="SkiaPainter"/> writes with.</summary>
public sealed record SkiaPainterOptions
{
    /// <summary>A font file (TrueType, OpenType), tried first; null looks for <see cref="FontFamilies"/> among the fonts of the machine.</summary>
    public string? FontFile { get; init; }

    /// <summary>Names of font families, the preferred first. Letters that the chosen one lacks are taken from any font of the machine that has them.</summary>
    public IReadOnlyList<string> FontFamilies { get; init; } = ["Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans", "Liberation Sans", "Arial"];

    /// <summary>Whether texts and lines have a dark edge, so that they are seen on any ground.</summary>
    public bool DrawsEdges { get; init; } = true;
}
