using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

internal static partial class PngFilter
{
    /// <summary>As <see cref="SubScalar"/>, a vector at a time: encoding needs no filtered byte of before.</summary>
    public static void ApplySub(ReadOnlySpan<byte> row, Span<byte> output, int pixel)
    {
        int i = Math.Min(pixel, row.Length);
        row[..i].CopyTo(output);
        ref byte source = ref MemoryMarshal.GetReference(row);
        ref byte target = ref MemoryMarshal.GetReference(output[..row.Length]);
        for (; i <= row.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            (Vector256.LoadUnsafe(ref source, (nuint)i) - Vector256.LoadUnsafe(ref source, (nuint)(i - pixel))).StoreUnsafe(ref target, (nuint)i);
        SubScalar(row, output, pixel, i);
    }

    /// <summary>As <see cref="PaethScalar"/>: 16 bytes widened to words, since the distances reach 510.</summary>
    public static void ApplyPaeth(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> output, int pixel)
    {
        int i = Math.Min(pixel, row.Length);
        PaethScalar(row, above, output, pixel, 0, i);
        ref byte source = ref MemoryMarshal.GetReference(row), before = ref MemoryMarshal.GetReference(above[..row.Length]);
        ref byte target = ref MemoryMarshal.GetReference(output[..row.Length]);
        for (; i <= row.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector256<short> a = Widen(Vector128.LoadUnsafe(ref source, (nuint)(i - pixel)));
            Vector256<short> b = Widen(Vector128.LoadUnsafe(ref before, (nuint)i));
            Vector256<short> c = Widen(Vector128.LoadUnsafe(ref before, (nuint)(i - pixel)));
            Vector256<short> pa = Vector256.Abs(b - c), pb = Vector256.Abs(a - c), pc = Vector256.Abs(a + b - c - c);
            Vector256<short> takesA = Vector256.LessThanOrEqual(pa, pb) & Vector256.LessThanOrEqual(pa, pc);
            Vector256<short> predicted = Vector256.ConditionalSelect(takesA, a, Vector256.ConditionalSelect(Vector256.LessThanOrEqual(pb, pc), b, c));
            Vector128<byte> narrow = Vector128.Narrow(predicted.GetLower().AsUInt16(), predicted.GetUpper().AsUInt16());
            (Vector128.LoadUnsafe(ref source, (nuint)i) - narrow).StoreUnsafe(ref target, (nuint)i);
        }

        PaethScalar(row, above, output, pixel, i, row.Length);
    }

    private static Vector256<short> Widen(Vector128<byte> bytes) => Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes)).AsInt16();
}
