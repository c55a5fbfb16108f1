using SkiaSharp;

namespace Pacs.Imaging.Skia;

/// <summary>Draws one text, line by line.</summary>
internal static class TextDrawing
{
    private const double LineHeight = 1.75, Far = 1 << 20;

    public static void Draw(SKCanvas canvas, GraphicText text, FontSet fonts, bool drawsEdges, int width)
    {
        double capital = Math.Clamp(text.CapitalHeight ?? 7, 4, 512);
        string[] lines = text.Text.Split('\n');
        (double right, double bottom) = text.Corner ?? (text.X, text.Y);
        // The first line's capitals begin where the box does; the last one's stand on its lower edge.
        double baseline = text.SitsAtBottom ? bottom - (lines.Length - 1) * capital * LineHeight : text.Y + capital;
        foreach (string line in lines)
        {
            using TextLine runs = fonts.Arrange(line, capital);
            double start = text.Alignment switch { TextAlignment.Center => (text.X + right - runs.Width) / 2, TextAlignment.Right => right - runs.Width, _ => text.X };
            // What is written at a point near the edge stays readable.
            if (text.Alignment == TextAlignment.Left && start + runs.Width > width && start < width) start = Math.Max(Math.Min(start, 0), width - runs.Width);
            float x = (float)Math.Clamp(start, -Far, Far), y = (float)Math.Clamp(baseline, -Far, Far);
            if (drawsEdges)
            {
                using var edge = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeJoin = SKStrokeJoin.Round, StrokeWidth = (float)Math.Max(1.5, capital / 6), Color = new SKColor(0, 0, 0, 170) };
                runs.Draw(canvas, x, y, edge);
            }

            using var fill = new SKPaint { IsAntialias = true, Color = ShapeDrawing.ColorOf(text.Color) };
            runs.Draw(canvas, x, y, fill);
            baseline += capital * LineHeight;
        }
    }
}
