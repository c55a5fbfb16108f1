namespace Pacs.Imaging;

/// <summary>Draws frames of one sample through a palette.</summary>
internal static class PaletteKernel
{
    /// <summary>Every pixel by its colour.</summary>
    public static void Draw(in SampleBuffer samples, Palette palette, Span<byte> rgb)
    {
        ReadOnlySpan<byte> colors = palette.Colors;
        if (samples.IsNarrow)
        {
            StoredCode code = samples.Code;
            int shift = (int)code.Minimum - palette.FirstMapped, last = palette.Count - 1;
            for (int i = 0; i < samples.Count; i++)
            {
                uint word = samples.WordSize == 1 ? samples.Bytes[i] : samples.Words[i];
                colors.Slice(Math.Clamp((int)code.OfWord(word) + shift, 0, last) * 3, 3).CopyTo(rgb[(i * 3)..]);
            }
        }
        else
        {
            for (int i = 0; i < samples.Count; i++) Put(palette.Lookup(samples[i]), rgb[(i * 3)..]);
        }
    }

    /// <summary>Pixels below the palette's first value by their grey, the others by their colour: a supplemental palette (PS3.3 §C.7.6.19).</summary>
    public static void DrawSupplemental(in SampleBuffer samples, Palette palette, ReadOnlySpan<byte> grey, Span<byte> rgb)
    {
        for (int i = 0; i < samples.Count; i++)
        {
            double stored = samples[i];
            Put(stored < palette.FirstMapped ? Rgb.Grey(grey[i]) : palette.Lookup(stored), rgb[(i * 3)..]);
        }
    }

    /// <summary>Pixels by their place between two values, on which the palette is spread (PS3.3 §C.7.6.16.2.26); padding and NaN are black.</summary>
    public static void DrawRange(in SampleBuffer samples, Palette palette, (double First, double Last) range, PaddingRange? padding, Span<byte> rgb)
    {
        double scale = (palette.Count - 1) / (range.Last - range.First);
        for (int i = 0; i < samples.Count; i++)
        {
            double stored = samples[i];
            bool isPixel = !double.IsNaN(stored) && padding?.Contains(stored) != true;
            Put(isPixel ? palette.Lookup((Math.Clamp(stored, range.First, range.Last) - range.First) * scale + 0.5 + palette.FirstMapped) : Rgb.Black, rgb[(i * 3)..]);
        }
    }

    private static void Put(Rgb color, Span<byte> rgb) => (rgb[0], rgb[1], rgb[2]) = (color.Red, color.Green, color.Blue);
}
