namespace Pacs.Core;

/// <summary>A shape in an image (value type SCOORD): the image is the child that it is selected from (PS3.3 §C.18.6).</summary>
/// <param name="name">What the shape is of; null for nothing.</param>
/// <param name="graphicType">POINT, MULTIPOINT, POLYLINE, CIRCLE or ELLIPSE.</param>
/// <param name="points">Column and row of each point, in pixels; (0.5, 0.5) is the centre of the first (PS3.3 §C.18.6.1.1).</param>
public sealed class SpatialItem(CodedConcept? name, string graphicType, IReadOnlyList<(float Column, float Row)> points) : ContentItem(name)
{
    /// <summary>POINT, MULTIPOINT, POLYLINE, CIRCLE or ELLIPSE.</summary>
    public string GraphicType { get; } = graphicType;

    /// <summary>Column and row of each point, in pixels.</summary>
    public IReadOnlyList<(float Column, float Row)> Points { get; } = points;

    /// <inheritdoc/>
    public override string ValueType => "SCOORD";

    internal override void WriteValue(DicomDataset item)
    {
        item.SetDouble(DicomTag.GraphicData, [.. Points.SelectMany(static point => (double[])[point.Column, point.Row])]);
        item.Set(DicomTag.GraphicType, GraphicType);
    }

    internal static SpatialItem Read(DicomDataset item, CodedConcept? name)
    {
        double[] data = item.GetDoubles(DicomTag.GraphicData);
        return new SpatialItem(name, item.GetString(DicomTag.GraphicType) ?? string.Empty, [.. Enumerable.Range(0, data.Length / 2).Select(i => ((float)data[2 * i], (float)data[2 * i + 1]))]);
    }
}
