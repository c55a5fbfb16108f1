namespace Pacs.Core;

/// <summary>A shape in the patient (value type SCOORD3D, PS3.3 §C.18.9).</summary>
/// <param name="name">What the shape is of; null for nothing.</param>
/// <param name="graphicType">POINT, MULTIPOINT, POLYLINE, POLYGON, ELLIPSE or ELLIPSOID.</param>
/// <param name="points">Points in millimetres, in the frame of reference.</param>
/// <param name="frameOfReference">Frame of Reference UID of the coordinates.</param>
public sealed class Spatial3DItem(CodedConcept? name, string graphicType, IReadOnlyList<(float X, float Y, float Z)> points, DicomUid frameOfReference) : ContentItem(name)
{
    /// <summary>POINT, MULTIPOINT, POLYLINE, POLYGON, ELLIPSE or ELLIPSOID.</summary>
    public string GraphicType { get; } = graphicType;

    /// <summary>Points in millimetres.</summary>
    public IReadOnlyList<(float X, float Y, float Z)> Points { get; } = points;

    /// <summary>Frame of Reference UID of the coordinates.</summary>
    public DicomUid FrameOfReference { get; } = frameOfReference;

    /// <inheritdoc/>
    public override string ValueType => "SCOORD3D";

    internal override void WriteValue(DicomDataset item)
    {
        item.SetDouble(DicomTag.GraphicData, [.. Points.SelectMany(static point => (double[])[point.X, point.Y, point.Z])]);
        item.Set(DicomTag.GraphicType, GraphicType);
        item.Set(DicomTag.ReferencedFrameOfReferenceUID, FrameOfReference);
    }

    internal static Spatial3DItem Read(DicomDataset item, CodedConcept? name)
    {
        double[] data = item.GetDoubles(DicomTag.GraphicData);
        return new Spatial3DItem(name, item.GetString(DicomTag.GraphicType) ?? string.Empty,
            [.. Enumerable.Range(0, data.Length / 3).Select(i => ((float)data[3 * i], (float)data[3 * i + 1], (float)data[3 * i + 2]))], item.GetUid(DicomTag.ReferencedFrameOfReferenceUID) ?? default);
    }
}
