using System.Buffers.Binary;

namespace Pacs.Imaging;

/// <summary>How much light a code from 0 to 1 stands for: a curve of an ICC profile (ISO 15076-1 §10.6, §10.18).</summary>
internal sealed class ToneCurve
{
    private static readonly int[] ParameterCounts = [1, 3, 4, 5, 7];

    private readonly ushort[]? _table;
    private readonly double _g = 1, _a = 1, _b, _c, _d, _e, _f;

    private ToneCurve(ushort[] table) => _table = table;

    /// <summary>(ax + b)^g + e from d on, cx + f below.</summary>
    public ToneCurve(double g, double a = 1, double b = 0, double c = 0, double d = 0, double e = 0, double f = 0) => (_g, _a, _b, _c, _d, _e, _f) = (g, a, b, c, d, e, f);

    public double Decode(double code)
    {
        if (_table is null) return Finite(code >= _d ? Math.Pow(Math.Max(0, (_a * code) + _b), _g) + _e : (_c * code) + _f);
        double place = code * (_table.Length - 1);
        int below = Math.Clamp((int)place, 0, _table.Length - 2);
        return (_table[below] + ((_table[below + 1] - _table[below]) * (place - below))) / ushort.MaxValue;
    }

    /// <summary>The code of an amount of light, of a curve that rises.</summary>
    public double Encode(double light)
    {
        double low = 0, high = 1;
        for (int i = 0; i < 24; i++)
        {
            double middle = (low + high) / 2;
            if (Decode(middle) < light) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>Reads a curve; null when it is none.</summary>
    public static ToneCurve? Parse(ReadOnlySpan<byte> element)
    {
        if (element.Length < 12) return null;
        if (element.StartsWith("curv"u8))
        {
            uint count = BinaryPrimitives.ReadUInt32BigEndian(element[8..]);
            if (count == 0) return new ToneCurve(1);
            if (count > (element.Length - 12) / 2) return null;
            if (count == 1) return new ToneCurve(BinaryPrimitives.ReadUInt16BigEndian(element[12..]) / 256.0);
            var table = new ushort[count];
            for (int i = 0; i < table.Length; i++) table[i] = BinaryPrimitives.ReadUInt16BigEndian(element[(12 + (2 * i))..]);
            return new ToneCurve(table);
        }

        if (!element.StartsWith("para"u8) || BinaryPrimitives.ReadUInt16BigEndian(element[8..]) is var function && function >= ParameterCounts.Length || element.Length < 12 + (4 * ParameterCounts[function])) return null;
        Span<double> p = stackalloc double[7];
        for (int i = 0; i < ParameterCounts[function]; i++) p[i] = BinaryPrimitives.ReadInt32BigEndian(element[(12 + (4 * i))..]) / 65536.0;
        return function switch
        {
            0 => new ToneCurve(p[0]),
            1 or 2 when p[1] == 0 => null,
            1 => new ToneCurve(p[0], p[1], p[2], d: -p[2] / p[1]),
            2 => new ToneCurve(p[0], p[1], p[2], d: -p[2] / p[1], e: p[3], f: p[3]),
            3 => new ToneCurve(p[0], p[1], p[2], p[3], p[4]),
            _ => new ToneCurve(p[0], p[1], p[2], p[3], p[4], p[5], p[6]),
        };
    }

    /// <summary>The parameters, as those of function 3 of a parametric curve.</summary>
    public (double G, double A, double B, double C, double D) Parameters => (_g, _a, _b, _c, _d);

    private static double Finite(double light) => double.IsFinite(light) ? Math.Clamp(light, 0, 1) : 0;
}
