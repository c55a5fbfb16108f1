using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pacs.Imaging;

/// <summary>The cosine transform of 8 x 8 samples and the quantization of its coefficients (ISO/IEC 10918-1 §A.3.3, §A.3.4): the inverse of <see cref="JpegInverseDct"/>.</summary>
/// <remarks>Coefficients come out transposed, with the horizontal frequency as their row, since that saves an exchange of rows and columns.</remarks>
internal static partial class JpegForwardDct
{
    private const int FractionBits = 13;

    /// <summary>What the results of the passes are larger by than coefficients.</summary>
    private const int Gain = 8;

    private static readonly byte[] TransposedZigzag = [.. Enumerable.Range(0, 64).Select(static i => (byte)TransposedAt(i))];

    /// <summary>Puts coefficients as <see cref="Transform"/> leaves them into zigzag order.</summary>
    /// <param name="block">64 coefficients.</param>
    /// <param name="ordered">Room for 64.</param>
    public static void Order(ReadOnlySpan<short> block, Span<short> ordered)
    {
        if (Avx512BW.IsSupported) OrderVector(block, ordered);
        else OrderScalar(block, ordered);
    }

    internal static void OrderScalar(ReadOnlySpan<short> block, Span<short> ordered)
    {
        ReadOnlySpan<byte> zigzag = TransposedZigzag;
        for (int i = 0; i < 64; i++) ordered[i] = block[zigzag[i]];
    }

    /// <summary>Divisors for a quantization table in natural order: transposed, with the transform's gain.</summary>
    public static float[] Divisors(ReadOnlySpan<short> quantizer)
    {
        var divisors = new float[64];
        for (int i = 0; i < 64; i++) divisors[(i % 8 * 8) + (i / 8)] = (ushort)quantizer[i] * Gain;
        return divisors;
    }

    /// <summary>Transforms and quantizes a block.</summary>
    /// <param name="samples">8 rows of 8 samples.</param>
    /// <param name="stride">Samples from row to row.</param>
    /// <param name="precision">8 or 12.</param>
    /// <param name="divisors">From <see cref="Divisors"/>.</param>
    /// <param name="coefficients">Takes 64 coefficients, transposed.</param>
    public static void Transform(ReadOnlySpan<ushort> samples, int stride, int precision, ReadOnlySpan<float> divisors, Span<short> coefficients)
    {
        if (Vector128.IsHardwareAccelerated) TransformVector(samples, stride, precision, divisors, coefficients);
        else TransformScalar(samples, stride, precision, divisors, coefficients);
    }

    internal static void TransformScalar(ReadOnlySpan<ushort> samples, int stride, int precision, ReadOnlySpan<float> divisors, Span<short> coefficients)
    {
        int center = 1 << (precision - 1), extra = ExtraBits(precision);
        Span<int> work = stackalloc int[64];
        for (int row = 0; row < 8; row++)
            for (int column = 0; column < 8; column++) work[(column * 8) + row] = samples[(row * stride) + column] - center;
        for (int column = 0; column < 8; column++)
        {
            Span<int> x = work[(column * 8)..];
            Pass(x, 1, FractionBits - extra);
            x[0] <<= extra;
            x[4] <<= extra;
        }

        for (int row = 0; row < 8; row++)
        {
            Span<int> x = work[row..];
            Pass(x, 8, FractionBits + extra);
            x[0] = (x[0] + (1 << (extra - 1))) >> extra;
            x[32] = (x[32] + (1 << (extra - 1))) >> extra;
        }

        for (int i = 0; i < 64; i++)
        {
            int divisor = (int)divisors[i], magnitude = (Math.Abs(work[i]) + (divisor >> 1)) / divisor;
            coefficients[i] = (short)(work[i] < 0 ? -magnitude : magnitude);
        }
    }

    // Values 0 and 4 come without the scale that the others have lost again by their shift.
    private static void Pass(Span<int> x, int step, int shift)
    {
        int t0 = x[0] + x[7 * step], t7 = x[0] - x[7 * step], t1 = x[step] + x[6 * step], t6 = x[step] - x[6 * step];
        int t2 = x[2 * step] + x[5 * step], t5 = x[2 * step] - x[5 * step], t3 = x[3 * step] + x[4 * step], t4 = x[3 * step] - x[4 * step];
        int e0 = t0 + t3, e3 = t0 - t3, e1 = t1 + t2, e2 = t1 - t2, half = 1 << (shift - 1);
        x[0] = e0 + e1;
        x[4 * step] = e0 - e1;
        int z1 = ((e2 + e3) * 4433) + half; // sqrt(2) * c6
        x[2 * step] = (z1 + (e3 * 6270)) >> shift;
        x[6 * step] = (z1 - (e2 * 15137)) >> shift;

        int z5 = ((t4 + t6 + t5 + t7) * 9633) + half; // sqrt(2) * c3
        int z3 = z5 - ((t4 + t6) * 16069), z4 = z5 - ((t5 + t7) * 3196), y1 = (t4 + t7) * -7373, y2 = (t5 + t6) * -20995;
        x[7 * step] = ((t4 * 2446) + y1 + z3) >> shift;
        x[5 * step] = ((t5 * 16819) + y2 + z4) >> shift;
        x[3 * step] = ((t6 * 25172) + y2 + z3) >> shift;
        x[step] = ((t7 * 12299) + y1 + z4) >> shift;
    }

    private static int ExtraBits(int precision) => precision == 8 ? 2 : 1;

    // Index, among transposed coefficients, of the one at a place in zigzag order.
    private static int TransposedAt(int place) => (JpegZigzag.Natural[place] % 8 * 8) + (JpegZigzag.Natural[place] / 8);
}
