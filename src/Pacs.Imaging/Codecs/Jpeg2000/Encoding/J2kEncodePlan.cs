using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>How a frame is encoded: one tile, RPCL, precincts of 256 x 256, a tile-part a resolution, so that any beginning of it is a smaller picture.</summary>
internal sealed class J2kEncodePlan
{
    /// <summary>Bits of a quantized magnitude at most: what a single holds exactly.</summary>
    public const int MagnitudeBits = 24;

    /// <summary>The same where it is held in 64 bits: what leaves exponents of step sizes their five bits.</summary>
    public const int WideMagnitudeBits = 30;

    private const int LeastGuardBits = 2, GreatestExponent = 31, BlockLog = 6, PrecinctLog = 8, BasePrecinctLog = 7;

    // The base resolution of HTJ2K RPCL must not exceed this (PS3.5 §10.18).
    private const int BaseSize = 64;

    /// <param name="layout">The frame.</param>
    /// <param name="syntax">The transfer syntax.</param>
    /// <param name="isReversible">Whether nothing is lost.</param>
    /// <param name="step">Step size, in stored values, of an error that weighs 1 in the image; without meaning when reversible.</param>
    public J2kEncodePlan(PixelLayout layout, TransferSyntax syntax, bool isReversible, double step)
    {
        IsReversible = isReversible;
        IsHighThroughput = syntax != TransferSyntax.JPEG2000Lossless && syntax != TransferSyntax.JPEG2000;
        HasComponentTransform = IsTransformed(layout);
        Precision = layout.BitsStored;
        Levels = LevelsOf(layout.Columns, layout.Rows);
        Size = new J2kSize
        {
            X0 = 0, Y0 = 0, X1 = layout.Columns, Y1 = layout.Rows, TileX0 = 0, TileY0 = 0, TileWidth = layout.Columns, TileHeight = layout.Rows,
            Components = [.. Enumerable.Repeat(new J2kComponentSize(layout.BitsStored, layout.IsSigned, 1, 1), layout.SamplesPerPixel)],
            Capabilities = IsHighThroughput ? 0x4000 : 0,
        };
        Cod = MakeCod();
        Qcd = isReversible ? MakeReversibleQcd() : MakeIrreversibleQcd(step);
        Parameters = new J2kParameters(Size);
        Read(J2kMarker.Cod, Cod);
        Read(J2kMarker.Qcd, Qcd);
    }

    public bool IsReversible { get; }

    public bool IsHighThroughput { get; }

    public bool HasComponentTransform { get; }

    public int Precision { get; }

    /// <summary>Whether coefficients may need more than 32 bits on their way.</summary>
    public bool IsWide => J2kWideTile.IsLong(Precision);

    public int Levels { get; }

    public J2kSize Size { get; }

    public J2kParameters Parameters { get; }

    public byte[] Cod { get; }

    public byte[] Qcd { get; }

    /// <summary>Whether the components of such a frame are transformed; decoded frames that say YBR_RCT or YBR_ICT hold RGB.</summary>
    public static bool IsTransformed(PixelLayout layout) =>
        layout is { SamplesPerPixel: 3, Photometric: PhotometricInterpretation.Rgb or PhotometricInterpretation.YbrRct or PhotometricInterpretation.YbrIct };

    /// <summary>Logarithm of the finest step of lossy coding: an eighth of a stored value, or what leaves the coefficients of the lowest band, finer by a bit a level, their bits.</summary>
    public static int FinestStepLog(PixelLayout layout) =>
        Math.Max(-3, layout.BitsStored + LevelsOf(layout.Columns, layout.Rows) - (J2kWideTile.IsLong(layout.BitsStored) ? WideMagnitudeBits : MagnitudeBits));

    private static int LevelsOf(int columns, int rows)
    {
        int levels = 5;
        while ((Math.Max(columns, rows) + (1 << levels) - 1) >> levels > BaseSize) levels++;
        // A side of one sample has nothing to decompose.
        while (levels > 0 && Math.Min(columns, rows) >> levels == 0) levels--;
        return levels;
    }

    private byte[] MakeCod()
    {
        var style = (byte)(IsHighThroughput ? J2kBlockStyle.HighThroughput : J2kBlockStyle.None);
        byte[] head = [1, (byte)J2kProgression.Rpcl, 0, 1, (byte)(HasComponentTransform ? 1 : 0), (byte)Levels, BlockLog - 2, BlockLog - 2, style, (byte)(IsReversible ? 1 : 0)];
        return [.. head, .. Enumerable.Range(0, Levels + 1).Select(r => (byte)(r == 0 ? BasePrecinctLog * 0x11 : PrecinctLog * 0x11))];
    }

    // The chroma of the reversible transform has a bit more than its components (§G.2). Planes for which an exponent has no room are guard bits (Equation E-2).
    private byte[] MakeReversibleQcd()
    {
        int bits = Precision + (HasComponentTransform ? 1 : 0), beyond = Math.Max(0, bits + Gain(J2kOrientation.HH) - GreatestExponent);
        return [(byte)((LeastGuardBits + beyond) << 5), .. Bands().Select(band => (byte)((bits + Gain(band.Orientation) - beyond) << 3))];
    }

    private byte[] MakeIrreversibleQcd(double step)
    {
        byte[] segment = new byte[1 + (2 * ((3 * Levels) + 1))];
        segment[0] = (LeastGuardBits << 5) | 2;
        int at = 1;
        foreach ((J2kOrientation orientation, int level) in Bands())
        {
            double own = step / WaveletNorms.Of(orientation, level);
            int log = (int)Math.Floor(Math.Log2(own)), mantissa = (int)((Math.ScaleB(own, -log) - 1) * 2048);
            int exponent = Math.Clamp(Precision + Gain(orientation) - log, 0, GreatestExponent);
            BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(at), (ushort)((exponent << 11) | Math.Clamp(mantissa, 0, 2047)));
            at += 2;
        }

        return segment;
    }

    private IEnumerable<(J2kOrientation Orientation, int Level)> Bands()
    {
        yield return (J2kOrientation.LL, Levels);
        for (int level = Levels; level > 0; level--)
        {
            yield return (J2kOrientation.HL, level);
            yield return (J2kOrientation.LH, level);
            yield return (J2kOrientation.HH, level);
        }
    }

    private static int Gain(J2kOrientation orientation) => orientation switch { J2kOrientation.LL => 0, J2kOrientation.HH => 2, _ => 1 };

    private void Read(ushort marker, byte[] body)
    {
        var segment = new J2kSegment(body, marker, 0);
        Parameters.TryRead(marker, ref segment);
    }
}
