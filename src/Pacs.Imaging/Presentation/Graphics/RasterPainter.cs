namespace Pacs.Imaging;

/// <summary>The painter of this package: lines with soft edges, a raster font.</summary>
internal sealed class RasterPainter : IGraphicPainter
{
    public static RasterPainter Instance { get; } = new();

    public void Paint(RenderedImage image, IReadOnlyList<GraphicShape> shapes, IReadOnlyList<GraphicText> texts)
    {
        var canvas = new Canvas(image);
        foreach (GraphicShape shape in shapes) Draw(canvas, shape);
        foreach (GraphicText text in texts) Draw(canvas, image, text);
    }

    private static void Draw(Canvas canvas, GraphicShape shape)
    {
        IReadOnlyList<(double X, double Y)> points = shape.Points;
        if (points.Count == 1)
        {
            (double x, double y) = points[0];
            canvas.Line((x - 4, y), (x + 4, y), shape.Color, shape.LineWidth);
            canvas.Line((x, y - 4), (x, y + 4), shape.Color, shape.LineWidth);
            return;
        }

        if (shape.FillOpacity > 0 && points.Count >= 3) canvas.Fill(points, shape.Color, Math.Min(1, shape.FillOpacity));
        double walked = 0;
        for (int i = 1; i < points.Count; i++) Side(points[i - 1], points[i]);
        if (shape.IsClosed && points.Count > 2) Side(points[^1], points[0]);

        void Side((double X, double Y) from, (double X, double Y) to)
        {
            if (shape.IsDashed) canvas.Dashes(from, to, shape.Color, shape.LineWidth, ref walked);
            else canvas.Line(from, to, shape.Color, shape.LineWidth);
        }
    }

    private static void Draw(Canvas canvas, RenderedImage image, GraphicText text)
    {
        (double right, double bottom) = text.Corner ?? (text.X, text.Y);
        int scale = Math.Clamp((text.CapitalHeight ?? RasterFont.Height) / RasterFont.Height, 1, 32), line = 0, height = RasterFont.LineHeight * scale;
        string[] lines = text.Text.Split('\n');
        double top = text.SitsAtBottom ? bottom - lines.Length * height : text.Y;
        foreach (string words in lines)
        {
            int width = words.Length * RasterFont.Advance * scale;
            double start = text.Alignment switch { TextAlignment.Center => (text.X + right - width) / 2, TextAlignment.Right => right - width, _ => text.X };
            canvas.Text(words, (int)Math.Clamp(start, -image.Width, image.Width), (int)Math.Clamp(top, -image.Height, image.Height) + line++ * height, text.Color, scale);
        }
    }
}
