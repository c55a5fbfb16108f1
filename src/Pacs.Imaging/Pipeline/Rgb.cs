namespace Pacs.Imaging;

/// <summary>A colour for display, 8 bits a component.</summary>
/// <param name="Red">Red.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>White.</summary>
    public static Rgb White { get; } = new(255, 255, 255);

    /// <summary>Black.</summary>
    public static Rgb Black { get; }

    /// <summary>The grey of this level.</summary>
    public static Rgb Grey(byte level) => new(level, level, level);

    /// <summary>Whether the three components are the same.</summary>
    public bool IsGrey => Red == Green && Green == Blue;

    /// <summary>A colour as DICOM writes it: CIE L*a*b* of illuminant D50, three words PCS-encoded (PS3.3 §C.10.7.1.1), shown as sRGB.</summary>
    public static Rgb FromCieLab(int l, int a, int b)
    {
        double lightness = l * 100.0 / 65535, greenRed = a * 255.0 / 65535 - 128, blueYellow = b * 255.0 / 65535 - 128;
        double fy = (lightness + 16) / 116, fx = fy + greenRed / 500, fz = fy - blueYellow / 200;
        double x = 0.96422 * Inverse(fx), y = Inverse(fy), z = 0.82521 * Inverse(fz);
        // From D50 to linear sRGB: Bradford adaptation and sRGB primaries in one matrix.
        return new Rgb(
            Encode(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
            Encode(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z),
            Encode(0.0719453 * x - 0.2289914 * y + 1.4052427 * z));
    }

    private static double Inverse(double f) => f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29);

    private static byte Encode(double linear)
    {
        double encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
        return (byte)(Math.Clamp(encoded, 0, 1) * 255 + 0.5);
    }
}
