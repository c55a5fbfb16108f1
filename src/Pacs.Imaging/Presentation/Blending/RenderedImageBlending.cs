namespace Pacs.Imaging;

/// <summary>Lays one picture over another, as PET over CT.</summary>
public static class RenderedImageBlending
{
    /// <summary>Mixes two pictures of the same size: opacity × over + (1 - opacity) × under (PS3.4 §N.2.4.3).</summary>
    /// <param name="under">The lower picture. Borrowed.</param>
    /// <param name="over">The upper picture. Borrowed.</param>
    /// <param name="opacity">What the upper picture counts, from 0 to 1: Relative Opacity (0070,0403).</param>
    /// <returns>A coloured picture, with the pixel spacing of the lower one; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The pictures differ in size.</exception>
    public static RenderedImage Blend(this RenderedImage under, RenderedImage over, double opacity)
    {
        ArgumentNullException.ThrowIfNull(under);
        ArgumentNullException.ThrowIfNull(over);
        if (!(opacity is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "An opacity is from 0 to 1.");
        if ((under.Width, under.Height) != (over.Width, over.Height))
            throw new ArgumentException($"A picture of {over.Width} x {over.Height} pixels does not cover one of {under.Width} x {under.Height}.", nameof(over));

        RenderedImage result = RenderedImage.Rent(under.Width, under.Height, RenderedFormat.Rgb24, under.PixelSpacing, default);
        for (int row = 0; row < under.Height; row++)
        {
            Span<byte> target = result.Row(row);
            for (int column = 0; column < under.Width; column++)
            {
                Rgb below = under[row, column], above = over[row, column];
                target[column * 3] = Colors.Mix(below.Red, above.Red, opacity);
                target[column * 3 + 1] = Colors.Mix(below.Green, above.Green, opacity);
                target[column * 3 + 2] = Colors.Mix(below.Blue, above.Blue, opacity);
            }
        }

        return result;
    }
}
