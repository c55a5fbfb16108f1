using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Brings a finished picture into a well-known colour space, and says so by its profile: curves, then a matrix, what is out of the space's reach cut.</summary>
internal static class ColorStage
{
    /// <summary>Converts the pixels. Colours without a profile that can be read, and greys, are taken for sRGB.</summary>
    /// <exception cref="DicomImageException">The picture's own profile has tables.</exception>
    public static void Apply(ref RenderedImage image, OutputColors colors)
    {
        WellKnownColors to = WellKnownColors.Of(colors);
        if (image.Format == RenderedFormat.Rgb24)
        {
            bool isKnown = RgbProfile.TryRead(image.IccProfile.Span, out RgbProfile? from, out bool isProfile);
            if (!isKnown && isProfile) throw new DicomImageException("The colours are described by an ICC profile with tables: they can be given in it, and are not converted.");
            if (from is not null) Convert(image.Bytes, from.Curves, from.Matrix, to);
            else if (colors != OutputColors.SRgb) Convert(image.Bytes, [.. Enumerable.Repeat(WellKnownColors.Of(OutputColors.SRgb).Curve, 3)], WellKnownColors.Of(OutputColors.SRgb).Matrix, to);
            image = image.WithProfile(to.ColorProfile);
            return;
        }

        if (colors != OutputColors.SRgb) ConvertGrey(image, to);
        image = image.WithProfile(to.GreyProfile);
    }

    private static void Convert(Span<byte> pixels, ToneCurve[] curves, ColorMatrix matrix, WellKnownColors to)
    {
        double[][] light = [.. curves.Select(static curve => Enumerable.Range(0, 256).Select(code => curve.Decode(code / 255.0)).ToArray())];
        ColorMatrix m = to.Matrix.Inverse() * matrix;
        double[] reds = light[0], greens = light[1], blues = light[2];
        for (int i = 0; i + 2 < pixels.Length; i += 3)
        {
            double r = reds[pixels[i]], g = greens[pixels[i + 1]], b = blues[pixels[i + 2]];
            pixels[i] = to.Encode((m.M00 * r) + (m.M01 * g) + (m.M02 * b));
            pixels[i + 1] = to.Encode((m.M10 * r) + (m.M11 * g) + (m.M12 * b));
            pixels[i + 2] = to.Encode((m.M20 * r) + (m.M21 * g) + (m.M22 * b));
        }
    }

    private static void ConvertGrey(RenderedImage image, WellKnownColors to)
    {
        ToneCurve from = WellKnownColors.Of(OutputColors.SRgb).Curve;
        if (image.Format == RenderedFormat.Gray16)
        {
            foreach (ref ushort level in MemoryMarshal.Cast<byte, ushort>(image.Bytes)) level = (ushort)((to.Curve.Encode(from.Decode(level / 65535.0)) * 65535) + 0.5);
            return;
        }

        byte[] levels = [.. Enumerable.Range(0, 256).Select(code => to.Encode(from.Decode(code / 255.0)))];
        foreach (ref byte level in image.Bytes) level = levels[level];
    }
}
