using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Colours in pictures of any format.</summary>
internal static class Colors
{
    /// <summary>Makes a grey picture a coloured one; the grey one is disposed.</summary>
    public static void Ensure(ref RenderedImage image)
    {
        if (image.Format == RenderedFormat.Rgb24) return;
        RenderedImage color = RenderedImage.Rent(image.Width, image.Height, RenderedFormat.Rgb24, image.PixelSpacing, default);
        Span<byte> target = color.Bytes;
        if (image.Format == RenderedFormat.Gray8)
        {
            ReadOnlySpan<byte> grey = image.Bytes;
            for (int i = 0; i < grey.Length; i++) target.Slice(i * 3, 3).Fill(grey[i]);
        }
        else
        {
            ReadOnlySpan<ushort> grey = MemoryMarshal.Cast<byte, ushort>(image.Bytes);
            for (int i = 0; i < grey.Length; i++) target.Slice(i * 3, 3).Fill((byte)(grey[i] >> 8));
        }

        image.Dispose();
        image = color;
    }

    /// <summary>Sets a pixel. In grey pictures a colour counts by its luminance.</summary>
    public static void Set(RenderedImage image, int row, int column, Rgb color)
    {
        Span<byte> at = image.Bytes[((row * image.Width + column) * image.BytesPerPixel)..];
        switch (image.Format)
        {
            case RenderedFormat.Gray8: at[0] = Luminance(color); break;
            case RenderedFormat.Gray16: MemoryMarshal.Write(at, (ushort)(Luminance(color) * 257)); break;
            default: (at[0], at[1], at[2]) = (color.Red, color.Green, color.Blue); break;
        }
    }

    /// <summary>Mixes a colour into a pixel of a coloured picture.</summary>
    /// <param name="image">The picture, in <see cref="RenderedFormat.Rgb24"/>.</param>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    /// <param name="color">The colour.</param>
    /// <param name="opacity">What the colour counts, 0 to 1.</param>
    public static void Mix(RenderedImage image, int row, int column, Rgb color, double opacity)
    {
        Span<byte> at = image.Bytes.Slice((row * image.Width + column) * 3, 3);
        at[0] = Mix(at[0], color.Red, opacity);
        at[1] = Mix(at[1], color.Green, opacity);
        at[2] = Mix(at[2], color.Blue, opacity);
    }

    public static byte Mix(byte under, byte over, double opacity) => (byte)(under + (over - under) * opacity + 0.5);

    private static byte Luminance(Rgb color) => color.IsGrey ? color.Red : (byte)(0.299 * color.Red + 0.587 * color.Green + 0.114 * color.Blue + 0.5);
}
