using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>A contour of a structure, in the patient's coordinates.</summary>
/// <param name="Points">Corners in mm.</param>
/// <param name="IsClosed">Whether it encloses an area (CLOSED_PLANAR), rather than being points or an open line.</param>
/// <param name="Image">The image that it was drawn on; empty when not said.</param>
public sealed record StructureContour(IReadOnlyList<(double X, double Y, double Z)> Points, bool IsClosed, DicomUid Image);
