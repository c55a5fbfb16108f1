using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>The same in vectors: four columns, two quads at a time. The length of a number is the exponent of its conversion to single precision.</summary>
internal static partial class HtQuadSamples
{
    // Bits of the upper row in 0 to 3, of the lower in 4 to 7, to two quads: top and bottom, left column first.
    private static ReadOnlySpan<byte> Columns => ColumnsTable;

    private static readonly byte[] ColumnsTable = [.. Enumerable.Range(0, 256).Select(bits =>
        (byte)Enumerable.Range(0, 4).Sum(column => ((bits >> column & 1) << (2 * column)) | ((bits >> (4 + column) & 1) << ((2 * column) + 1))))];

    /// <inheritdoc cref="PrepareScalar"/>
    public static void Prepare(ReadOnlySpan<uint> top, ReadOnlySpan<uint> bottom, Span<uint> values, Span<uint> quads, Span<int> lower)
    {
        int x = 0;
        for (; Vector128.IsHardwareAccelerated && x <= top.Length - 4; x += 4)
        {
            Vector128<uint> upper = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(top), (nuint)x);
            Vector128<uint> under = bottom.IsEmpty ? Vector128<uint>.Zero : Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(bottom), (nuint)x);
            Vector128<uint> upperValue = Values(upper, out Vector128<int> upperExponent), underValue = Values(under, out Vector128<int> underExponent);
            underExponent.CopyTo(lower[x..]);
            Vector128<uint> evens = Vector128.Create(~0u, 0, ~0u, 0);
            Vector128.ConditionalSelect(evens, Vector128.Shuffle(upperValue, Vector128.Create(0u, 0, 1, 1)), Vector128.Shuffle(underValue, Vector128.Create(0u, 0, 1, 1))).CopyTo(values[(2 * x)..]);
            Vector128.ConditionalSelect(evens, Vector128.Shuffle(upperValue, Vector128.Create(2u, 2, 3, 3)), Vector128.Shuffle(underValue, Vector128.Create(2u, 2, 3, 3))).CopyTo(values[((2 * x) + 4)..]);

            Vector128<int> greatest = Vector128.Max(upperExponent, underExponent);
            greatest = Vector128.Max(greatest, Vector128.Shuffle(greatest, Vector128.Create(1, 0, 3, 2)));
            Vector128<int> upperZero = Vector128.Equals(upperExponent, Vector128<int>.Zero), underZero = Vector128.Equals(underExponent, Vector128<int>.Zero);
            uint significant = ~(Vector128.ExtractMostSignificantBits(upperZero) | Vector128.ExtractMostSignificantBits(underZero) << 4) & 0xFF;
            uint holders = Vector128.ExtractMostSignificantBits(Vector128.Equals(upperExponent, greatest)) | Vector128.ExtractMostSignificantBits(Vector128.Equals(underExponent, greatest)) << 4;
            uint own = Columns[(int)significant], held = Columns[(int)(holders & significant)];
            quads[x / 2] = (own & 15) | (held & 15) << 4 | (uint)greatest.GetElement(0) << 8;
            quads[(x / 2) + 1] = own >> 4 | (held & 0xF0) | (uint)greatest.GetElement(2) << 8;
        }

        Prepare(top, bottom, values, quads, lower, x);
    }

    private static Vector128<uint> Values(Vector128<uint> magnitudes, out Vector128<int> exponents)
    {
        Vector128<uint> doubled = magnitudes << 1, something = ~Vector128.Equals(doubled, Vector128<uint>.Zero), odd = doubled - Vector128<uint>.One;
        // Without its second highest bit, if that is set, a number cannot be rounded up to the next power of two; those of 32 bits are negative and are taken apart.
        Vector128<int> rounded = (odd & ~(odd >>> 1)).AsInt32();
        Vector128<int> length = (Vector128.ConvertToSingle(rounded).AsInt32() >>> 23) - Vector128.Create(126);
        length = Vector128.ConditionalSelect(odd.AsInt32() >> 31, Vector128.Create(32), length);
        exponents = length & something.AsInt32();
        return ((odd - Vector128<uint>.One) | (magnitudes >>> 31)) & something;
    }
}
