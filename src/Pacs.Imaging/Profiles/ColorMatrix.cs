using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>Light of three primaries to CIE XYZ, relative to D50: the colorants of an ICC profile are its columns.</summary>
internal readonly record struct ColorMatrix(double M00, double M01, double M02, double M10, double M11, double M12, double M20, double M21, double M22)
{
    public double Determinant => (M00 * ((M11 * M22) - (M12 * M21))) - (M01 * ((M10 * M22) - (M12 * M20))) + (M02 * ((M10 * M21) - (M11 * M20)));

    public ColorMatrix Inverse()
    {
        double d = Determinant;
        return new ColorMatrix(
            ((M11 * M22) - (M12 * M21)) / d, ((M02 * M21) - (M01 * M22)) / d, ((M01 * M12) - (M02 * M11)) / d,
            ((M12 * M20) - (M10 * M22)) / d, ((M00 * M22) - (M02 * M20)) / d, ((M02 * M10) - (M00 * M12)) / d,
            ((M10 * M21) - (M11 * M20)) / d, ((M01 * M20) - (M00 * M21)) / d, ((M00 * M11) - (M01 * M10)) / d);
    }

    public static ColorMatrix operator *(ColorMatrix l, ColorMatrix r) => new(
        (l.M00 * r.M00) + (l.M01 * r.M10) + (l.M02 * r.M20), (l.M00 * r.M01) + (l.M01 * r.M11) + (l.M02 * r.M21), (l.M00 * r.M02) + (l.M01 * r.M12) + (l.M02 * r.M22),
        (l.M10 * r.M00) + (l.M11 * r.M10) + (l.M12 * r.M20), (l.M10 * r.M01) + (l.M11 * r.M11) + (l.M12 * r.M21), (l.M10 * r.M02) + (l.M11 * r.M12) + (l.M12 * r.M22),
        (l.M20 * r.M00) + (l.M21 * r.M10) + (l.M22 * r.M20), (l.M20 * r.M01) + (l.M21 * r.M11) + (l.M22 * r.M21), (l.M20 * r.M02) + (l.M21 * r.M12) + (l.M22 * r.M22));

    /// <summary>A colorant as it stands in a profile (XYZType, ISO 15076-1 §10.31); null when it is none.</summary>
    public static (double X, double Y, double Z)? ParseColumn(ReadOnlySpan<byte> element)
    {
        if (element.Length < 20 || !element.StartsWith("XYZ "u8)) return null;
        return (Number(element[8..]), Number(element[12..]), Number(element[16..]));

        static double Number(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadInt32BigEndian(at) / 65536.0;
    }
}
