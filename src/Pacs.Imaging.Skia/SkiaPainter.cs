using System.Runtime.InteropServices;
using SkiaSharp;

namespace Pacs.Imaging.Skia;

/// <summary>Draws shapes and texts with Skia. Give it to <see cref="RenderOptions.Painter"/>; the constructor is the registration.</summary>
/// <remarks>Safe from any thread. Skia draws into a layer of its own, which managed code lays over the picture: native code never sees pixels of an image.</remarks>
public sealed class SkiaPainter : IGraphicPainter, IDisposable
{
    // Graphics may come from anywhere: corners of lines that one picture may have.
    private const int MaxPoints = 1 << 20;

    private readonly SkiaPainterOptions _options;
    private readonly FontSet _fonts;

    /// <summary>Loads the font.</summary>
    /// <param name="options">Which font; null takes the first known family of the machine.</param>
    /// <exception cref="IOException">The font file cannot be read.</exception>
    /// <exception cref="DllNotFoundException">There is no native library of Skia for this machine.</exception>
    public SkiaPainter(SkiaPainterOptions? options = null)
    {
        _options = options ?? new SkiaPainterOptions();
        _fonts = new FontSet(_options);
    }

    /// <summary>The family that texts are written in; empty where the machine has no font, so that texts are left out.</summary>
    public string FontFamily => _fonts.Family;

    /// <inheritdoc/>
    public void Paint(RenderedImage image, IReadOnlyList<GraphicShape> shapes, IReadOnlyList<GraphicText> texts)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(texts);
        if (image.Format != RenderedFormat.Rgb24) throw new ArgumentException($"Graphics are drawn into Rgb24, not {image.Format}.", nameof(image));
        long points = 0;
        foreach (GraphicShape shape in shapes)
            if ((points += shape.Points.Count) > MaxPoints) throw new DicomImageException($"The graphics over the picture of {image.Width} x {image.Height} pixels are too many to draw.");

        using var layer = new SKBitmap();
        if (!layer.TryAllocPixels(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Premul)))
            throw new DicomImageException($"There is no memory for graphics over {image.Width} x {image.Height} pixels.");
        layer.Erase(SKColors.Transparent);
        using (var canvas = new SKCanvas(layer))
        {
            foreach (GraphicShape shape in shapes) ShapeDrawing.Draw(canvas, shape, _options.DrawsEdges);
            foreach (GraphicText text in texts) TextDrawing.Draw(canvas, text, _fonts, _options.DrawsEdges, image.Width);
            canvas.Flush();
        }

        Lay(layer.GetPixelSpan(), layer.RowBytes, image);
    }

    /// <summary>Gives the fonts back.</summary>
    public void Dispose() => _fonts.Dispose();

    // Colours come multiplied by their opacity.
    private static void Lay(ReadOnlySpan<byte> layer, int stride, RenderedImage image)
    {
        for (int row = 0; row < image.Height; row++)
        {
            ReadOnlySpan<uint> over = MemoryMarshal.Cast<byte, uint>(layer.Slice(row * stride, image.Width * 4));
            int first = over.IndexOfAnyExcept(0u);
            if (first < 0) continue;
            int last = over.LastIndexOfAnyExcept(0u);
            Span<byte> under = image.Row(row);
            for (int column = first; column <= last; column++)
            {
                uint color = over[column], rest = 255 - (color >> 24);
                Span<byte> pixel = under.Slice(column * 3, 3);
                pixel[0] = (byte)((color & 255) + (pixel[0] * rest + 127) / 255);
                pixel[1] = (byte)((color >> 8 & 255) + (pixel[1] * rest + 127) / 255);
                pixel[2] = (byte)((color >> 16 & 255) + (pixel[2] * rest + 127) / 255);
            }
        }
    }
}
