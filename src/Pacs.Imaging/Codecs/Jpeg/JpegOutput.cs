using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Components to pixels: upsampled, transformed, interleaved, in words of the layout.</summary>
internal static class JpegOutput
{
    public static void Write(JpegFrame frame, JpegColorTransform transform, PixelLayout layout, Span<byte> pixels, CodecContext context)
    {
        if (frame.BytesPerSample == 1) Write<byte>(frame, transform, layout, pixels, context);
        else Write<ushort>(frame, transform, layout, pixels, context);
    }

    private static void Write<T>(JpegFrame frame, JpegColorTransform transform, PixelLayout layout, Span<byte> pixels, CodecContext context)
        where T : unmanaged
    {
        int count = frame.Components.Length, lineLength = frame.Columns + JpegUpsampler.Slack, rowLength = frame.Columns * count, wordLength = layout.BitsAllocated / 8;
        long needed = ((long)lineLength * count + rowLength) * Unsafe.SizeOf<T>() + lineLength * sizeof(ushort);
        context.Reserve(needed);
        T[] lines = ArrayPool<T>.Shared.Rent((lineLength * count) + rowLength);
        ushort[] sums = ArrayPool<ushort>.Shared.Rent(lineLength);
        try
        {
            for (int y = 0; y < frame.Rows; y++)
            {
                if ((y & 15) == 0) context.Checkpoint();
                Span<byte> destination = pixels.Slice(y * rowLength * wordLength, rowLength * wordLength);
                Span<T> row = Unsafe.SizeOf<T>() == wordLength ? MemoryMarshal.Cast<byte, T>(destination) : lines.AsSpan(lineLength * count, rowLength);
                Compose(frame, transform, y, lines, sums, row);
                if (Unsafe.SizeOf<T>() != wordLength) Convert<T>(row, destination);
                if (layout.IsSigned && frame.Precision < layout.BitsAllocated) ExtendSigns(destination, layout.BitsAllocated, frame.Precision);
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(sums);
            ArrayPool<T>.Shared.Return(lines);
            context.Release(needed);
        }
    }

    private static void Compose<T>(JpegFrame frame, JpegColorTransform transform, int y, T[] lines, ushort[] sums, Span<T> row)
        where T : unmanaged
    {
        int columns = frame.Columns, lineLength = columns + JpegUpsampler.Slack, maximum = (1 << frame.Precision) - 1;
        JpegComponent[] components = frame.Components;
        ReadOnlySpan<T> first = JpegUpsampler.Row(frame, components[0], y, lines.AsSpan(0, lineLength), sums)[..columns];
        if (components.Length == 1)
        {
            first.CopyTo(row);
            return;
        }

        ReadOnlySpan<T> second = JpegUpsampler.Row(frame, components[1], y, lines.AsSpan(lineLength, lineLength), sums)[..columns];
        ReadOnlySpan<T> third = JpegUpsampler.Row(frame, components[2], y, lines.AsSpan(2 * lineLength, lineLength), sums)[..columns];
        if (components.Length == 4)
        {
            ReadOnlySpan<T> fourth = JpegUpsampler.Row(frame, components[3], y, lines.AsSpan(3 * lineLength, lineLength), sums)[..columns];
            JpegColors.FourSamples(first, second, third, fourth, transform == JpegColorTransform.YcckToCmyk, maximum, row);
        }
        else if (transform == JpegColorTransform.YcbcrToRgb)
        {
            JpegColors.ToRgb(first, second, third, maximum, row);
        }
        else
        {
            JpegColors.Interleave(first, second, third, row);
        }
    }

    private static void Convert<T>(ReadOnlySpan<T> row, Span<byte> destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            ReadOnlySpan<byte> from = MemoryMarshal.Cast<T, byte>(row);
            Span<ushort> to = MemoryMarshal.Cast<byte, ushort>(destination);
            for (int i = 0; i < from.Length; i++) to[i] = from[i];
        }
        else
        {
            ReadOnlySpan<ushort> from = MemoryMarshal.Cast<T, ushort>(row);
            for (int i = 0; i < from.Length; i++) destination[i] = (byte)from[i];
        }
    }

    private static void ExtendSigns(Span<byte> samples, int word, int precision)
    {
        int shift = word - precision;
        if (word == 8)
        {
            foreach (ref sbyte sample in MemoryMarshal.Cast<byte, sbyte>(samples)) sample = (sbyte)((sbyte)(sample << shift) >> shift);
        }
        else
        {
            foreach (ref short sample in MemoryMarshal.Cast<byte, short>(samples)) sample = (short)((short)(sample << shift) >> shift);
        }
    }
}
