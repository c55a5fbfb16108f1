using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

// Eight lanes of 32 bits are the eight columns of a row, so that a pass over rows of vectors transforms eight columns at once; between the passes, and
// after them, the block is transposed. Arithmetic is that of the scalar twin, lane by lane.
internal static partial class JpegInverseDct
{
    internal static void TransformVector<T>(ReadOnlySpan<short> block, ReadOnlySpan<short> quantizer, Span<T> destination, int stride)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block.Length, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(quantizer.Length, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, (7 * stride) + 8);
        ref short x = ref MemoryMarshal.GetReference(block);
        ref short q = ref MemoryMarshal.GetReference(quantizer);
        Vector256<int> r0 = Load(ref x, ref q, 0), r1 = Load(ref x, ref q, 8), r2 = Load(ref x, ref q, 16), r3 = Load(ref x, ref q, 24);
        Vector256<int> r4 = Load(ref x, ref q, 32), r5 = Load(ref x, ref q, 40), r6 = Load(ref x, ref q, 48), r7 = Load(ref x, ref q, 56);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, FractionBits - ExtraBits<T>());
        JpegTranspose.Apply(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, FractionBits + ExtraBits<T>() + 3);
        JpegTranspose.Apply(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        ref T to = ref MemoryMarshal.GetReference(destination);
        StoreRows(r0, r1, ref to, stride);
        StoreRows(r2, r3, ref Unsafe.Add(ref to, 2 * stride), stride);
        StoreRows(r4, r5, ref Unsafe.Add(ref to, 4 * stride), stride);
        StoreRows(r6, r7, ref Unsafe.Add(ref to, 6 * stride), stride);
    }

    /// <summary>A block whose last four rows and columns are zero: the same sums without what would add nothing.</summary>
    internal static void TransformQuarter<T>(ReadOnlySpan<short> block, ReadOnlySpan<short> quantizer, Span<T> destination, int stride)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block.Length, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(quantizer.Length, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, (7 * stride) + 8);
        ref short x = ref MemoryMarshal.GetReference(block);
        ref short q = ref MemoryMarshal.GetReference(quantizer);
        Vector256<int> r0 = Load(ref x, ref q, 0), r1 = Load(ref x, ref q, 8), r2 = Load(ref x, ref q, 16), r3 = Load(ref x, ref q, 24);
        PassQuarter(ref r0, ref r1, ref r2, ref r3, out Vector256<int> r4, out Vector256<int> r5, out Vector256<int> r6, out Vector256<int> r7, FractionBits - ExtraBits<T>());
        JpegTranspose.Apply(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        PassQuarter(ref r0, ref r1, ref r2, ref r3, out r4, out r5, out r6, out r7, FractionBits + ExtraBits<T>() + 3);
        JpegTranspose.Apply(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        ref T to = ref MemoryMarshal.GetReference(destination);
        StoreRows(r0, r1, ref to, stride);
        StoreRows(r2, r3, ref Unsafe.Add(ref to, 2 * stride), stride);
        StoreRows(r4, r5, ref Unsafe.Add(ref to, 4 * stride), stride);
        StoreRows(r6, r7, ref Unsafe.Add(ref to, 6 * stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PassQuarter(
        ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        out Vector256<int> x4, out Vector256<int> x5, out Vector256<int> x6, out Vector256<int> x7, int shift)
    {
        Vector256<int> even0 = (x0 << FractionBits) + Vector256.Create(1 << (shift - 1)), even2 = x2 * Vector256.Create(4433), even3 = x2 * Vector256.Create(4433 + 6270);
        Vector256<int> a0 = even0 + even3, a3 = even0 - even3, a1 = even0 + even2, a2 = even0 - even2;
        Vector256<int> b0 = (x1 * Vector256.Create(9633 - 7373)) + (x3 * Vector256.Create(9633 - 16069));
        Vector256<int> b1 = (x1 * Vector256.Create(9633 - 3196)) + (x3 * Vector256.Create(9633 - 20995));
        Vector256<int> b2 = (x1 * Vector256.Create(9633)) + (x3 * Vector256.Create(25172 - 20995 + 9633 - 16069));
        Vector256<int> b3 = (x1 * Vector256.Create(12299 - 7373 + 9633 - 3196)) + (x3 * Vector256.Create(9633));
        x0 = (a0 + b3) >> shift;
        x7 = (a0 - b3) >> shift;
        x1 = (a1 + b2) >> shift;
        x6 = (a1 - b2) >> shift;
        x2 = (a2 + b1) >> shift;
        x5 = (a2 - b1) >> shift;
        x3 = (a3 + b0) >> shift;
        x4 = (a3 - b0) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(ref short block, ref short quantizer, nuint index)
    {
        Vector128<short> product = Vector128.LoadUnsafe(ref block, index) * Vector128.LoadUnsafe(ref quantizer, index);
        return Vector256.WidenLower(product.ToVector256Unsafe());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector256<int> x0, ref Vector256<int> x1, ref Vector256<int> x2, ref Vector256<int> x3,
        ref Vector256<int> x4, ref Vector256<int> x5, ref Vector256<int> x6, ref Vector256<int> x7, int shift)
    {
        Vector256<int> z1 = (x2 + x6) * Vector256.Create(4433);
        Vector256<int> even2 = z1 - (x6 * Vector256.Create(15137)), even3 = z1 + (x2 * Vector256.Create(6270));

        // The rounding of all eight results is added where it goes into all of them.
        Vector256<int> half = Vector256.Create(1 << (shift - 1));
        Vector256<int> even0 = ((x0 + x4) << FractionBits) + half, even1 = ((x0 - x4) << FractionBits) + half;
        Vector256<int> a0 = even0 + even3, a3 = even0 - even3, a1 = even1 + even2, a2 = even1 - even2;

        Vector256<int> o02 = x7 + x3, o13 = x5 + x1;
        Vector256<int> z5 = (o02 + o13) * Vector256.Create(9633);
        Vector256<int> z3 = z5 - (o02 * Vector256.Create(16069)), z4 = z5 - (o13 * Vector256.Create(3196));
        Vector256<int> y1 = (x7 + x1) * Vector256.Create(-7373), y2 = (x5 + x3) * Vector256.Create(-20995);
        Vector256<int> b0 = (x7 * Vector256.Create(2446)) + y1 + z3, b1 = (x5 * Vector256.Create(16819)) + y2 + z4;
        Vector256<int> b2 = (x3 * Vector256.Create(25172)) + y2 + z3, b3 = (x1 * Vector256.Create(12299)) + y1 + z4;

        x0 = (a0 + b3) >> shift;
        x7 = (a0 - b3) >> shift;
        x1 = (a1 + b2) >> shift;
        x6 = (a1 - b2) >> shift;
        x2 = (a2 + b1) >> shift;
        x5 = (a2 - b1) >> shift;
        x3 = (a3 + b0) >> shift;
        x4 = (a3 - b0) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRows<T>(Vector256<int> first, Vector256<int> second, ref T destination, int stride)
        where T : unmanaged
    {
        Vector256<int> low = Vector256<int>.Zero, high = Vector256.Create(Maximum<T>()), center = Vector256.Create(Center<T>());
        Vector256<ushort> samples = Vector256.Narrow(
            Vector256.Clamp(first + center, low, high).AsUInt32(),
            Vector256.Clamp(second + center, low, high).AsUInt32());
        if (typeof(T) == typeof(byte))
        {
            Vector128<byte> bytes = Vector128.Narrow(samples.GetLower(), samples.GetUpper());
            Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref destination), bytes.AsUInt64().ToScalar());
            Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref destination, stride)), bytes.AsUInt64().GetElement(1));
        }
        else
        {
            samples.GetLower().StoreUnsafe(ref Unsafe.As<T, ushort>(ref destination));
            samples.GetUpper().StoreUnsafe(ref Unsafe.As<T, ushort>(ref Unsafe.Add(ref destination, stride)));
        }
    }
}
