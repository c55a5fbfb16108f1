using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>The 256 colours of a picture and, for each pixel, which one it has.</summary>
internal static class GifPalette
{
    /// <summary>Bytes of a palette: 256 times red, green, blue.</summary>
    public const int Length = 768;

    /// <summary>Fills palette and indices. Greys are kept as they are, and so are colours where there are no more than 256.</summary>
    public static void Map(RenderedImage image, Span<byte> colors, Span<byte> indices)
    {
        if (image.Format == RenderedFormat.Rgb24)
        {
            ReadOnlySpan<byte> pixels = image.Bytes;
            if (!TryMapExactly(pixels, colors, indices)) MedianCut.Map(pixels, colors, indices);
            return;
        }

        for (int i = 0; i < Length; i++) colors[i] = (byte)(i / 3);
        if (image.Format == RenderedFormat.Gray8)
        {
            image.Bytes.CopyTo(indices);
            return;
        }

        ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(image.Bytes);
        for (int i = 0; i < words.Length; i++) indices[i] = (byte)(words[i] >> 8);
    }

    // Open addressing over 1024 places: at most a quarter of them fills.
    private static bool TryMapExactly(ReadOnlySpan<byte> pixels, Span<byte> colors, Span<byte> indices)
    {
        const int places = 1024;
        Span<int> keys = stackalloc int[places];
        Span<byte> values = stackalloc byte[places];
        keys.Fill(-1);
        colors.Clear();
        int count = 0, last = -1;
        byte lastIndex = 0;
        for (int i = 0; i * 3 + 2 < pixels.Length; i++)
        {
            int color = pixels[i * 3] << 16 | pixels[i * 3 + 1] << 8 | pixels[i * 3 + 2];
            if (color != last)
            {
                int place = (int)((uint)color * 2654435761u >> 22);
                while (keys[place] != color)
                {
                    if (keys[place] < 0)
                    {
                        if (count == 256) return false;
                        (keys[place], values[place]) = (color, (byte)count);
                        pixels.Slice(i * 3, 3).CopyTo(colors[(count++ * 3)..]);
                        break;
                    }

                    place = (place + 1) & (places - 1);
                }

                (last, lastIndex) = (color, values[place]);
            }

            indices[i] = lastIndex;
        }

        return true;
    }
}
