using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

// Lanes are words of 16 bits: sums of 12-bit samples, times four, still fit. 16 sums make 32 samples; the remainder goes to the scalar twin.
internal static partial class JpegUpsampler
{
    private const int Lanes = 16;

    internal static void Widen<T>(ReadOnlySpan<T> row, Span<ushort> sums)
        where T : unmanaged
    {
        int done = 0;
        if (typeof(T) == typeof(byte) && Vector128.IsHardwareAccelerated && row.Length >= sums.Length)
        {
            ref byte from = ref Bytes(row);
            ref ushort to = ref MemoryMarshal.GetReference(sums);
            for (; done + Lanes <= sums.Length; done += Lanes) Words(ref from, done).StoreUnsafe(ref to, (nuint)done);
        }

        WidenScalar(row, sums, done);
    }

    internal static void Blend<T>(ReadOnlySpan<T> near, ReadOnlySpan<T> far, Span<ushort> sums)
        where T : unmanaged
    {
        int done = 0;
        if (typeof(T) == typeof(byte) && Vector128.IsHardwareAccelerated && near.Length >= sums.Length && far.Length >= sums.Length)
        {
            ref byte nearFrom = ref Bytes(near);
            ref byte farFrom = ref Bytes(far);
            ref ushort to = ref MemoryMarshal.GetReference(sums);
            for (; done + Lanes <= sums.Length; done += Lanes)
            {
                Vector256<ushort> words = Words(ref nearFrom, done);
                (words + words + words + Words(ref farFrom, done)).StoreUnsafe(ref to, (nuint)done);
            }
        }

        BlendScalar(near, far, sums, done);
    }

    internal static void Double<T>(ReadOnlySpan<ushort> sums, int width, int evenBias, int oddBias, int shift, Span<T> line)
        where T : unmanaged
    {
        int done = 0;
        if (typeof(T) == typeof(byte) && Vector128.IsHardwareAccelerated && sums.Length >= width + 2 && line.Length >= width * 2)
        {
            ref ushort from = ref MemoryMarshal.GetReference(sums);
            ref byte to = ref Bytes<T>(line);
            Vector256<ushort> even = Vector256.Create((ushort)evenBias), odd = Vector256.Create((ushort)oddBias);
            for (; done + Lanes <= width; done += Lanes)
            {
                Vector256<ushort> once = Vector256.LoadUnsafe(ref from, (nuint)(done + 1)), middle = once + once + once;
                Vector256<ushort> first = middle + Vector256.LoadUnsafe(ref from, (nuint)done) + even, second = middle + Vector256.LoadUnsafe(ref from, (nuint)(done + 2)) + odd;

                // Little endian: the even sample is the low byte of a word. Shifts by constants are the quick ones.
                Vector256<ushort> both = shift == 2 ? (first >> 2) | ((second >> 2) << 8) : (first >> 4) | ((second >> 4) << 8);
                both.AsByte().StoreUnsafe(ref to, (nuint)(done * 2));
            }
        }

        DoubleScalar(sums, width, evenBias, oddBias, shift, line, done);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Bytes<T>(ReadOnlySpan<T> samples)
        where T : unmanaged => ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(samples));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Words(ref byte from, int index) => Vector256.WidenLower(Vector128.LoadUnsafe(ref from, (nuint)index).ToVector256Unsafe());
}
