using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Pacs.Imaging;

/// <summary>What an ICC profile of RGB colours says of them (ISO 15076-1 §7, §8.3): the curves of its channels, and the light of its primaries.</summary>
internal sealed class RgbProfile
{
    private const int HeaderLength = 128, MostTags = 1000;

    /// <summary>Longer profiles are not read: no more would fit into a JPEG (ISO 15076-1 §B.4).</summary>
    private const int MaxLength = 255 * 65519;

    private RgbProfile(ToneCurve[] curves, ColorMatrix matrix) => (Curves, Matrix) = (curves, matrix);

    public ToneCurve[] Curves { get; }

    public ColorMatrix Matrix { get; }

    /// <summary>Says what can be done with a profile, whatever the bytes.</summary>
    /// <param name="profile">An ICC Profile (0028,2000). Borrowed.</param>
    public static IccProfileKind Check(ReadOnlySpan<byte> profile) => TryRead(profile, out RgbProfile? _, out bool isProfile) ? IccProfileKind.Matrix : isProfile ? IccProfileKind.Tables : IccProfileKind.Unusable;

    public static bool TryRead(ReadOnlySpan<byte> profile, [NotNullWhen(true)] out RgbProfile? read, out bool isProfile)
    {
        (read, isProfile) = (null, false);
        if (profile.Length is < HeaderLength + 4 or > MaxLength || !profile[36..].StartsWith("acsp"u8) || !profile[16..].StartsWith("RGB "u8)) return false;
        // An even length is the data set's; the profile knows its own.
        uint length = BinaryPrimitives.ReadUInt32BigEndian(profile);
        if (length < HeaderLength + 4 || length > profile.Length) return false;
        profile = profile[..(int)length];
        uint count = BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]);
        if (count > MostTags || HeaderLength + 4 + (12 * count) > profile.Length) return false;
        bool hasTables = !Element(profile, count, "A2B0"u8).IsEmpty;
        var curves = new ToneCurve?[] { ToneCurve.Parse(Element(profile, count, "rTRC"u8)), ToneCurve.Parse(Element(profile, count, "gTRC"u8)), ToneCurve.Parse(Element(profile, count, "bTRC"u8)) };
        (double X, double Y, double Z)? red = ColorMatrix.ParseColumn(Element(profile, count, "rXYZ"u8)), green = ColorMatrix.ParseColumn(Element(profile, count, "gXYZ"u8)), blue = ColorMatrix.ParseColumn(Element(profile, count, "bXYZ"u8));
        if (curves is [{ } r, { } g, { } b] && red is { } x && green is { } y && blue is { } z && profile[20..].StartsWith("XYZ "u8))
        {
            var matrix = new ColorMatrix(x.X, y.X, z.X, x.Y, y.Y, z.Y, x.Z, y.Z, z.Z);
            isProfile = true;
            // Tables are what a profile means where it has both (§8.10.2).
            if (!hasTables && Math.Abs(matrix.Determinant) > 1e-9) read = new RgbProfile([r, g, b], matrix);
            return read is not null;
        }

        isProfile = hasTables;
        return false;
    }

    private static ReadOnlySpan<byte> Element(ReadOnlySpan<byte> profile, uint count, ReadOnlySpan<byte> signature)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = profile.Slice(HeaderLength + 4 + (12 * i), 12);
            if (!entry.StartsWith(signature)) continue;
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]), length = BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
            return offset <= profile.Length && length <= profile.Length - offset ? profile.Slice((int)offset, (int)length) : default;
        }

        return default;
    }
}
