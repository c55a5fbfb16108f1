using System.Numerics;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>From coefficients to signed magnitudes, bit 31 the sign (ISO/IEC 15444-1 §E.2).</summary>
internal static class Quantizer
{
    public static void Reversible(ReadOnlySpan<int> coefficients, Span<uint> magnitudes)
    {
        int i = 0;
        for (; i <= coefficients.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<int> value = Vector.LoadUnsafe(ref MemoryMarshal.GetReference(coefficients), (nuint)i);
            (Vector.Abs(value) | (value & new Vector<int>(int.MinValue))).As<int, uint>().StoreUnsafe(ref MemoryMarshal.GetReference(magnitudes), (nuint)i);
        }

        for (; i < coefficients.Length; i++) magnitudes[i] = (uint)(Math.Abs(coefficients[i]) | (coefficients[i] & int.MinValue));
    }

    /// <summary>The same in 64 bits, bit 63 the sign.</summary>
    public static void Reversible(ReadOnlySpan<long> coefficients, Span<ulong> magnitudes)
    {
        for (int i = 0; i < coefficients.Length; i++) magnitudes[i] = (ulong)(Math.Abs(coefficients[i]) | (coefficients[i] & long.MinValue));
    }

    /// <param name="coefficients">Coefficients.</param>
    /// <param name="magnitudes">Takes their magnitudes in steps, rounded toward zero: the dead zone.</param>
    /// <param name="perStep">The reciprocal of the step size.</param>
    /// <param name="greatest">What does not fit is cut off here.</param>
    public static void Irreversible(ReadOnlySpan<float> coefficients, Span<uint> magnitudes, float perStep, int greatest)
    {
        for (int i = 0; i < coefficients.Length; i++)
        {
            float scaled = MathF.Min(MathF.Abs(coefficients[i]) * perStep, greatest);
            magnitudes[i] = (uint)(int)scaled | (BitConverter.SingleToUInt32Bits(coefficients[i]) & 0x80000000);
        }
    }

    /// <summary>The same in double precision and 64 bits, bit 63 the sign.</summary>
    /// <inheritdoc cref="Irreversible(ReadOnlySpan{float}, Span{uint}, float, int)"/>
    public static void Irreversible(ReadOnlySpan<double> coefficients, Span<ulong> magnitudes, double perStep, long greatest)
    {
        for (int i = 0; i < coefficients.Length; i++)
        {
            double scaled = Math.Min(Math.Abs(coefficients[i]) * perStep, greatest);
            magnitudes[i] = (ulong)(long)scaled | (BitConverter.DoubleToUInt64Bits(coefficients[i]) & (1UL << 63));
        }
    }
}
