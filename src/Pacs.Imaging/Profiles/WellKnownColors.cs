using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>A well-known colour space: how it is computed with, and the ICC profiles that say so of a coloured and of a grey picture.</summary>
internal sealed class WellKnownColors
{
    // Light to codes, fine enough for the steepest beginning of a curve: ROMM's, of 16.
    private const int Steps = 16384;

    // Version 4.3; a display; from there to XYZ; D50 (ISO 15076-1 §7.2).
    private static readonly (int X, int Y, int Z) D50 = (0xF6D6, 0x10000, 0xD32D);

    // Colorants relative to D50, as the profiles of their makers have them, and curves from the standards named.
    private static readonly WellKnownColors[] All =
    [
        new("sRGB", new(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045), new(0.43607, 0.38515, 0.14307, 0.22249, 0.71687, 0.06061, 0.01392, 0.09708, 0.71410)),
        new("Adobe RGB (1998)", new(563 / 256.0), new(0.60974, 0.20528, 0.14919, 0.31111, 0.62567, 0.06322, 0.01947, 0.06087, 0.74457)),
        new("ROMM RGB", new(1.8, 1, 0, 1 / 16.0, 1 / 32.0), new(0.79767, 0.13519, 0.03134, 0.28804, 0.71188, 0.00009, 0, 0, 0.82491)),
        new("Display P3", new(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045), new(0.51512, 0.29198, 0.15710, 0.24120, 0.69225, 0.06657, -0.00105, 0.04189, 0.78407)),
    ];

    private readonly Lazy<byte[]> _codes;

    private WellKnownColors(string name, ToneCurve curve, ColorMatrix matrix)
    {
        (Curve, Matrix) = (curve, matrix);
        _codes = new(() => [.. Enumerable.Range(0, Steps).Select(i => (byte)((curve.Encode(i / (Steps - 1.0)) * 255) + 0.5))]);
        ColorProfile = MakeProfile(name, "RGB "u8);
        GreyProfile = MakeProfile(name, "GRAY"u8);
    }

    public ToneCurve Curve { get; }

    public ColorMatrix Matrix { get; }

    public ReadOnlyMemory<byte> ColorProfile { get; }

    public ReadOnlyMemory<byte> GreyProfile { get; }

    public static WellKnownColors Of(OutputColors colors) => All[(int)colors];

    /// <summary>The code for an amount of light; what is out of range is cut.</summary>
    public byte Encode(double light) => _codes.Value[(int)((Math.Clamp(light, 0, 1) * (Steps - 1)) + 0.5)];

    private byte[] MakeProfile(string name, ReadOnlySpan<byte> space)
    {
        bool isGrey = space[0] == (byte)'G';
        byte[] text = Text(name), rights = Text("No rights reserved"), white = Xyz(D50.X, D50.Y, D50.Z), curve = Parametric(Curve);
        List<(string Tag, byte[] Data)> tags = [("desc", text), ("cprt", rights), ("wtpt", white)];
        if (isGrey) tags.Add(("kTRC", curve));
        else tags.AddRange([("rXYZ", Column(Matrix.M00, Matrix.M10, Matrix.M20)), ("gXYZ", Column(Matrix.M01, Matrix.M11, Matrix.M21)), ("bXYZ", Column(Matrix.M02, Matrix.M12, Matrix.M22)), ("rTRC", curve), ("gTRC", curve), ("bTRC", curve)]);
        byte[][] elements = [.. tags.Select(static tag => tag.Data).Distinct()]; // the three curves are one
        int start = 132 + (12 * tags.Count);
        var profile = new byte[start + elements.Sum(static e => e.Length)];
        Span<byte> header = profile;
        BinaryPrimitives.WriteInt32BigEndian(header, profile.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], 0x04300000);
        "mntr"u8.CopyTo(header[12..]);
        space.CopyTo(header[16..]);
        "XYZ "u8.CopyTo(header[20..]);
        foreach ((int at, short value) in new (int, short)[] { (24, 2020), (26, 1), (28, 1) }) BinaryPrimitives.WriteInt16BigEndian(header[at..], value);
        "acsp"u8.CopyTo(header[36..]);
        white.AsSpan(8).CopyTo(header[68..]);
        BinaryPrimitives.WriteInt32BigEndian(header[128..], tags.Count);
        for (int i = 0; i < tags.Count; i++)
        {
            Span<byte> entry = header[(132 + (12 * i))..];
            System.Text.Encoding.ASCII.GetBytes(tags[i].Tag, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], start + elements.TakeWhile(e => e != tags[i].Data).Sum(static e => e.Length));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], tags[i].Data.Length);
        }

        foreach (byte[] element in elements)
        {
            element.CopyTo(profile, start);
            start += element.Length;
        }

        return profile;
    }

    // multiLocalizedUnicodeType of one record (§10.15), padded to whole words.
    private static byte[] Text(string text)
    {
        var element = new byte[(28 + (2 * text.Length) + 3) / 4 * 4];
        "mluc"u8.CopyTo(element);
        foreach ((int at, int value) in new[] { (8, 1), (12, 12), (20, 2 * text.Length), (24, 28) }) BinaryPrimitives.WriteInt32BigEndian(element.AsSpan(at), value);
        "enUS"u8.CopyTo(element.AsSpan(16));
        System.Text.Encoding.BigEndianUnicode.GetBytes(text, element.AsSpan(28));
        return element;
    }

    private static byte[] Column(double x, double y, double z) => Xyz(Fixed(x), Fixed(y), Fixed(z));

    private static byte[] Xyz(int x, int y, int z)
    {
        var element = new byte[20];
        "XYZ "u8.CopyTo(element);
        foreach ((int at, int value) in new[] { (8, x), (12, y), (16, z) }) BinaryPrimitives.WriteInt32BigEndian(element.AsSpan(at), value);
        return element;
    }

    private static byte[] Parametric(ToneCurve curve)
    {
        (double g, double a, double b, double c, double d) = curve.Parameters;
        double[] parameters = c == 0 ? [g] : [g, a, b, c, d];
        var element = new byte[12 + (4 * parameters.Length)];
        "para"u8.CopyTo(element);
        BinaryPrimitives.WriteInt16BigEndian(element.AsSpan(8), (short)(parameters.Length == 1 ? 0 : 3));
        for (int i = 0; i < parameters.Length; i++) BinaryPrimitives.WriteInt32BigEndian(element.AsSpan(12 + (4 * i)), Fixed(parameters[i]));
        return element;
    }

    private static int Fixed(double value) => (int)Math.Round(value * 65536);
}
