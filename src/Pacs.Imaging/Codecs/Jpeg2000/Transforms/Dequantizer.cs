namespace Pacs.Imaging;

/// <summary>From signed magnitudes in halves, as block decoders give them, to coefficients (ISO/IEC 15444-1 §E.1, §H.1). The scalar twin.</summary>
internal static partial class Dequantizer
{
    private const uint Magnitude = 0x7FFFFFFF;

    /// <summary>Whole numbers for the reversible wavelet; the half is dropped.</summary>
    public static void ReversibleScalar(ReadOnlySpan<uint> magnitudes, Span<int> coefficients)
    {
        for (int i = 0; i < magnitudes.Length; i++)
        {
            int value = (int)(magnitudes[i] & Magnitude) >> 1, sign = (int)magnitudes[i] >> 31;
            coefficients[i] = (value ^ sign) - sign;
        }
    }

    /// <summary>Numbers in steps for the irreversible wavelet.</summary>
    public static void IrreversibleScalar(ReadOnlySpan<uint> magnitudes, Span<float> coefficients, float halfStep)
    {
        for (int i = 0; i < magnitudes.Length; i++)
        {
            float value = (int)(magnitudes[i] & Magnitude) * halfStep;
            coefficients[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) | (magnitudes[i] & ~Magnitude));
        }
    }

    /// <summary>Takes the shift of a region of interest back: what reaches above the background's planes belongs to the region (§H.1).</summary>
    public static void Unshift(Span<uint> magnitudes, int shift)
    {
        foreach (ref uint value in magnitudes)
        {
            uint magnitude = value & Magnitude;
            if (magnitude >> Math.Min(31, shift + 1) != 0) value = (value & ~Magnitude) | (magnitude >> Math.Min(31, shift));
        }
    }
}
