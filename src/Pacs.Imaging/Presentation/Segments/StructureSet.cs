using System.Globalization;
using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>An RT structure set: contours over the images that they were drawn on (PS3.3 §A.19, §C.8.8.5, §C.8.8.6).</summary>
public sealed class StructureSet
{
    private const int MaxPoints = 1 << 20;

    private StructureSet(IReadOnlyList<Structure> structures) => Structures = structures;

    /// <summary>The structures, by number.</summary>
    public IReadOnlyList<Structure> Structures { get; }

    /// <summary>Reads the structures of a data set. Contours that make no sense are left out.</summary>
    public static StructureSet Read(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Dictionary<int, DicomDataset> names = [];
        foreach (DicomDataset roi in dataset.GetSequence(DicomTag.StructureSetROISequence) ?? [])
            if (roi.GetInt32(DicomTag.ROINumber) is { } number) names[number] = roi;

        var structures = new List<Structure>();
        foreach (DicomDataset item in dataset.GetSequence(DicomTag.ROIContourSequence) ?? [])
        {
            if (item.GetInt32(DicomTag.ReferencedROINumber) is not { } number) continue;
            int[] color = item.GetInt32s(DicomTag.ROIDisplayColor);
            structures.Add(new Structure(
                number,
                names.GetValueOrDefault(number)?.GetString(DicomTag.ROIName),
                color.Length == 3 ? new Rgb((byte)color[0], (byte)color[1], (byte)color[2]) : Segment.DefaultColor(number),
                [.. (item.GetSequence(DicomTag.ContourSequence) ?? []).Select(ReadContour).OfType<StructureContour>()]));
        }

        return new StructureSet([.. structures.OrderBy(static structure => structure.Number)]);
    }

    /// <summary>The contours that lie in a frame's slice, in its columns and rows.</summary>
    /// <param name="image">The image and the frame.</param>
    /// <param name="fillOpacity">How much enclosed areas are covered, from 0 to 1.</param>
    /// <returns>None where the data set does not say where the frame lies.</returns>
    public IReadOnlyList<GraphicShape> ShapesFor(FrameSource image, double fillOpacity = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        FrameAttributes attributes = FrameAttributes.Of(image.Dataset, image.Frame);
        if (ImagePlane.Of(attributes) is not { } plane) return [];
        DicomUid instance = image.Dataset.GetUid(DicomTag.SOPInstanceUID) ?? default;
        double reach = Math.Max(0.01, plane.Thickness / 2);
        var shapes = new List<GraphicShape>();
        foreach (Structure structure in Structures)
        {
            foreach (StructureContour contour in structure.Contours)
            {
                (double Column, double Row, double Distance)[] points = [.. contour.Points.Select(plane.ToImage)];
                // Named images count where positions are rounded; otherwise the slice decides.
                bool isNear = Array.TrueForAll(points, point => Math.Abs(point.Distance) <= (contour.Image == instance ? reach + 0.5 : contour.Image == default ? reach : 0.01));
                if (!isNear) continue;
                shapes.Add(new GraphicShape([.. points.Select(static point => (point.Column, point.Row))])
                {
                    IsClosed = contour.IsClosed,
                    Color = structure.Color,
                    FillOpacity = contour.IsClosed ? fillOpacity : 0,
                });
            }
        }

        return shapes;
    }

    private static StructureContour? ReadContour(DicomDataset item)
    {
        IReadOnlyList<string> numbers = item.GetStrings(DicomTag.ContourData);
        if (numbers.Count < 3 || numbers.Count % 3 != 0 || numbers.Count / 3 > MaxPoints) return null;
        double[] values = new double[numbers.Count];
        for (int i = 0; i < values.Length; i++)
            if (!double.TryParse(numbers[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i])) return null;
        DicomUid image = item.GetSequence(DicomTag.ContourImageSequence) is { Count: > 0 } images ? images[0].GetUid(DicomTag.ReferencedSOPInstanceUID) ?? default : default;
        return new StructureContour(
            [.. Enumerable.Range(0, values.Length / 3).Select(i => (values[3 * i], values[3 * i + 1], values[3 * i + 2]))],
            item.GetString(DicomTag.ContourGeometricType) is "CLOSED_PLANAR" or "CLOSEDPLANAR_XOR",
            image);
    }
}
