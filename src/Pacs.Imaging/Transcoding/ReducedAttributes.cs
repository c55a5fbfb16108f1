using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Makes a data set describe the image halved: what is said in pixels, and of the size of a pixel (PS3.3 §C.7.6.3, §C.10.7.1.3, §C.8.5.5, §C.7.6.11).</summary>
/// <remarks>
/// A sample of the smaller image stands where every second of the larger one stood, the first on the first: wavelets halve so. Positions of the
/// first pixel in space do not change, and distances between pixels double.
/// </remarks>
internal static class ReducedAttributes
{
    private static readonly DicomTag[] Spacings = [DicomTag.PixelSpacing, DicomTag.ImagerPixelSpacing, DicomTag.NominalScannedPixelSpacing, DicomTag.ObjectPixelSpacingInCenterOfBeam];
    private static readonly DicomTag[] Deltas = [DicomTag.PhysicalDeltaX, DicomTag.PhysicalDeltaY];
    private static readonly DicomTag[] Places =
    [
        DicomTag.RegionLocationMinX0, DicomTag.RegionLocationMinY0, DicomTag.RegionLocationMaxX1, DicomTag.RegionLocationMaxY1, DicomTag.ReferencePixelX0, DicomTag.ReferencePixelY0,
    ];

    // Of shutters and collimators; these count from 1.
    private static readonly DicomTag[] Edges =
    [
        DicomTag.ShutterLeftVerticalEdge, DicomTag.ShutterRightVerticalEdge, DicomTag.ShutterUpperHorizontalEdge, DicomTag.ShutterLowerHorizontalEdge, DicomTag.CenterOfCircularShutter,
        DicomTag.VerticesOfThePolygonalShutter, DicomTag.CollimatorLeftVerticalEdge, DicomTag.CollimatorRightVerticalEdge, DicomTag.CollimatorUpperHorizontalEdge,
        DicomTag.CollimatorLowerHorizontalEdge, DicomTag.CenterOfCircularCollimator, DicomTag.VerticesOfThePolygonalCollimator,
    ];

    private static readonly DicomTag[] Radii = [DicomTag.RadiusOfCircularShutter, DicomTag.RadiusOfCircularCollimator];

    /// <summary>A copy of a data set that describes the smaller image; the pixels are left out.</summary>
    public static DicomDataset CopyWithoutPixels(DicomDataset dataset, PixelLayout layout, int reductions)
    {
        DicomDataset copy = dataset.Copy();
        copy.Remove(DicomTag.PixelData);
        Apply(copy, layout, reductions);
        return copy;
    }

    /// <summary>Changes a data set.</summary>
    public static void Apply(DicomDataset dataset, PixelLayout layout, int reductions)
    {
        dataset.SetUInt16(DicomTag.Rows, (ushort)layout.Rows);
        dataset.SetUInt16(DicomTag.Columns, (ushort)layout.Columns);
        // Overlays have bits for pixels that are gone, and averages other extremes.
        for (ushort group = 0x6000; group <= 0x601E; group += 2)
            foreach (DicomTag tag in dataset.Select(static element => element.Tag).Where(tag => tag.Group == group).ToArray()) dataset.Remove(tag);
        dataset.Remove(DicomTag.SmallestImagePixelValue);
        dataset.Remove(DicomTag.LargestImagePixelValue);
        double factor = Math.ScaleB(1, reductions);
        Scale(dataset, factor);
        foreach (DicomDataset region in dataset.GetSequence(DicomTag.SequenceOfUltrasoundRegions) ?? [])
        {
            Change(region, Deltas, value => value * factor);
            Change(region, Places, value => Math.Floor(value / factor));
        }

        foreach (DicomTag groups in (ReadOnlySpan<DicomTag>)[DicomTag.SharedFunctionalGroupsSequence, DicomTag.PerFrameFunctionalGroupsSequence])
            foreach (DicomDataset item in dataset.GetSequence(groups) ?? [])
                foreach (DicomTag macro in item.Select(static element => element.Tag).ToArray())
                    foreach (DicomDataset values in item.GetSequence(macro) ?? []) Scale(values, factor);
    }

    private static void Scale(DicomDataset dataset, double factor)
    {
        Change(dataset, Spacings, value => value * factor);
        Change(dataset, Edges, value => Math.Floor((value - 1) / factor) + 1);
        Change(dataset, Radii, value => Math.Max(1, Math.Round(value / factor)));
    }

    private static void Change(DicomDataset dataset, DicomTag[] tags, Func<double, double> change)
    {
        foreach (DicomTag tag in tags)
            if (dataset.GetDoubles(tag) is { Length: > 0 } values) dataset.SetDouble(tag, [.. values.Select(change)]);
    }
}
