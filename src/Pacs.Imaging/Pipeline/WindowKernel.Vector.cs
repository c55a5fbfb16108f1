using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

internal static partial class WindowKernel
{
    /// <summary>As <see cref="Scalar(ReadOnlySpan{ushort}, Span{byte}, StoredCode, float, float)"/>, with the widest vectors of the machine.</summary>
    public static void Apply(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        grey = grey[..words.Length];
        int done = 0;
        if (Vector512.IsHardwareAccelerated) done = Apply512(words, grey, code, scale, offset);
        else if (Vector256.IsHardwareAccelerated) done = Apply256(words, grey, code, scale, offset);
        else if (Vector128.IsHardwareAccelerated) done = Apply128(words, grey, code, scale, offset);
        Scalar(words[done..], grey[done..], code, scale, offset);
    }

    /// <summary>As <see cref="Scalar(ReadOnlySpan{byte}, Span{byte}, StoredCode, float, float)"/>: all 256 answers once, then looked up.</summary>
    public static void Apply(ReadOnlySpan<byte> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        Span<byte> table = stackalloc byte[256];
        for (int word = 0; word < 256; word++) table[word] = Level(code.OfWord((uint)word), scale, offset);
        for (int i = 0; i < words.Length; i++) grey[i] = table[words[i]];
    }

    // 32 words: two halves of 16 codes become floats, lines, integers; narrowing loses nothing since levels are below 256.
    internal static int Apply512(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        Vector512<ushort> mask = Vector512.Create((ushort)code.Mask), flip = Vector512.Create((ushort)code.Flip);
        Vector512<float> a = Vector512.Create(scale), b = Vector512.Create(offset), top = Vector512.Create(Top);
        ref ushort source = ref MemoryMarshal.GetReference(words);
        ref byte target = ref MemoryMarshal.GetReference(grey);
        int i = 0;
        for (; i <= words.Length - 32; i += 32)
        {
            Vector512<ushort> codes = ((Vector512.LoadUnsafe(ref source, (nuint)i) >>> code.Shift) & mask) ^ flip;
            (Vector512<uint> low, Vector512<uint> high) = Vector512.Widen(codes);
            Vector512<ushort> levels = Vector512.Narrow(Level(low, a, b, top), Level(high, a, b, top)).AsUInt16();
            Vector256.Narrow(levels.GetLower(), levels.GetUpper()).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    // 16 words, as above.
    internal static int Apply256(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        Vector256<ushort> mask = Vector256.Create((ushort)code.Mask), flip = Vector256.Create((ushort)code.Flip);
        Vector256<float> a = Vector256.Create(scale), b = Vector256.Create(offset), top = Vector256.Create(Top);
        ref ushort source = ref MemoryMarshal.GetReference(words);
        ref byte target = ref MemoryMarshal.GetReference(grey);
        int i = 0;
        for (; i <= words.Length - 16; i += 16)
        {
            Vector256<ushort> codes = ((Vector256.LoadUnsafe(ref source, (nuint)i) >>> code.Shift) & mask) ^ flip;
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(codes);
            Vector256<ushort> levels = Vector256.Narrow(Level(low, a, b, top), Level(high, a, b, top)).AsUInt16();
            Vector128.Narrow(levels.GetLower(), levels.GetUpper()).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    // 16 words in two loads, since a narrowed half would be less than a vector.
    internal static int Apply128(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        Vector128<ushort> mask = Vector128.Create((ushort)code.Mask), flip = Vector128.Create((ushort)code.Flip);
        Vector128<float> a = Vector128.Create(scale), b = Vector128.Create(offset), top = Vector128.Create(Top);
        ref ushort source = ref MemoryMarshal.GetReference(words);
        ref byte target = ref MemoryMarshal.GetReference(grey);
        int i = 0;
        for (; i <= words.Length - 16; i += 16)
        {
            Vector128<ushort> first = ((Vector128.LoadUnsafe(ref source, (nuint)i) >>> code.Shift) & mask) ^ flip;
            Vector128<ushort> second = ((Vector128.LoadUnsafe(ref source, (nuint)i + 8) >>> code.Shift) & mask) ^ flip;
            (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(first);
            Vector128<ushort> levels = Vector128.Narrow(Level(low, a, b, top), Level(high, a, b, top)).AsUInt16();
            (low, high) = Vector128.Widen(second);
            Vector128.Narrow(levels, Vector128.Narrow(Level(low, a, b, top), Level(high, a, b, top)).AsUInt16()).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    // Codes have at most 16 bits: taken for signed integers they convert in one instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Level(Vector512<uint> codes, Vector512<float> scale, Vector512<float> offset, Vector512<float> top)
    {
        Vector512<float> product = Vector512.ConvertToSingle(codes.AsInt32()) * scale;
        return Vector512.ConvertToInt32Native(Vector512.MinNative(Vector512.MaxNative(product + offset, Vector512<float>.Zero), top));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Level(Vector256<uint> codes, Vector256<float> scale, Vector256<float> offset, Vector256<float> top)
    {
        Vector256<float> product = Vector256.ConvertToSingle(codes.AsInt32()) * scale;
        return Vector256.ConvertToInt32Native(Vector256.MinNative(Vector256.MaxNative(product + offset, Vector256<float>.Zero), top));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Level(Vector128<uint> codes, Vector128<float> scale, Vector128<float> offset, Vector128<float> top)
    {
        Vector128<float> product = Vector128.ConvertToSingle(codes.AsInt32()) * scale;
        return Vector128.ConvertToInt32Native(Vector128.MinNative(Vector128.MaxNative(product + offset, Vector128<float>.Zero), top));
    }
}
