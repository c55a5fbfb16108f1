using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

// Lanes are words of 16 bits: sums of 12-bit samples, times four, still fit. 16 sums make 32 samples; the remainder goes to the scalar twin.
internal static partial class JpegUpsampler
{
    internal static void Blend<T>(ReadOnlySpan<T> near, ReadOnlySpan<T> far, Span<ushort> sums)
        where T : unmanaged
    {
        int done = 0;
        if (typeof(T) == typeof(byte) && Vector128.IsHardwareAccelerated)
        {
            ReadOnlySpan<byte> nearBytes = MemoryMarshal.AsBytes(near), farBytes = MemoryMarshal.AsBytes(far);
            Vector128<ushort> three = Vector128.Create((ushort)3);
            for (; done + 16 <= sums.Length; done += 16)
            {
                Vector128<byte> a = Vector128.Create(nearBytes.Slice(done, 16)), b = Vector128.Create(farBytes.Slice(done, 16));
                ((Vector128.WidenLower(a) * three) + Vector128.WidenLower(b)).CopyTo(sums[done..]);
                ((Vector128.WidenUpper(a) * three) + Vector128.WidenUpper(b)).CopyTo(sums[(done + 8)..]);
            }
        }

        BlendScalar(near, far, sums, done);
    }

    internal static void Double<T>(ReadOnlySpan<ushort> sums, int width, int evenBias, int oddBias, int shift, Span<T> line)
        where T : unmanaged
    {
        int done = 0;
        if (typeof(T) == typeof(byte) && Vector256.IsHardwareAccelerated)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(line);
            Vector256<ushort> three = Vector256.Create((ushort)3), even = Vector256.Create((ushort)evenBias), odd = Vector256.Create((ushort)oddBias);
            for (; done + 16 <= width; done += 16)
            {
                Vector256<ushort> middle = Vector256.Create(sums.Slice(done + 1, 16)) * three;
                Vector256<ushort> first = (middle + Vector256.Create(sums.Slice(done, 16)) + even) >> shift;
                Vector256<ushort> second = (middle + Vector256.Create(sums.Slice(done + 2, 16)) + odd) >> shift;

                // Little endian: the even sample is the low byte of a word.
                (first | (second << 8)).AsByte().CopyTo(bytes[(done * 2)..]);
            }
        }

        DoubleScalar(sums, width, evenBias, oddBias, shift, line, done);
    }
}
