using System.Buffers;
using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>From stored pixels to grey or colour, in the frame's own size.</summary>
internal static class PixelStage
{
    public static RenderedImage Draw(PixelFrame frame, DisplayAttributes attributes, RenderOptions options, out VoiWindow? window)
    {
        window = null;
        PixelLayout layout = frame.Layout;
        if (layout.SamplesPerPixel != 1)
        {
            ColorKernel.Require(layout);
            RenderedImage color = Rent(layout, RenderedFormat.Rgb24, attributes);
            ColorKernel.Draw(frame, color);
            return color;
        }

        if (EnhancedPaletteStage.Draw(frame, options.DataFrames, attributes, () => Rent(layout, RenderedFormat.Rgb24, attributes)) is { } blended) return blended;
        using var samples = new SampleBuffer(frame);
        if (attributes is { PaletteRange: { } range, Palette: { } spread })
        {
            RenderedImage color = Rent(layout, RenderedFormat.Rgb24, attributes);
            PaletteKernel.DrawRange(samples, spread, range, attributes.Padding, color.Bytes);
            return color;
        }

        if (layout.Photometric == PhotometricInterpretation.PaletteColor && attributes.Palette is { } palette)
        {
            RenderedImage color = Rent(layout, RenderedFormat.Rgb24, attributes);
            PaletteKernel.Draw(samples, palette, color.Bytes);
            return color;
        }

        // What is left is shown as grey, a PALETTE COLOR frame without a palette included.
        GrayscaleTransform transform = Choose(samples, attributes, options);
        window = transform.Window;
        if (attributes.Palette is { } supplement) return DrawSupplemental(samples, layout, attributes, transform, supplement);
        RenderedImage image = Rent(layout, options.BitDepth == 16 ? RenderedFormat.Gray16 : RenderedFormat.Gray8, attributes);
        if (options.BitDepth == 16) GrayscaleKernel.Draw(samples, transform, MemoryMarshal.Cast<byte, ushort>(image.Bytes));
        else GrayscaleKernel.Draw(samples, transform, image.Bytes);
        return image;
    }

    /// <summary>Turns grey into the colours of a pseudo-colour presentation state: the table spans the whole range of grey (PS3.4 §N.2.6).</summary>
    public static void Colorize(ref RenderedImage image, Palette palette)
    {
        if (image.Format == RenderedFormat.Rgb24) return;
        Colors.Ensure(ref image);
        Span<byte> pixels = image.Bytes;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            int entry = (pixels[i] * (palette.Count - 1) + 127) / 255;
            palette.Colors.Slice(entry * 3, 3).CopyTo(pixels[i..]);
        }
    }

    /// <summary>The stages that hold for a frame: the caller's window before the data set's choice, that before the frame's own range.</summary>
    internal static GrayscaleTransform Choose(in SampleBuffer samples, DisplayAttributes attributes, RenderOptions options)
    {
        VoiWindow? window = options.Window;
        LookupTable? table = null;
        if (window is null)
        {
            int count = attributes.Windows.Count + attributes.VoiTables.Count;
            int index = options.VoiIndex >= 0 && options.VoiIndex < count ? options.VoiIndex : 0;
            if (index < attributes.Windows.Count) window = attributes.Windows[index];
            else if (index < count) table = attributes.VoiTables[index - attributes.Windows.Count];
            else window = RangeOf(samples, attributes, options.DefaultRange);
        }

        return new GrayscaleTransform
        {
            Modality = attributes.Modality,
            Window = window,
            VoiTable = table,
            Presentation = attributes.PresentationTable,
            IsInverse = attributes.IsInverse != options.IsInverted,
            Padding = attributes.Padding,
        };
    }

    private static VoiWindow RangeOf(in SampleBuffer samples, DisplayAttributes attributes, DefaultRange range)
    {
        (double Low, double High)? stored = range == DefaultRange.Percentiles
            ? ValueRange.Percentiles(samples, attributes.Padding, 0.01, 0.99)
            : ValueRange.Extremes(samples, attributes.Padding);
        if (stored is not { } found) return VoiWindow.Spanning(0, 0);
        if (attributes.Modality.Table is { } table) return SpanningTable(table, found);
        double first = attributes.Modality.Apply(found.Low), last = attributes.Modality.Apply(found.High);
        return VoiWindow.Spanning(Math.Min(first, last), Math.Max(first, last));
    }

    // A table need not rise: the range of its outputs over the inputs that occur.
    private static VoiWindow SpanningTable(LookupTable table, (double Low, double High) stored)
    {
        int from = (int)Math.Clamp(stored.Low - table.FirstMapped, 0, table.Entries.Length - 1), to = (int)Math.Clamp(stored.High - table.FirstMapped, 0, table.Entries.Length - 1);
        ushort low = ushort.MaxValue, high = 0;
        foreach (ushort entry in table.Entries[from..(to + 1)]) (low, high) = (Math.Min(low, entry), Math.Max(high, entry));
        return VoiWindow.Spanning(low, high);
    }

    private static RenderedImage DrawSupplemental(in SampleBuffer samples, PixelLayout layout, DisplayAttributes attributes, GrayscaleTransform transform, Palette palette)
    {
        byte[] grey = ArrayPool<byte>.Shared.Rent(samples.Count);
        try
        {
            RenderedImage image = Rent(layout, RenderedFormat.Rgb24, attributes);
            GrayscaleKernel.Draw(samples, transform, grey);
            PaletteKernel.DrawSupplemental(samples, palette, grey, image.Bytes);
            return image;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(grey);
        }
    }

    private static RenderedImage Rent(PixelLayout layout, RenderedFormat format, DisplayAttributes attributes)
    {
        if (layout.Columns is < 1 or > RenderedImage.MaxSide || layout.Rows is < 1 or > RenderedImage.MaxSide)
            throw new DicomImageException($"A frame of {layout.Columns} x {layout.Rows} pixels cannot be shown.");
        return RenderedImage.Rent(layout.Columns, layout.Rows, format, attributes.PixelSpacing, format == RenderedFormat.Rgb24 ? attributes.IccProfile : default);
    }
}
