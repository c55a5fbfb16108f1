namespace Pacs.Core;

/// <summary>Text or a shape that a presentation state draws over images (PS3.3 §C.10.5). Exactly one of <see cref="Text"/> and <see cref="GraphicType"/> is given.</summary>
/// <param name="Points">Column and row in pixels of the image, (1, 1) the top left one; of text, its anchor.</param>
public sealed record GraphicAnnotation(IReadOnlyList<(float Column, float Row)> Points)
{
    /// <summary>The text; null for a shape.</summary>
    public string? Text { get; init; }

    /// <summary>POINT, POLYLINE, INTERPOLATED, CIRCLE or ELLIPSE; null for text.</summary>
    public string? GraphicType { get; init; }

    /// <summary>Whether a closed shape is filled.</summary>
    public bool IsFilled { get; init; }

    /// <summary>The layer, up to 16 upper case letters, digits, spaces and underscores; layers are drawn in the order of their first use.</summary>
    public string Layer { get; init; } = "ANNOTATIONS";

    /// <summary>The images that it is drawn over; empty for all.</summary>
    public IReadOnlyList<InstanceReference> Images { get; init; } = [];

    internal DicomDataset ToItem()
    {
        var item = new DicomDataset();
        double[] data = [.. Points.SelectMany(static point => (double[])[point.Column, point.Row])];
        if (Text is not null)
        {
            item.Set(DicomTag.UnformattedTextValue, Text);
            item.Set(DicomTag.AnchorPointAnnotationUnits, "PIXEL");
            item.SetDouble(DicomTag.AnchorPoint, data);
            item.Set(DicomTag.AnchorPointVisibility, "N");
            return item;
        }

        item.Set(DicomTag.GraphicAnnotationUnits, "PIXEL");
        item.SetUInt16(DicomTag.GraphicDimensions, 2);
        item.SetUInt16(DicomTag.NumberOfGraphicPoints, checked((ushort)Points.Count));
        item.SetDouble(DicomTag.GraphicData, data);
        item.Set(DicomTag.GraphicType, GraphicType);
        bool isClosed = GraphicType is "CIRCLE" or "ELLIPSE" || GraphicType is "POLYLINE" or "INTERPOLATED" && Points[0] == Points[^1];
        if (isClosed) item.Set(DicomTag.GraphicFilled, IsFilled ? "Y" : "N");
        return item;
    }
}
