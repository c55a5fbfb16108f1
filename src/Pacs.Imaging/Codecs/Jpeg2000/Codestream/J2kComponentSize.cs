namespace Pacs.Imaging;

/// <summary>A component of the image as SIZ declares it (ISO/IEC 15444-1 §A.5.1).</summary>
/// <param name="Precision">Bits of a sample, 1 to 38.</param>
/// <param name="IsSigned">Whether samples are two's complement.</param>
/// <param name="Dx">Horizontal distance of its samples on the reference grid, 1 to 255.</param>
/// <param name="Dy">Vertical distance.</param>
internal readonly record struct J2kComponentSize(int Precision, bool IsSigned, int Dx, int Dy);
