using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

// 16 pixels a round, in lanes of 16 bits or, where products do not fit, twice eight of 32; the remainder goes to the scalar twins.
internal static partial class JpegColors
{
    public static void ToRgb<T>(ReadOnlySpan<T> luma, ReadOnlySpan<T> blue, ReadOnlySpan<T> red, int maximum, Span<T> pixels)
        where T : unmanaged
    {
        int done = 0;
        if (typeof(T) == typeof(byte) && Vector128.IsHardwareAccelerated && blue.Length >= luma.Length && red.Length >= luma.Length && pixels.Length >= 3 * luma.Length)
        {
            ref byte y = ref Bytes(luma);
            ref byte cb = ref Bytes(blue);
            ref byte cr = ref Bytes(red);
            ref byte to = ref Bytes<T>(pixels);
            Vector256<short> center = Vector256.Create((short)128);
            for (; done + 16 <= luma.Length; done += 16)
                ToRgb(Words(ref y, done), Words(ref cb, done) - center, Words(ref cr, done) - center, ref Unsafe.Add(ref to, 3 * done));
        }

        ToRgbScalar(luma, blue, red, maximum, pixels, done);
    }

    public static void FromRgb(Span<ushort> first, Span<ushort> second, Span<ushort> third, int maximum)
    {
        int done = 0;
        Vector256<int> half = Vector256.Create(Half), center = Vector256.Create((((maximum + 1) / 2) << 16) + Half - 1);
        for (; done + 16 <= first.Length && Vector128.IsHardwareAccelerated; done += 16)
        {
            Vector256<ushort> r16 = Vector256.Create(first.Slice(done, 16)), g16 = Vector256.Create(second.Slice(done, 16)), b16 = Vector256.Create(third.Slice(done, 16));
            Vector256<int> r = Vector256.WidenLower(r16).AsInt32(), g = Vector256.WidenLower(g16).AsInt32(), b = Vector256.WidenLower(b16).AsInt32();
            Vector256<int> r2 = Vector256.WidenUpper(r16).AsInt32(), g2 = Vector256.WidenUpper(g16).AsInt32(), b2 = Vector256.WidenUpper(b16).AsInt32();
            Join(Sum(r, LumaOfRed, g, LumaOfGreen, b, LumaOfBlue, half), Sum(r2, LumaOfRed, g2, LumaOfGreen, b2, LumaOfBlue, half)).CopyTo(first[done..]);
            Join(Sum(r, CbOfRed, g, CbOfGreen, b, Half, center), Sum(r2, CbOfRed, g2, CbOfGreen, b2, Half, center)).CopyTo(second[done..]);
            Join(Sum(r, Half, g, CrOfGreen, b, CrOfBlue, center), Sum(r2, Half, g2, CrOfGreen, b2, CrOfBlue, center)).CopyTo(third[done..]);
        }

        FromRgbScalar(first, second, third, maximum, done);
    }

    public static void Interleave<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, ReadOnlySpan<T> third, Span<T> pixels)
        where T : unmanaged
    {
        int done = 0;
        if (typeof(T) == typeof(byte) && Vector128.IsHardwareAccelerated && second.Length >= first.Length && third.Length >= first.Length && pixels.Length >= 3 * first.Length)
        {
            ref byte a = ref Bytes(first);
            ref byte b = ref Bytes(second);
            ref byte c = ref Bytes(third);
            ref byte to = ref Bytes<T>(pixels);
            for (; done + 16 <= first.Length; done += 16)
                Store(Vector128.LoadUnsafe(ref a, (nuint)done), Vector128.LoadUnsafe(ref b, (nuint)done), Vector128.LoadUnsafe(ref c, (nuint)done), ref Unsafe.Add(ref to, 3 * done));
        }

        InterleaveScalar(first, second, third, pixels, done);
    }

    // Factors of 16 fractional bits do not fit in 16-bit lanes, but what is left of them beside a whole multiple does: 1.402 = 1 + 0.402, 1.772 = 2 - 0.228,
    // -0.714 = 0.286 - 1. A high product of the doubled chroma keeps one bit more, which rounds: so results are those of the scalar twin.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToRgb(Vector256<short> y, Vector256<short> cb, Vector256<short> cr, ref byte pixels)
    {
        const short Red = RedOfCr - (1 << 16), Blue = BlueOfCb - (2 << 16), GreenCr = GreenOfCr + (1 << 16), GreenCb = GreenOfCb;
        Vector256<short> one = Vector256<short>.One, cb2 = cb + cb, cr2 = cr + cr;
        Vector256<short> r = y + cr + ((JpegLanes.MultiplyHigh(cr2, Red) + one) >> 1);
        Vector256<short> b = y + cb2 + ((JpegLanes.MultiplyHigh(cb2, Blue) + one) >> 1);
        Vector256<short> g = y - cr + JpegLanes.MultiplyAddHigh(cb, GreenCb, cr, GreenCr, Half);
        Store(Saturate(r), Saturate(g), Saturate(b), ref pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Words(ref byte from, int index) => Vector256.WidenLower(Vector128.LoadUnsafe(ref from, (nuint)index).ToVector256Unsafe()).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Saturate(Vector256<short> values) => JpegLanes.Saturate(values.GetLower(), values.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Bytes<T>(ReadOnlySpan<T> samples)
        where T : unmanaged => ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(samples));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sum(Vector256<int> r, int ofRed, Vector256<int> g, int ofGreen, Vector256<int> b, int ofBlue, Vector256<int> add) =>
        ((r * Vector256.Create(ofRed)) + (g * Vector256.Create(ofGreen)) + (b * Vector256.Create(ofBlue)) + add) >> 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Join(Vector256<int> low, Vector256<int> high) => Vector256.Narrow(low.AsUInt32(), high.AsUInt32());

    // A shuffle puts 0 where its index is out of range, so that three of them can be joined.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b, ref byte to)
    {
        const byte No = 255;
        (Vector128.Shuffle(r, Vector128.Create(0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No, No, 5))
            | Vector128.Shuffle(g, Vector128.Create(No, 0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No, No))
            | Vector128.Shuffle(b, Vector128.Create(No, No, 0, No, No, 1, No, No, 2, No, No, 3, No, No, 4, No))).StoreUnsafe(ref to);
        (Vector128.Shuffle(r, Vector128.Create(No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No, 10, No))
            | Vector128.Shuffle(g, Vector128.Create(5, No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No, 10))
            | Vector128.Shuffle(b, Vector128.Create(No, 5, No, No, 6, No, No, 7, No, No, 8, No, No, 9, No, No))).StoreUnsafe(ref to, 16);
        (Vector128.Shuffle(r, Vector128.Create(No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15, No, No))
            | Vector128.Shuffle(g, Vector128.Create(No, No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15, No))
            | Vector128.Shuffle(b, Vector128.Create(10, No, No, 11, No, No, 12, No, No, 13, No, No, 14, No, No, 15))).StoreUnsafe(ref to, 32);
    }
}
