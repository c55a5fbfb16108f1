using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Between planes, one a component, and pixels whose components stand together. The scalar form; <see cref="PlanesVector"/> is its fast twin.</summary>
internal static class Planes
{
    /// <summary>Makes a planar frame one whose samples stand together by pixel.</summary>
    public static void JoinSamples(ReadOnlySpan<byte> planes, PixelLayout planar, Span<byte> pixels)
    {
        switch (planar.BitsAllocated)
        {
            case 8: PlanesVector.Join(planes, planar.SamplesPerPixel, pixels); break;
            case 16: Join(MemoryMarshal.Cast<byte, ushort>(planes), planar.SamplesPerPixel, MemoryMarshal.Cast<byte, ushort>(pixels)); break;
            case 32: Join(MemoryMarshal.Cast<byte, uint>(planes), planar.SamplesPerPixel, MemoryMarshal.Cast<byte, uint>(pixels)); break;
            case 64: Join(MemoryMarshal.Cast<byte, ulong>(planes), planar.SamplesPerPixel, MemoryMarshal.Cast<byte, ulong>(pixels)); break;
            default: throw new DicomImageException($"Planes of {planar.BitsAllocated} bits a sample are not defined.");
        }
    }

    /// <summary>Takes element i of each plane in turn.</summary>
    /// <param name="planes">Planes of equal length, one after the other.</param>
    /// <param name="count">How many planes.</param>
    /// <param name="pixels">As many elements as all planes.</param>
    public static void Join<T>(ReadOnlySpan<T> planes, int count, Span<T> pixels)
        where T : unmanaged
    {
        int length = planes.Length / count;
        for (int plane = 0; plane < count; plane++)
        {
            ReadOnlySpan<T> from = planes.Slice(plane * length, length);
            for (int i = 0, to = plane; i < from.Length; i++, to += count) pixels[to] = from[i];
        }
    }

    /// <summary>The inverse of <see cref="Join"/>.</summary>
    public static void Split<T>(ReadOnlySpan<T> pixels, int count, Span<T> planes)
        where T : unmanaged
    {
        int length = pixels.Length / count;
        for (int plane = 0; plane < count; plane++)
        {
            Span<T> to = planes.Slice(plane * length, length);
            for (int i = 0, from = plane; i < to.Length; i++, from += count) to[i] = pixels[from];
        }
    }
}
