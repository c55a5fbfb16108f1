using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pacs.Imaging;

/// <summary>Rows of a native frame as one line of words a component, however the frame packs them (PS3.3 §C.7.6.3.1.3).</summary>
internal static class JpegPixelReader
{
    /// <summary>Reads a row; chroma that two pixels share is repeated.</summary>
    /// <param name="pixels">The frame.</param>
    /// <param name="layout">Its layout: 8 or 16 bits allocated, 1 or 3 samples.</param>
    /// <param name="y">Which row.</param>
    /// <param name="lines">Takes a line a component, of at least as many words as there are columns.</param>
    public static void Read(ReadOnlySpan<byte> pixels, PixelLayout layout, int y, ushort[][] lines)
    {
        if (layout.BitsAllocated == 8) ReadWords(pixels, layout, y, lines);
        else ReadWords(MemoryMarshal.Cast<byte, ushort>(pixels), layout, y, lines);
    }

    private static void ReadWords<T>(ReadOnlySpan<T> samples, PixelLayout layout, int y, ushort[][] lines)
        where T : unmanaged
    {
        int columns = layout.Columns, count = layout.SamplesPerPixel;
        if (layout.IsSubsampled)
        {
            // Y Y Cb Cr for two pixels.
            ReadOnlySpan<T> row = samples.Slice(y * columns * 2, columns * 2);
            for (int x = 0; x < columns; x++)
            {
                ReadOnlySpan<T> pair = row[(x / 2 * 4)..];
                (lines[0][x], lines[1][x], lines[2][x]) = (Word(pair[x & 1]), Word(pair[2]), Word(pair[3]));
            }
        }
        else if (layout.IsPlanar || count == 1)
        {
            for (int i = 0; i < count; i++) Widen(samples.Slice(((i * layout.Rows) + y) * columns, columns), lines[i]);
        }
        else
        {
            ReadOnlySpan<T> row = samples.Slice(y * columns * count, columns * count);
            for (int i = 0; i < count; i++)
            {
                Span<ushort> line = lines[i].AsSpan(0, columns);
                for (int x = 0; x < line.Length; x++) line[x] = Word(row[(x * count) + i]);
            }
        }
    }

    private static void Widen<T>(ReadOnlySpan<T> row, Span<ushort> line)
        where T : unmanaged
    {
        if (typeof(T) == typeof(ushort))
        {
            MemoryMarshal.Cast<T, ushort>(row).CopyTo(line);
            return;
        }

        int done = 0;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(row);
        for (; done + 16 <= bytes.Length && Vector128.IsHardwareAccelerated; done += 16)
        {
            Vector128<byte> samples = Vector128.Create(bytes.Slice(done, 16));
            Vector128.WidenLower(samples).CopyTo(line[done..]);
            Vector128.WidenUpper(samples).CopyTo(line[(done + 8)..]);
        }

        for (; done < row.Length; done++) line[done] = Word(row[done]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Word<T>(T sample)
        where T : unmanaged => typeof(T) == typeof(byte) ? Unsafe.BitCast<T, byte>(sample) : Unsafe.BitCast<T, ushort>(sample);
}
