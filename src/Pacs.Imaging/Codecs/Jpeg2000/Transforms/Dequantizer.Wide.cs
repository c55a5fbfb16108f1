namespace Pacs.Imaging;

/// <summary>The same for magnitudes of 64 bits, whose highest is the sign; the shift of a region of interest is taken back on the way.</summary>
internal static partial class Dequantizer
{
    private const ulong WideMagnitude = long.MaxValue;

    /// <summary>Whole numbers for the reversible wavelet; the half is dropped.</summary>
    public static void Reversible(ReadOnlySpan<ulong> magnitudes, Span<long> coefficients, int roiShift)
    {
        for (int i = 0; i < magnitudes.Length; i++)
        {
            long value = (long)(Unshift(magnitudes[i] & WideMagnitude, roiShift) >> 1);
            coefficients[i] = (long)magnitudes[i] < 0 ? -value : value;
        }
    }

    /// <summary>Numbers in steps for the irreversible wavelet.</summary>
    public static void Irreversible(ReadOnlySpan<ulong> magnitudes, Span<double> coefficients, int roiShift, double halfStep)
    {
        for (int i = 0; i < magnitudes.Length; i++)
        {
            double value = Unshift(magnitudes[i] & WideMagnitude, roiShift) * halfStep;
            coefficients[i] = (long)magnitudes[i] < 0 ? -value : value;
        }
    }

    private static ulong Unshift(ulong magnitude, int shift) => magnitude >> (shift + 1) != 0 ? magnitude >> shift : magnitude;
}
