using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

internal static partial class YbrKernel
{
    // Where the 16 bytes of a component stand in three vectors of interleaved pixels; 255 gives 0.
    private static readonly Vector128<byte> First0 = Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
    private static readonly Vector128<byte> First1 = Vector128.Create((byte)255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14, 255, 255, 255, 255, 255);
    private static readonly Vector128<byte> First2 = Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 4, 7, 10, 13);
    private static readonly Vector128<byte> Second0 = Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
    private static readonly Vector128<byte> Second1 = Vector128.Create((byte)255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255);
    private static readonly Vector128<byte> Second2 = Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14);
    private static readonly Vector128<byte> Third0 = Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255);
    private static readonly Vector128<byte> Third1 = Vector128.Create((byte)255, 255, 255, 255, 255, 1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255);
    private static readonly Vector128<byte> Third2 = Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15);

    /// <summary>As <see cref="Scalar"/>, 16 pixels at a time.</summary>
    public static void Apply(Span<byte> pixels, in YbrMatrix matrix)
    {
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte at = ref MemoryMarshal.GetReference(pixels);
            for (; i <= pixels.Length - 48; i += 48)
            {
                Vector128<byte> a = Vector128.LoadUnsafe(ref at, (nuint)i), b = Vector128.LoadUnsafe(ref at, (nuint)i + 16), c = Vector128.LoadUnsafe(ref at, (nuint)i + 32);
                Vector128<byte> y = Vector128.Shuffle(a, First0) | Vector128.Shuffle(b, First1) | Vector128.Shuffle(c, First2);
                Vector128<byte> cb = Vector128.Shuffle(a, Second0) | Vector128.Shuffle(b, Second1) | Vector128.Shuffle(c, Second2);
                Vector128<byte> cr = Vector128.Shuffle(a, Third0) | Vector128.Shuffle(b, Third1) | Vector128.Shuffle(c, Third2);
                Convert(y, cb, cr, matrix, out Vector128<byte> red, out Vector128<byte> green, out Vector128<byte> blue);
                Store(red, green, blue, ref at, (nuint)i);
            }
        }

        Scalar(pixels[i..], matrix);
    }

    private static void Convert(Vector128<byte> y, Vector128<byte> cb, Vector128<byte> cr, in YbrMatrix matrix, out Vector128<byte> red, out Vector128<byte> green, out Vector128<byte> blue)
    {
        (Vector256<int> r0, Vector256<int> g0, Vector256<int> b0) = Convert(Widen(y.GetLower()), Widen(cb.GetLower()), Widen(cr.GetLower()), matrix);
        (Vector256<int> r1, Vector256<int> g1, Vector256<int> b1) = Convert(Widen(y.GetUpper()), Widen(cb.GetUpper()), Widen(cr.GetUpper()), matrix);
        red = Narrow(r0, r1);
        green = Narrow(g0, g1);
        blue = Narrow(b0, b1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Red, Vector256<int> Green, Vector256<int> Blue) Convert(Vector256<int> y, Vector256<int> cb, Vector256<int> cr, in YbrMatrix matrix)
    {
        Vector256<int> half = Vector256.Create(128);
        y = (y - Vector256.Create(matrix.Black)) * matrix.Y + Vector256.Create(32768);
        cb -= half;
        cr -= half;
        return (Clamp((y + cr * matrix.RedCr) >> 16), Clamp((y + cb * matrix.GreenCb + cr * matrix.GreenCr) >> 16), Clamp((y + cb * matrix.BlueCb) >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(Vector64<byte> bytes)
    {
        Vector128<ushort> words = Vector128.WidenLower(bytes.ToVector128());
        return Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Clamp(Vector256<int> value) => Vector256.Min(Vector256.Max(value, Vector256<int>.Zero), Vector256.Create(255));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector256<int> low, Vector256<int> high) => Vector128.Narrow(
        Vector128.Narrow(low.GetLower(), low.GetUpper()).AsUInt16(), Vector128.Narrow(high.GetLower(), high.GetUpper()).AsUInt16());

    // The inverse of the loads: each output vector takes five or six bytes of each component.
    private static void Store(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, ref byte at, nuint offset)
    {
        const byte no = 255;
        Vector128<byte> a = Vector128.Shuffle(red, Vector128.Create(0, no, no, 1, no, no, 2, no, no, 3, no, no, 4, no, no, 5))
            | Vector128.Shuffle(green, Vector128.Create(no, 0, no, no, 1, no, no, 2, no, no, 3, no, no, 4, no, no))
            | Vector128.Shuffle(blue, Vector128.Create(no, no, 0, no, no, 1, no, no, 2, no, no, 3, no, no, 4, no));
        Vector128<byte> b = Vector128.Shuffle(red, Vector128.Create(no, no, 6, no, no, 7, no, no, 8, no, no, 9, no, no, 10, no))
            | Vector128.Shuffle(green, Vector128.Create(5, no, no, 6, no, no, 7, no, no, 8, no, no, 9, no, no, 10))
            | Vector128.Shuffle(blue, Vector128.Create(no, 5, no, no, 6, no, no, 7, no, no, 8, no, no, 9, no, no));
        Vector128<byte> c = Vector128.Shuffle(red, Vector128.Create(no, 11, no, no, 12, no, no, 13, no, no, 14, no, no, 15, no, no))
            | Vector128.Shuffle(green, Vector128.Create(no, no, 11, no, no, 12, no, no, 13, no, no, 14, no, no, 15, no))
            | Vector128.Shuffle(blue, Vector128.Create(10, no, no, 11, no, no, 12, no, no, 13, no, no, 14, no, no, 15));
        a.StoreUnsafe(ref at, offset);
        b.StoreUnsafe(ref at, offset + 16);
        c.StoreUnsafe(ref at, offset + 32);
    }
}
