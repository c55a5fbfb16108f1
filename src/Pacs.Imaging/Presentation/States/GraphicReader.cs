using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Graphics and texts of a presentation state (PS3.3 §C.10.5), in the colours and the order of their layers (§C.10.7).</summary>
internal static class GraphicReader
{
    private const int MaxPoints = 65536;

    public static (IReadOnlyList<GraphicShape> Shapes, IReadOnlyList<GraphicText> Texts) Read(DicomDataset state, DicomUid instance, int frame)
    {
        Dictionary<string, DicomDataset> layers = [];
        foreach (DicomDataset layer in state.GetSequence(DicomTag.GraphicLayerSequence) ?? [])
            if (layer.GetString(DicomTag.GraphicLayer) is { } name) layers[name] = layer;

        var shapes = new List<GraphicShape>();
        var texts = new List<GraphicText>();
        IEnumerable<(DicomDataset Item, DicomDataset? Layer)> annotations = (state.GetSequence(DicomTag.GraphicAnnotationSequence) ?? [])
            .Where(item => ImageReferences.Cover(item, instance, frame))
            .Select(item => (item, layers.GetValueOrDefault(item.GetString(DicomTag.GraphicLayer) ?? string.Empty)));
        foreach ((DicomDataset item, DicomDataset? layer) in annotations.OrderBy(static entry => entry.Layer?.GetInt32(DicomTag.GraphicLayerOrder) ?? 0))
        {
            Rgb color = ColorOf(layer);
            foreach (DicomDataset graphic in item.GetSequence(DicomTag.GraphicObjectSequence) ?? [])
                if (ReadShape(graphic, color) is { } shape) shapes.Add(shape);
            foreach (DicomDataset text in item.GetSequence(DicomTag.TextObjectSequence) ?? [])
                if (ReadText(text, color, shapes) is { } words) texts.Add(words);
        }

        return (shapes, texts);
    }

    private static Rgb ColorOf(DicomDataset? layer)
    {
        if (layer is null) return Rgb.White;
        int[] lab = layer.GetInt32s(DicomTag.GraphicLayerRecommendedDisplayCIELabValue);
        if (lab.Length == 3) return Rgb.FromCieLab(lab[0], lab[1], lab[2]);
        int[] rgb = layer.GetInt32s(DicomTag.GraphicLayerRecommendedDisplayRGBValue);
        // Retired, 16 bits a component.
        if (rgb.Length == 3) return new Rgb((byte)(rgb[0] >> 8), (byte)(rgb[1] >> 8), (byte)(rgb[2] >> 8));
        return layer.GetUInt16(DicomTag.GraphicLayerRecommendedDisplayGrayscaleValue) is { } grey ? Rgb.Grey((byte)(grey >> 8)) : Rgb.White;
    }

    private static GraphicShape? ReadShape(DicomDataset graphic, Rgb color)
    {
        if (Points(graphic) is not { Count: > 0 } points) return null;
        bool isFilled = graphic.GetString(DicomTag.GraphicFilled) == "Y";
        (IReadOnlyList<(double, double)>? line, bool isClosed) = graphic.GetString(DicomTag.GraphicType) switch
        {
            "POINT" => ((IReadOnlyList<(double, double)>)[points[0]], false),
            "POLYLINE" => (points, isFilled),
            "INTERPOLATED" => (Curves.Through(points), isFilled),
            "CIRCLE" when points.Count >= 2 => (Curves.Circle(points[0], points[1]), true),
            "ELLIPSE" when points.Count >= 4 => (Curves.Ellipse(points[0], points[1], points[2], points[3]), true),
            _ => (null, false),
        };
        return line is null ? null : new GraphicShape(line)
        {
            Units = UnitsOf(graphic, DicomTag.GraphicAnnotationUnits),
            IsClosed = isClosed,
            FillOpacity = isFilled ? 1 : 0,
            Color = StyleColor(graphic.GetSequence(DicomTag.LineStyleSequence)) ?? color,
            LineWidth = graphic.GetSequence(DicomTag.LineStyleSequence) is { Count: > 0 } styles && styles[0].GetDouble(DicomTag.LineThickness) is >= 1 and <= 64 and var thickness ? thickness : 1,
            IsDashed = graphic.GetSequence(DicomTag.LineStyleSequence) is { Count: > 0 } dashes && dashes[0].GetString(DicomTag.LineDashingStyle) == "DASHED",
        };
    }

    // Line and text styles say the colour of a single graphic, before that of its layer (PS3.3 §C.10.5).
    private static Rgb? StyleColor(DicomSequence? styles)
    {
        if (styles is not { Count: > 0 }) return null;
        int[] lab = styles[0].GetInt32s(DicomTag.PatternOnColorCIELabValue);
        if (lab.Length != 3) lab = styles[0].GetInt32s(DicomTag.TextColorCIELabValue);
        return lab.Length == 3 ? Rgb.FromCieLab(lab[0], lab[1], lab[2]) : null;
    }

    private static GraphicText? ReadText(DicomDataset item, Rgb color, List<GraphicShape> shapes)
    {
        if (item.GetString(DicomTag.UnformattedTextValue) is not { } words) return null;
        color = StyleColor(item.GetSequence(DicomTag.TextStyleSequence)) ?? color;
        (double X, double Y)? anchor = Pair(item, DicomTag.AnchorPoint);
        if (Pair(item, DicomTag.BoundingBoxTopLeftHandCorner) is { } corner)
        {
            GraphicUnits units = UnitsOf(item, DicomTag.BoundingBoxAnnotationUnits), anchorUnits = UnitsOf(item, DicomTag.AnchorPointAnnotationUnits);
            if (anchor is { } end && item.GetString(DicomTag.AnchorPointVisibility) == "Y" && anchorUnits == units)
                shapes.Add(new GraphicShape([corner, end]) { Units = units, Color = color });
            return new GraphicText(words, corner.X, corner.Y)
            {
                Units = units,
                Corner = Pair(item, DicomTag.BoundingBoxBottomRightHandCorner),
                Alignment = item.GetString(DicomTag.BoundingBoxTextHorizontalJustification) switch { "CENTER" => TextAlignment.Center, "RIGHT" => TextAlignment.Right, _ => TextAlignment.Left },
                Color = color,
            };
        }

        return anchor is { } at ? new GraphicText(words, at.X, at.Y) { Units = UnitsOf(item, DicomTag.AnchorPointAnnotationUnits), Color = color } : null;
    }

    private static GraphicUnits UnitsOf(DicomDataset item, DicomTag tag) => item.GetString(tag) == "DISPLAY" ? GraphicUnits.Display : GraphicUnits.Pixel;

    private static (double X, double Y)? Pair(DicomDataset item, DicomTag tag) =>
        item.GetDouble(tag) is { } x && item.GetDouble(tag, 1) is { } y ? (x, y) : null;

    // Graphic Data is FL; PS3.3 counts two values a point.
    private static List<(double X, double Y)>? Points(DicomDataset graphic)
    {
        if (!graphic.TryGet(DicomTag.GraphicData, out DicomElement element) || element.VR != DicomVR.FL || element.Bulk is not null) return null;
        ReadOnlySpan<byte> bytes = element.GetBytes().Span;
        int count = Math.Min(MaxPoints, bytes.Length / 8);
        var points = new List<(double, double)>(count);
        for (int i = 0; i < count; i++) points.Add((BinaryPrimitives.ReadSingleLittleEndian(bytes[(8 * i)..]), BinaryPrimitives.ReadSingleLittleEndian(bytes[(8 * i + 4)..])));
        return points;
    }
}
