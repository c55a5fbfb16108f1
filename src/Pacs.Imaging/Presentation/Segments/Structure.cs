namespace Pacs.Imaging;

/// <summary>A region of interest of a structure set.</summary>
/// <param name="Number">ROI Number.</param>
/// <param name="Name">ROI Name; null when missing.</param>
/// <param name="Color">ROI Display Color, or one chosen by number.</param>
/// <param name="Contours">Its contours.</param>
public sealed record Structure(int Number, string? Name, Rgb Color, IReadOnlyList<StructureContour> Contours);
