using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Vector form of <see cref="Planes"/> for bytes: two planes (the bytes of 16-bit samples) and three (colour); others go to the scalar form.</summary>
internal static class PlanesVector
{
    // Index of each output byte in its plane; 0xFF gives zero, so that three shuffles can be or-ed. One row for each block of 16 bytes and plane.
    private static readonly Vector128<byte>[] JoinThree = Table(static (block, plane, i) => (16 * block + i) % 3 == plane ? (16 * block + i) / 3 : 0xFF);
    private static readonly Vector128<byte>[] SplitThree = Table(static (block, plane, i) => 3 * i + plane - 16 * block is >= 0 and < 16 and var at ? at : 0xFF);

    /// <summary>As <see cref="Planes.Join"/>.</summary>
    public static void Join(ReadOnlySpan<byte> planes, int count, Span<byte> pixels)
    {
        int length = planes.Length / count;
        int done = Vector128.IsHardwareAccelerated ? count switch { 2 => JoinTwo(planes, length, pixels), 3 => JoinOfThree(planes, length, pixels), _ => 0 } : 0;
        if (count is not (2 or 3)) Planes.Join(planes, count, pixels);
        else for (int i = done; i < length; i++)
            for (int plane = 0; plane < count; plane++) pixels[i * count + plane] = planes[plane * length + i];
    }

    /// <summary>As <see cref="Planes.Split"/>.</summary>
    public static void Split(ReadOnlySpan<byte> pixels, int count, Span<byte> planes)
    {
        int length = pixels.Length / count;
        int done = Vector128.IsHardwareAccelerated ? count switch { 2 => SplitTwo(pixels, length, planes), 3 => SplitOfThree(pixels, length, planes), _ => 0 } : 0;
        if (count is not (2 or 3)) Planes.Split(pixels, count, planes);
        else for (int i = done; i < length; i++)
            for (int plane = 0; plane < count; plane++) planes[plane * length + i] = pixels[i * count + plane];
    }

    // 32 samples a turn: both planes are widened to 16 bits, the second shifted into the high byte.
    private static int JoinTwo(ReadOnlySpan<byte> planes, int length, Span<byte> pixels)
    {
        if (length < Vector256<byte>.Count) return 0;
        ref byte low = ref MemoryMarshal.GetReference(planes), high = ref Unsafe.Add(ref low, length), to = ref MemoryMarshal.GetReference(pixels[..(length * 2)]);
        nuint i = 0;
        for (; i + 32 <= (nuint)length; i += 32)
        {
            (Vector256<ushort> lowA, Vector256<ushort> lowB) = Vector256.Widen(Vector256.LoadUnsafe(ref low, i));
            (Vector256<ushort> highA, Vector256<ushort> highB) = Vector256.Widen(Vector256.LoadUnsafe(ref high, i));
            (lowA | (highA << 8)).AsByte().StoreUnsafe(ref to, i * 2);
            (lowB | (highB << 8)).AsByte().StoreUnsafe(ref to, i * 2 + 32);
        }

        return (int)i;
    }

    private static int SplitTwo(ReadOnlySpan<byte> pixels, int length, Span<byte> planes)
    {
        if (length < Vector256<byte>.Count) return 0;
        ref byte from = ref MemoryMarshal.GetReference(pixels), low = ref MemoryMarshal.GetReference(planes[..(length * 2)]), high = ref Unsafe.Add(ref low, length);
        nuint i = 0;
        for (; i + 32 <= (nuint)length; i += 32)
        {
            Vector256<ushort> a = Vector256.LoadUnsafe(ref from, i * 2).AsUInt16(), b = Vector256.LoadUnsafe(ref from, i * 2 + 32).AsUInt16();
            Vector256<ushort> mask = Vector256.Create((ushort)0xFF);
            Vector256.Narrow(a & mask, b & mask).StoreUnsafe(ref low, i);
            Vector256.Narrow(a >>> 8, b >>> 8).StoreUnsafe(ref high, i);
        }

        return (int)i;
    }

    // 16 pixels a turn: each block of 16 output bytes takes bytes of all three planes.
    private static int JoinOfThree(ReadOnlySpan<byte> planes, int length, Span<byte> pixels)
    {
        if (length < Vector128<byte>.Count) return 0;
        ref byte from = ref MemoryMarshal.GetReference(planes), to = ref MemoryMarshal.GetReference(pixels[..(length * 3)]);
        Vector128<byte>[] table = JoinThree;
        nuint i = 0;
        for (; i + 16 <= (nuint)length; i += 16)
        {
            Vector128<byte> a = Vector128.LoadUnsafe(ref from, i), b = Vector128.LoadUnsafe(ref from, i + (nuint)length), c = Vector128.LoadUnsafe(ref from, i + 2 * (nuint)length);
            for (int block = 0; block < 3; block++)
                Pick(a, b, c, table[3 * block], table[3 * block + 1], table[3 * block + 2]).StoreUnsafe(ref to, 3 * i + 16 * (nuint)block);
        }

        return (int)i;
    }

    private static int SplitOfThree(ReadOnlySpan<byte> pixels, int length, Span<byte> planes)
    {
        if (length < Vector128<byte>.Count) return 0;
        ref byte from = ref MemoryMarshal.GetReference(pixels), to = ref MemoryMarshal.GetReference(planes[..(length * 3)]);
        Vector128<byte>[] table = SplitThree;
        nuint i = 0;
        for (; i + 16 <= (nuint)length; i += 16)
        {
            Vector128<byte> a = Vector128.LoadUnsafe(ref from, 3 * i), b = Vector128.LoadUnsafe(ref from, 3 * i + 16), c = Vector128.LoadUnsafe(ref from, 3 * i + 32);
            for (int plane = 0; plane < 3; plane++)
                Pick(a, b, c, table[plane], table[3 + plane], table[6 + plane]).StoreUnsafe(ref to, i + (nuint)(plane * length));
        }

        return (int)i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pick(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> fromA, Vector128<byte> fromB, Vector128<byte> fromC) =>
        Vector128.ShuffleNative(a, fromA) | Vector128.ShuffleNative(b, fromB) | Vector128.ShuffleNative(c, fromC);

    private static Vector128<byte>[] Table(Func<int, int, int, int> index)
    {
        var table = new Vector128<byte>[9];
        Span<byte> lanes = stackalloc byte[16];
        for (int block = 0; block < 3; block++)
        {
            for (int plane = 0; plane < 3; plane++)
            {
                for (int i = 0; i < 16; i++) lanes[i] = (byte)index(block, plane, i);
                table[3 * block + plane] = Vector128.Create<byte>(lanes);
            }
        }

        return table;
    }
}
