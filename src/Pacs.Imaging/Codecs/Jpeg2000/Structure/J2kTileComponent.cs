namespace Pacs.Imaging;

/// <summary>One component of a tile, decomposed into resolutions (ISO/IEC 15444-1 §B.3, §B.5).</summary>
internal sealed class J2kTileComponent
{
    public J2kTileComponent(J2kSize size, J2kRect tile, J2kParameters parameters, int component)
    {
        J2kComponentSize declared = size.Components[component];
        (Declared, Style, RoiShift) = (declared, parameters.Style(component), parameters.RoiShift(component));
        Area = tile.Divide(declared.Dx, declared.Dy);
        J2kQuantization quantization = parameters.Quantization(component);
        Resolutions = new J2kResolution[Style.Levels + 1];
        for (int r = 0; r <= Style.Levels; r++) Resolutions[r] = new J2kResolution(Area.Halve(Style.Levels - r), Bands(r, quantization));
    }

    public J2kComponentSize Declared { get; }

    public J2kCodingStyle Style { get; }

    public int RoiShift { get; }

    public J2kRect Area { get; }

    public J2kResolution[] Resolutions { get; }

    private J2kBand[] Bands(int resolution, J2kQuantization quantization)
    {
        if (resolution == 0) return [Band(J2kOrientation.LL, Area.Halve(Style.Levels), 0, 0, 0, quantization)];
        int level = Style.Levels - resolution + 1, first = 3 * (resolution - 1);
        J2kRect lower = Area.Halve(level);
        return
        [
            Band(J2kOrientation.HL, Area.Band(level, 1, 0), lower.Width, 0, first + 1, quantization),
            Band(J2kOrientation.LH, Area.Band(level, 0, 1), 0, lower.Height, first + 2, quantization),
            Band(J2kOrientation.HH, Area.Band(level, 1, 1), lower.Width, lower.Height, first + 3, quantization),
        ];
    }

    private J2kBand Band(J2kOrientation orientation, J2kRect area, int left, int top, int index, J2kQuantization quantization)
    {
        int exponent = quantization.Exponent(index);
        int gain = orientation switch { J2kOrientation.LL => 0, J2kOrientation.HH => 2, _ => 1 };
        float step = Style.IsReversible ? 1 : MathF.ScaleB(1 + (quantization.Mantissa(index) / 2048f), Declared.Precision + gain - exponent);
        return new J2kBand { Orientation = orientation, Level = Style.Levels - Math.Max(0, (index - 1) / 3), Area = area, Left = left, Top = top, Planes = Math.Max(0, quantization.GuardBits + exponent - 1) + RoiShift, Step = step };
    }
}
