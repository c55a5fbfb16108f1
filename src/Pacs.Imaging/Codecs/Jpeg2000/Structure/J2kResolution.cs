namespace Pacs.Imaging;

/// <summary>A resolution of a tile-component (ISO/IEC 15444-1 §B.5).</summary>
internal sealed record J2kResolution(J2kRect Area, J2kBand[] Bands);
