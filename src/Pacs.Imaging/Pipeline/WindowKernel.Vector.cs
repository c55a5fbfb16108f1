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

    // Two vectors of words a step, since their levels fill one vector of bytes. Within a vector, words at even and at odd places are taken apart by mask
    // and shift and put together again: no shuffle to widen them, none to narrow them.
    internal static int Apply512(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        var line = new Line512(code, scale, offset);
        ref ushort source = ref MemoryMarshal.GetReference(words);
        ref byte target = ref MemoryMarshal.GetReference(grey);
        int i = 0;
        for (; i <= words.Length - 64; i += 64)
        {
            Vector512<ushort> first = line.Levels(Vector512.LoadUnsafe(ref source, (nuint)i)), second = line.Levels(Vector512.LoadUnsafe(ref source, (nuint)i + 32));
            Vector512.Narrow(first, second).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    internal static int Apply256(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        var line = new Line256(code, scale, offset);
        ref ushort source = ref MemoryMarshal.GetReference(words);
        ref byte target = ref MemoryMarshal.GetReference(grey);
        int i = 0;
        for (; i <= words.Length - 32; i += 32)
        {
            Vector256<ushort> first = line.Levels(Vector256.LoadUnsafe(ref source, (nuint)i)), second = line.Levels(Vector256.LoadUnsafe(ref source, (nuint)i + 16));
            Vector256.Narrow(first, second).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    internal static int Apply128(ReadOnlySpan<ushort> words, Span<byte> grey, StoredCode code, float scale, float offset)
    {
        var line = new Line128(code, scale, offset);
        ref ushort source = ref MemoryMarshal.GetReference(words);
        ref byte target = ref MemoryMarshal.GetReference(grey);
        int i = 0;
        for (; i <= words.Length - 16; i += 16)
        {
            Vector128<ushort> first = line.Levels(Vector128.LoadUnsafe(ref source, (nuint)i)), second = line.Levels(Vector128.LoadUnsafe(ref source, (nuint)i + 8));
            Vector128.Narrow(first, second).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    private readonly struct Line512(StoredCode code, float scale, float offset)
    {
        private readonly Vector512<ushort> _mask = Vector512.Create((ushort)code.Mask), _flip = Vector512.Create((ushort)code.Flip);
        private readonly Vector512<float> _scale = Vector512.Create(scale), _offset = Vector512.Create(offset), _top = Vector512.Create(Top);
        private readonly int _shift = code.Shift;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<ushort> Levels(Vector512<ushort> words)
        {
            Vector512<ushort> codes = ((words >>> _shift) & _mask) ^ _flip;
            Vector512<int> even = Level(codes.AsInt32() & Vector512.Create(0xFFFF)), odd = Level((codes.AsUInt32() >>> 16).AsInt32());
            return (even | (odd << 16)).AsUInt16();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector512<int> Level(Vector512<int> codes)
        {
            Vector512<float> product = Vector512.ConvertToSingle(codes) * _scale;
            return Vector512.ConvertToInt32Native(Vector512.MinNative(Vector512.MaxNative(product + _offset, Vector512<float>.Zero), _top));
        }
    }

    private readonly struct Line256(StoredCode code, float scale, float offset)
    {
        private readonly Vector256<ushort> _mask = Vector256.Create((ushort)code.Mask), _flip = Vector256.Create((ushort)code.Flip);
        private readonly Vector256<float> _scale = Vector256.Create(scale), _offset = Vector256.Create(offset), _top = Vector256.Create(Top);
        private readonly int _shift = code.Shift;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<ushort> Levels(Vector256<ushort> words)
        {
            Vector256<ushort> codes = ((words >>> _shift) & _mask) ^ _flip;
            Vector256<int> even = Level(codes.AsInt32() & Vector256.Create(0xFFFF)), odd = Level((codes.AsUInt32() >>> 16).AsInt32());
            return (even | (odd << 16)).AsUInt16();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<int> Level(Vector256<int> codes)
        {
            Vector256<float> product = Vector256.ConvertToSingle(codes) * _scale;
            return Vector256.ConvertToInt32Native(Vector256.MinNative(Vector256.MaxNative(product + _offset, Vector256<float>.Zero), _top));
        }
    }

    private readonly struct Line128(StoredCode code, float scale, float offset)
    {
        private readonly Vector128<ushort> _mask = Vector128.Create((ushort)code.Mask), _flip = Vector128.Create((ushort)code.Flip);
        private readonly Vector128<float> _scale = Vector128.Create(scale), _offset = Vector128.Create(offset), _top = Vector128.Create(Top);
        private readonly int _shift = code.Shift;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<ushort> Levels(Vector128<ushort> words)
        {
            Vector128<ushort> codes = ((words >>> _shift) & _mask) ^ _flip;
            Vector128<int> even = Level(codes.AsInt32() & Vector128.Create(0xFFFF)), odd = Level((codes.AsUInt32() >>> 16).AsInt32());
            return (even | (odd << 16)).AsUInt16();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector128<int> Level(Vector128<int> codes)
        {
            Vector128<float> product = Vector128.ConvertToSingle(codes) * _scale;
            return Vector128.ConvertToInt32Native(Vector128.MinNative(Vector128.MaxNative(product + _offset, Vector128<float>.Zero), _top));
        }
    }
}
