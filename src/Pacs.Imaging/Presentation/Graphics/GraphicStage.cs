namespace Pacs.Imaging;

/// <summary>Draws shapes and texts over a picture of its final size.</summary>
internal static class GraphicStage
{
    public static void Draw(ref RenderedImage image, ImageMapping mapping, IReadOnlyList<GraphicShape> shapes, IReadOnlyList<GraphicText> texts)
    {
        if (shapes.Count == 0 && texts.Count == 0) return;
        Colors.Ensure(ref image);
        var canvas = new Canvas(image);
        foreach (GraphicShape shape in shapes) Draw(canvas, image, mapping, shape);
        foreach (GraphicText text in texts) Draw(canvas, image, mapping, text);
    }

    private static void Draw(Canvas canvas, RenderedImage image, ImageMapping mapping, GraphicShape shape)
    {
        (double X, double Y)[] points = [.. shape.Points.Select(point => Place(image, mapping, shape.Units, point))];
        if (Array.Exists(points, static point => !double.IsFinite(point.X) || !double.IsFinite(point.Y))) return;
        if (points.Length == 1)
        {
            (double x, double y) = points[0];
            canvas.Line((x - 4, y), (x + 4, y), shape.Color, shape.LineWidth);
            canvas.Line((x, y - 4), (x, y + 4), shape.Color, shape.LineWidth);
            return;
        }

        if (shape.FillOpacity > 0 && points.Length >= 3) canvas.Fill(points, shape.Color, Math.Min(1, shape.FillOpacity));
        for (int i = 1; i < points.Length; i++) canvas.Line(points[i - 1], points[i], shape.Color, shape.LineWidth);
        if (shape.IsClosed && points.Length > 2) canvas.Line(points[^1], points[0], shape.Color, shape.LineWidth);
    }

    private static void Draw(Canvas canvas, RenderedImage image, ImageMapping mapping, GraphicText text)
    {
        (double x, double y) = Place(image, mapping, text.Units, (text.X, text.Y));
        (double X, double Y) corner = text.Corner is { } given ? Place(image, mapping, text.Units, given) : (x, y);
        // The box may have been turned with the image; the words have not.
        (double left, double right, double top) = (Math.Min(x, corner.X), Math.Max(x, corner.X), Math.Min(y, corner.Y));
        if (!double.IsFinite(left + right + top)) return;
        int wanted = text.CapitalHeight ?? Math.Max(RasterFont.Height, Math.Min(image.Width, image.Height) / 40);
        int scale = Math.Clamp(wanted / RasterFont.Height, 1, 32), line = 0;
        foreach (string words in text.Text.ReplaceLineEndings("\n").Split('\n').Take(100))
        {
            int width = words.Length * RasterFont.Advance * scale;
            double start = text.Alignment switch { TextAlignment.Center => (left + right - width) / 2, TextAlignment.Right => right - width, _ => left };
            canvas.Text(words, (int)Math.Clamp(start, -image.Width, image.Width), (int)Math.Clamp(top, -image.Height, image.Height) + line++ * RasterFont.LineHeight * scale, text.Color, scale);
        }
    }

    private static (double X, double Y) Place(RenderedImage image, ImageMapping mapping, GraphicUnits units, (double X, double Y) point) =>
        units == GraphicUnits.Display ? (point.X * image.Width, point.Y * image.Height) : mapping.Map(point.X, point.Y);
}
