using SkiaSharp;

namespace Pacs.Imaging.Skia;

/// <summary>Draws one shape.</summary>
internal static class ShapeDrawing
{
    // Beyond this Skia's own numbers lose their fractions; nobody sees that far.
    private const double Far = 1 << 20;

    public static void Draw(SKCanvas canvas, GraphicShape shape, bool drawsEdges)
    {
        float width = (float)Math.Clamp(shape.LineWidth, 1, 64);
        using SKPath path = PathOf(shape);
        if (shape.FillOpacity > 0 && shape.Points.Count >= 3)
        {
            using var fill = new SKPaint { IsAntialias = true, Color = ColorOf(shape.Color).WithAlpha((byte)(Math.Min(1, shape.FillOpacity) * 255 + 0.5)) };
            canvas.DrawPath(path, fill);
        }

        using SKPathEffect? dashes = shape.IsDashed ? SKPathEffect.CreateDash([6 * width, 4 * width], 0) : null;
        using var line = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeJoin = SKStrokeJoin.Round, StrokeCap = dashes is null ? SKStrokeCap.Round : SKStrokeCap.Butt, PathEffect = dashes };
        if (drawsEdges)
        {
            line.Color = new SKColor(0, 0, 0, 110);
            line.StrokeWidth = width + 1.5f;
            canvas.DrawPath(path, line);
        }

        line.Color = ColorOf(shape.Color);
        line.StrokeWidth = width;
        canvas.DrawPath(path, line);
    }

    public static SKColor ColorOf(Rgb color) => new(color.Red, color.Green, color.Blue);

    private static SKPath PathOf(GraphicShape shape)
    {
        var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        if (shape.Points.Count == 1)
        {
            (float x, float y) = Point(shape.Points[0]);
            path.MoveTo(x - 4, y);
            path.LineTo(x + 4, y);
            path.MoveTo(x, y - 4);
            path.LineTo(x, y + 4);
            return path;
        }

        for (int i = 0; i < shape.Points.Count; i++)
        {
            (float x, float y) = Point(shape.Points[i]);
            if (i == 0) path.MoveTo(x, y);
            else path.LineTo(x, y);
        }

        if (shape.IsClosed) path.Close();
        return path;
    }

    private static (float X, float Y) Point((double X, double Y) point) => ((float)Math.Clamp(point.X, -Far, Far), (float)Math.Clamp(point.Y, -Far, Far));
}
