using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Where a tile lies on a slide: by the position that its frame says, or by its number where all tiles are there (PS3.3 §C.7.6.17.3, §C.8.12.14).</summary>
internal static class SlideTile
{
    /// <summary>The tile in slide coordinates; null when the image is none of tiles, or does not say enough.</summary>
    public static ImagePlane? PlaneOf(FrameAttributes frame, int columns, int rows)
    {
        DicomDataset dataset = frame.Dataset;
        double[] orientation = dataset.GetDoubles(DicomTag.ImageOrientationSlide);
        if (orientation.Length != 6 || DisplayAttributesReader.ReadSpacing(frame.PixelMeasures) is not { } spacing || Offset(frame, columns, rows) is not { } offset) return null;
        if (dataset.GetSequence(DicomTag.TotalPixelMatrixOriginSequence) is not { Count: > 0 } origins) return null;
        double[] position = [origins[0].GetDouble(DicomTag.XOffsetInSlideCoordinateSystem) ?? 0, origins[0].GetDouble(DicomTag.YOffsetInSlideCoordinateSystem) ?? 0, 0];
        for (int axis = 0; axis < 3; axis++) position[axis] += orientation[axis] * spacing.Column * offset.Column + orientation[3 + axis] * spacing.Row * offset.Row;
        return ImagePlane.Of(position, orientation, spacing, 0);
    }

    /// <summary>Which segment, from 0, a frame without functional groups of its own is of: the slowest of its numbers.</summary>
    public static int? ChannelOf(FrameAttributes frame, int columns, int rows) =>
        Grid(frame.Dataset, columns, rows) is { } grid ? (int)(frame.Frame / (grid.Across * grid.Down * Math.Max(1, frame.Dataset.GetInt32(DicomTag.TotalPixelMatrixFocalPlanes) ?? 1))) : null;

    private static (double Column, double Row)? Offset(FrameAttributes frame, int columns, int rows)
    {
        if (frame.Group(DicomTag.PlanePositionSlideSequence) is { } place
            && place.GetInt32(DicomTag.ColumnPositionInTotalImagePixelMatrix) is { } column && place.GetInt32(DicomTag.RowPositionInTotalImagePixelMatrix) is { } row) return (column - 1.0, row - 1.0);
        if (Grid(frame.Dataset, columns, rows) is not { } grid) return null;
        long tile = frame.Frame % (grid.Across * grid.Down);
        return (tile % grid.Across * (double)columns, tile / grid.Across * (double)rows);
    }

    // TILED_FULL: across before down, before focal planes, before optical paths or segments.
    private static (long Across, long Down)? Grid(DicomDataset dataset, int columns, int rows)
    {
        if (dataset.GetString(DicomTag.DimensionOrganizationType) != "TILED_FULL" || columns < 1 || rows < 1) return null;
        long width = dataset.GetInt32(DicomTag.TotalPixelMatrixColumns) ?? 0, height = dataset.GetInt32(DicomTag.TotalPixelMatrixRows) ?? 0;
        return width > 0 && height > 0 ? ((width + columns - 1) / columns, (height + rows - 1) / rows) : null;
    }
}
