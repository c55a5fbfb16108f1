using System.Globalization;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Makes shapes and texts of <see cref="ImageAnnotations"/>, for a picture in its final size.</summary>
internal static class AnnotationStage
{
    // Part of the picture's side that the corner texts keep away from its edge.
    private const double Margin = 0.012;

    public static (IReadOnlyList<GraphicShape> Shapes, IReadOnlyList<GraphicText> Texts) Make(ImageAnnotations annotations, RenderedImage image, ImageMapping mapping, FrameSource? source, VoiWindow? window)
    {
        var shapes = new List<GraphicShape>();
        var texts = new List<GraphicText>();
        CornerTexts corners = annotations.Corners ?? new CornerTexts("", "", "", "");
        string shown = annotations.ShowsWindow && window is { } used ? string.Create(CultureInfo.InvariantCulture, $"W {used.Width:0.##}  L {used.Center:0.##}") : "";
        Corner(corners.UpperLeft, TextAlignment.Left, isBottom: false);
        Corner(corners.UpperRight, TextAlignment.Right, isBottom: false);
        Corner(corners.LowerLeft, TextAlignment.Left, isBottom: true);
        Corner(corners.LowerRight.Length > 0 && shown.Length > 0 ? $"{corners.LowerRight}\n{shown}" : corners.LowerRight + shown, TextAlignment.Right, isBottom: true);
        if (annotations.ShowsOrientation && source is not null) Markers();
        if (annotations.ShowsScale) Scale();
        return (shapes, texts);

        void Corner(string text, TextAlignment alignment, bool isBottom)
        {
            if (text.Length > 0) Text(text, (Margin, Margin), (1 - Margin, 1 - Margin), alignment, isBottom);
        }

        void Text(string text, (double X, double Y) from, (double X, double Y) to, TextAlignment alignment, bool isBottom) => texts.Add(new GraphicText(text, from.X, from.Y)
        {
            Corner = to, Units = GraphicUnits.Display, Alignment = alignment, SitsAtBottom = isBottom, Color = annotations.Color, CapitalHeight = annotations.CapitalHeight,
        });

        void Markers()
        {
            if (PatientDirections.Of(source!) is not { } directions) return;
            // Of the picture's four edges: which way of the frame they lie.
            foreach ((double across, double down) in ((double, double)[])[(1, 0), (-1, 0), (0, 1), (0, -1)])
            {
                (double x, double y) = mapping.Map(across, down);
                (double x0, double y0) = mapping.Map(0, 0);
                string letters = directions.Along(across, down);
                if (letters.Length == 0) continue;
                if (Math.Abs(x - x0) > Math.Abs(y - y0)) Text(letters, (Margin, 0.49), (1 - Margin, 0.49), x > x0 ? TextAlignment.Right : TextAlignment.Left, isBottom: false);
                else Text(letters, (0, Margin), (1, 1 - Margin), TextAlignment.Center, isBottom: y > y0);
            }
        }

        void Scale()
        {
            if (image.PixelSpacing is not { } spacing) return;
            double width = spacing.Column * image.Width;
            if (width is not (> 0 and < 1e6)) return;
            double millimetres = RoundLength(width / 4), length = millimetres / spacing.Column / image.Width, unit = 1.0 / image.Height;
            double left = 0.5 - length / 2, right = 0.5 + length / 2, y = 1 - Math.Max(0.06, 30 * unit), tick = Math.Max(0.006, 3 * unit);
            Line((left, y), (right, y));
            foreach (double x in new[] { left, (left + right) / 2, right }) Line((x, y - tick), (x, y + tick));
            // What is measured at the detector is larger than in the patient (PS3.3 §10.7.1.3).
            bool isProjected = source is not null && !FrameAttributes.Of(source.Dataset, source.Frame).PixelMeasures.Contains(DicomTag.PixelSpacing);
            string label = millimetres >= 10 ? string.Create(CultureInfo.InvariantCulture, $"{millimetres / 10:0.##} cm") : millimetres >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{millimetres:0.##} mm") : string.Create(CultureInfo.InvariantCulture, $"{millimetres * 1000:0.##} \u00B5m");
            Text(isProjected ? label + " at detector" : label, (0, 0), (1, y - 2 * tick), TextAlignment.Center, isBottom: true);
        }

        void Line((double X, double Y) from, (double X, double Y) to) => shapes.Add(new GraphicShape([from, to]) { Units = GraphicUnits.Display, Color = annotations.Color, LineWidth = Math.Max(1, Math.Min(image.Width, image.Height) / 512.0) });
    }

    // The longest of 1, 2, 5 times a power of ten that is not longer.
    private static double RoundLength(double most)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return (most / power) switch { >= 5 => 5, >= 2 => 2, _ => 1 } * power;
    }
}
