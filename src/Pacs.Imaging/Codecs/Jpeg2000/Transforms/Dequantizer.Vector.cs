using System.Numerics;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The same in vectors; the remainder goes to the scalar twin. Equal to it to the bit.</summary>
internal static partial class Dequantizer
{
    public static void Reversible(ReadOnlySpan<uint> magnitudes, Span<int> coefficients)
    {
        int i = 0;
        for (Vector<int> mask = new(int.MaxValue); i <= magnitudes.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<int> value = Vector.LoadUnsafe(ref MemoryMarshal.GetReference(magnitudes), (nuint)i).As<uint, int>(), sign = value >> 31;
            ((((value & mask) >> 1) ^ sign) - sign).StoreUnsafe(ref MemoryMarshal.GetReference(coefficients), (nuint)i);
        }

        ReversibleScalar(magnitudes[i..], coefficients[i..]);
    }

    public static void Irreversible(ReadOnlySpan<uint> magnitudes, Span<float> coefficients, float halfStep)
    {
        int i = 0;
        Vector<int> mask = new(int.MaxValue);
        for (Vector<float> steps = new(halfStep); i <= magnitudes.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Vector<int> value = Vector.LoadUnsafe(ref MemoryMarshal.GetReference(magnitudes), (nuint)i).As<uint, int>();
            Vector<float> product = Vector.ConvertToSingle(value & mask) * steps;
            (product.As<float, int>() | Vector.AndNot(value, mask)).As<int, float>().StoreUnsafe(ref MemoryMarshal.GetReference(coefficients), (nuint)i);
        }

        IrreversibleScalar(magnitudes[i..], coefficients[i..], halfStep);
    }
}
