using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

// 16 pixels a round. Products take lanes of 32 bits, eight pixels each; results are narrowed to bytes and shuffled into 48 bytes of R, G, B.
internal static partial class JpegColors
{
    public static void ToRgb<T>(ReadOnlySpan<T> luma, ReadOnlySpan<T> blue, ReadOnlySpan<T> red, int maximum, Span<T> pixels)
        where T : unmanaged
    {
        int done = 0;
        if (typeof(T) == typeof(byte) && Vector256.IsHardwareAccelerated)
        {
            ReadOnlySpan<byte> y = MemoryMarshal.AsBytes(luma), cb = MemoryMarshal.AsBytes(blue), cr = MemoryMarshal.AsBytes(red);
            Span<byte> rgb = MemoryMarshal.AsBytes(pixels);
            for (; done + 16 <= y.Length; done += 16)
            {
                Vector256<short> center = Vector256.Create((short)128);
                Vector256<short> y16 = Words(y.Slice(done, 16)), cb16 = Words(cb.Slice(done, 16)) - center, cr16 = Words(cr.Slice(done, 16)) - center;
                Vector256<int> cbLow = Vector256.WidenLower(cb16), cbHigh = Vector256.WidenUpper(cb16), crLow = Vector256.WidenLower(cr16), crHigh = Vector256.WidenUpper(cr16);
                Vector128<byte> r = Bytes(y16 + Vector256.Narrow(Scale(crLow, RedOfCr), Scale(crHigh, RedOfCr)));
                Vector128<byte> g = Bytes(y16 + Vector256.Narrow(Green(cbLow, crLow), Green(cbHigh, crHigh)));
                Vector128<byte> b = Bytes(y16 + Vector256.Narrow(Scale(cbLow, BlueOfCb), Scale(cbHigh, BlueOfCb)));
                Store(r, g, b, rgb.Slice(done * 3, 48));
            }
        }

        ToRgbScalar(luma, blue, red, maximum, pixels, done);
    }

    public static void FromRgb(Span<ushort> first, Span<ushort> second, Span<ushort> third, int maximum)
    {
        int done = 0;
        Vector256<int> half = Vector256.Create(Half), center = Vector256.Create((((maximum + 1) / 2) << 16) + Half - 1);
        for (; done + 16 <= first.Length && Vector256.IsHardwareAccelerated; done += 16)
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
        if (typeof(T) == typeof(byte) && Vector128.IsHardwareAccelerated)
        {
            ReadOnlySpan<byte> a = MemoryMarshal.AsBytes(first), b = MemoryMarshal.AsBytes(second), c = MemoryMarshal.AsBytes(third);
            Span<byte> rgb = MemoryMarshal.AsBytes(pixels);
            for (; done + 16 <= a.Length; done += 16)
                Store(Vector128.Create(a.Slice(done, 16)), Vector128.Create(b.Slice(done, 16)), Vector128.Create(c.Slice(done, 16)), rgb.Slice(done * 3, 48));
        }

        InterleaveScalar(first, second, third, pixels, done);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Words(ReadOnlySpan<byte> bytes)
    {
        Vector128<byte> narrow = Vector128.Create(bytes);
        return Vector256.WidenLower(narrow.ToVector256Unsafe()).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Scale(Vector256<int> value, int factor) => ((value * Vector256.Create(factor)) + Vector256.Create(Half)) >> 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Green(Vector256<int> cb, Vector256<int> cr) =>
        ((cb * Vector256.Create(GreenOfCb)) + (cr * Vector256.Create(GreenOfCr)) + Vector256.Create(Half)) >> 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sum(Vector256<int> r, int ofRed, Vector256<int> g, int ofGreen, Vector256<int> b, int ofBlue, Vector256<int> add) =>
        ((r * Vector256.Create(ofRed)) + (g * Vector256.Create(ofGreen)) + (b * Vector256.Create(ofBlue)) + add) >> 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Join(Vector256<int> low, Vector256<int> high) => Vector256.Narrow(low.AsUInt32(), high.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Bytes(Vector256<short> values)
    {
        Vector256<short> clamped = Vector256.Clamp(values, Vector256<short>.Zero, Vector256.Create((short)255));
        return Vector128.Narrow(clamped.GetLower().AsUInt16(), clamped.GetUpper().AsUInt16());
    }

    // A shuffle puts 0 where its index is out of range, so that three of them can be joined.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b, Span<byte> pixels)
    {
        const byte No = 255;
        ref byte to = ref MemoryMarshal.GetReference(pixels);
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
