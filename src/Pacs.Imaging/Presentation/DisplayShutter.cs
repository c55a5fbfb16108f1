using System.Globalization;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>What hides the parts of an image that are not to be seen (PS3.3 §C.7.6.11, §C.7.6.15). Where it has several shapes, only what lies within all is seen.</summary>
public sealed record DisplayShutter
{
    // Every pixel is tested against every edge.
    private const int MaxVertices = 1024;

    /// <summary>The rectangle that is seen, edges included, in columns and rows from 1; null when it has none.</summary>
    public (int Left, int Upper, int Right, int Lower)? Rectangle { get; init; }

    /// <summary>The circle that is seen: center and radius in pixels, rows and columns from 1; null when it has none.</summary>
    public (int Row, int Column, int Radius)? Circle { get; init; }

    /// <summary>The polygon that is seen, its corners as row and column from 1; empty when it has none.</summary>
    public IReadOnlyList<(int Row, int Column)> Polygon { get; init; } = [];

    /// <summary>The overlay whose bits hide pixels (presentation states only), or null.</summary>
    public OverlayPlane? Bitmap { get; init; }

    /// <summary>What hidden pixels look like. Black unless said.</summary>
    public Rgb Color { get; init; }

    /// <summary>Whether a pixel is seen.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    /// <param name="rowToColumn">Height of a pixel by its width: the radius counts along a row.</param>
    public bool Shows(int row, int column, double rowToColumn = 1)
    {
        if (Rectangle is { } box && (column + 1 < box.Left || column + 1 > box.Right || row + 1 < box.Upper || row + 1 > box.Lower)) return false;
        if (Circle is { } circle)
        {
            double down = (row + 1 - circle.Row) * rowToColumn, across = column + 1 - circle.Column;
            if (down * down + across * across > (double)circle.Radius * circle.Radius) return false;
        }

        if (Polygon.Count >= 3 && !ContainsPoint(row + 1, column + 1)) return false;
        return Bitmap is null || !Bitmap.IsSet(0, row - Bitmap.OriginRow, column - Bitmap.OriginColumn);
    }

    internal static DisplayShutter? Read(DicomDataset dataset, IReadOnlyList<OverlayPlane> overlays)
    {
        IReadOnlyList<string> shapes = dataset.GetStrings(DicomTag.ShutterShape);
        if (shapes.Count == 0) return null;
        var shutter = new DisplayShutter { Color = ReadColor(dataset) };
        if (shapes.Contains("RECTANGULAR")
            && dataset.GetInt32(DicomTag.ShutterLeftVerticalEdge) is { } left && dataset.GetInt32(DicomTag.ShutterRightVerticalEdge) is { } right
            && dataset.GetInt32(DicomTag.ShutterUpperHorizontalEdge) is { } upper && dataset.GetInt32(DicomTag.ShutterLowerHorizontalEdge) is { } lower)
            shutter = shutter with { Rectangle = (left, upper, right, lower) };
        if (shapes.Contains("CIRCULAR")
            && dataset.GetInt32(DicomTag.CenterOfCircularShutter) is { } row && dataset.GetInt32(DicomTag.CenterOfCircularShutter, 1) is { } column
            && dataset.GetInt32(DicomTag.RadiusOfCircularShutter) is { } radius)
            shutter = shutter with { Circle = (row, column, radius) };
        if (shapes.Contains("POLYGONAL"))
        {
            int[] vertices = [.. dataset.GetStrings(DicomTag.VerticesOfThePolygonalShutter).Take(2 * MaxVertices)
                .Select(static text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : 0)];
            shutter = shutter with { Polygon = [.. Enumerable.Range(0, vertices.Length / 2).Select(i => (vertices[2 * i], vertices[2 * i + 1]))] };
        }

        if (shapes.Contains("BITMAP") && dataset.GetUInt16(DicomTag.ShutterOverlayGroup) is { } group)
            shutter = shutter with { Bitmap = overlays.FirstOrDefault(plane => plane.Group == group) };
        return shutter;
    }

    private static Rgb ReadColor(DicomDataset dataset)
    {
        int[] lab = dataset.GetInt32s(DicomTag.ShutterPresentationColorCIELabValue);
        if (lab.Length == 3) return Rgb.FromCieLab(lab[0], lab[1], lab[2]);
        return Rgb.Grey((byte)((dataset.GetUInt16(DicomTag.ShutterPresentationValue) ?? 0) >> 8));
    }

    // Even-odd rule; corners and edges belong to what is seen on the upper left side.
    private bool ContainsPoint(int row, int column)
    {
        bool inside = false;
        for (int i = 0, j = Polygon.Count - 1; i < Polygon.Count; j = i++)
        {
            (int ri, int ci) = Polygon[i];
            (int rj, int cj) = Polygon[j];
            if (ri > row != rj > row && column < (double)(cj - ci) * (row - ri) / (rj - ri) + ci) inside = !inside;
        }

        return inside;
    }
}
