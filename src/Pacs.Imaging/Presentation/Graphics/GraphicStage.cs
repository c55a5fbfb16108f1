namespace Pacs.Imaging;

/// <summary>Draws shapes and texts over a picture of its final size.</summary>
internal static class GraphicStage
{
    // What a file can hold is bounded by its length; what is drawn for one picture, by this.
    private const int MaxLines = 100, MaxLineLength = 1024;

    public static void Draw(ref RenderedImage image, ImageMapping mapping, IReadOnlyList<GraphicShape> shapes, IReadOnlyList<GraphicText> texts, IGraphicPainter? painter)
    {
        if (shapes.Count == 0 && texts.Count == 0) return;
        Colors.Ensure(ref image);
        RenderedImage picture = image;
        (painter ?? RasterPainter.Instance).Paint(
            picture,
            [.. shapes.Select(shape => Place(picture, mapping, shape)).OfType<GraphicShape>()],
            [.. texts.Select(text => Place(picture, mapping, text)).OfType<GraphicText>()]);
    }

    private static GraphicShape? Place(RenderedImage image, ImageMapping mapping, GraphicShape shape)
    {
        (double X, double Y)[] points = [.. shape.Points.Select(point => Place(image, mapping, shape.Units, point))];
        bool isUsable = points.Length > 0 && Array.TrueForAll(points, static point => double.IsFinite(point.X) && double.IsFinite(point.Y));
        return isUsable ? shape with { Points = points, Units = GraphicUnits.Pixel } : null;
    }

    private static GraphicText? Place(RenderedImage image, ImageMapping mapping, GraphicText text)
    {
        (double x, double y) = Place(image, mapping, text.Units, (text.X, text.Y));
        (double X, double Y) corner = text.Corner is { } given ? Place(image, mapping, text.Units, given) : (x, y);
        if (!double.IsFinite(x + y + corner.X + corner.Y)) return null;
        IEnumerable<string> lines = text.Text.ReplaceLineEndings("\n").Split('\n').Take(MaxLines).Select(static line => line.Length > MaxLineLength ? line[..MaxLineLength] : line);
        // The box may have been turned with the image; the words have not.
        return new GraphicText(string.Join('\n', lines), Math.Min(x, corner.X), Math.Min(y, corner.Y))
        {
            Corner = (Math.Max(x, corner.X), Math.Max(y, corner.Y)),
            Alignment = text.Alignment,
            SitsAtBottom = text.SitsAtBottom,
            Color = text.Color,
            CapitalHeight = Math.Max(1, text.CapitalHeight ?? Math.Max(RasterFont.Height, Math.Min(image.Width, image.Height) / 40)),
        };
    }

    private static (double X, double Y) Place(RenderedImage image, ImageMapping mapping, GraphicUnits units, (double X, double Y) point) =>
        units == GraphicUnits.Display ? (point.X * image.Width, point.Y * image.Height) : mapping.Map(point.X, point.Y);
}
