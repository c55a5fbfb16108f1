using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>A plane of bits over the image: an overlay of group 60xx (PS3.3 §C.9.2), with data of its own or in unused bits of the pixels.</summary>
public sealed class OverlayPlane
{
    private readonly ReadOnlyMemory<byte> _bits;

    private OverlayPlane(ReadOnlyMemory<byte> bits) => _bits = bits;

    /// <summary>The group that holds it: 0x6000, 0x6002, … 0x601E.</summary>
    public ushort Group { get; private init; }

    /// <summary>Rows of the plane.</summary>
    public int Rows { get; private init; }

    /// <summary>Columns of the plane.</summary>
    public int Columns { get; private init; }

    /// <summary>The image row, from 0, that the plane's first row lies on; negative where it begins above the image.</summary>
    public int OriginRow { get; private init; }

    /// <summary>The image column, from 0, that the plane's first column lies on.</summary>
    public int OriginColumn { get; private init; }

    /// <summary>Whether it marks a region of interest (type R) and is no graphics (type G).</summary>
    public bool IsRegionOfInterest { get; private init; }

    /// <summary>Overlay Label (60xx,1500); null when there is none.</summary>
    public string? Label { get; private init; }

    /// <summary>Overlay Description (60xx,0022); null when there is none.</summary>
    public string? Description { get; private init; }

    /// <summary>Number of planes, one for each frame from <see cref="FirstFrame"/> on; a single plane of a data set that does not say which is for all.</summary>
    public int FrameCount { get; private init; }

    /// <summary>The image frame, from 0, of the first plane; null when the data set does not say.</summary>
    public int? FirstFrame { get; private init; }

    /// <summary>The bit of each stored pixel word that holds the plane (retired form), or null when it has data of its own.</summary>
    public int? EmbeddedBit { get; private init; }

    /// <summary>Whether the plane has something for a frame.</summary>
    public bool Covers(int frame) => PlaneOf(frame) >= 0;

    /// <summary>A bit of the plane; false outside it, and for <see cref="EmbeddedBit"/> planes, whose bits only the pixels have.</summary>
    /// <param name="frame">The image frame, from 0.</param>
    /// <param name="row">Row of the plane, from 0.</param>
    /// <param name="column">Column of the plane, from 0.</param>
    public bool IsSet(int frame, int row, int column)
    {
        int plane = PlaneOf(frame);
        if (plane < 0 || row < 0 || column < 0 || row >= Rows || column >= Columns) return false;
        long bit = ((long)plane * Rows + row) * Columns + column;
        return bit >> 3 < _bits.Length && (_bits.Span[(int)(bit >> 3)] >> (int)(bit & 7) & 1) != 0;
    }

    /// <summary>The overlays of a data set: of an image, or of a presentation state.</summary>
    internal static IReadOnlyList<OverlayPlane> ReadAll(DicomDataset dataset, BulkReader bulk, int bitsAllocated)
    {
        var planes = new List<OverlayPlane>();
        foreach (ushort group in Groups(dataset))
            if (Read(dataset, group, bulk, bitsAllocated) is { } plane) planes.Add(plane);
        return planes;
    }

    /// <summary>The elements that hold planes, for reading them ahead.</summary>
    internal static IEnumerable<DicomTag> DataTags(DicomDataset dataset) => Groups(dataset).Select(static group => new DicomTag(group, DicomTag.OverlayData.Element));

    private static IEnumerable<ushort> Groups(DicomDataset dataset)
    {
        for (ushort group = 0x6000; group <= 0x601E; group += 2)
            if (dataset.Contains(new DicomTag(group, DicomTag.OverlayRows.Element))) yield return group;
    }

    private static OverlayPlane? Read(DicomDataset dataset, ushort group, BulkReader bulk, int bitsAllocated)
    {
        DicomTag Of(DicomTag first) => new(group, first.Element);
        int rows = dataset.GetInt32(Of(DicomTag.OverlayRows)) ?? 0, columns = dataset.GetInt32(Of(DicomTag.OverlayColumns)) ?? 0;
        if (rows <= 0 || columns <= 0) return null;
        int position = dataset.GetInt32(Of(DicomTag.OverlayBitPosition)) ?? 0;
        int allocated = dataset.GetInt32(Of(DicomTag.OverlayBitsAllocated)) ?? 1;
        DicomTag data = Of(DicomTag.OverlayData);
        bool isEmbedded = !dataset.Contains(data);
        if (isEmbedded && (allocated != bitsAllocated || position < 0 || position >= bitsAllocated || bitsAllocated > 16)) return null;
        return new OverlayPlane(isEmbedded ? default : bulk.Get(dataset, data))
        {
            Group = group,
            Rows = rows,
            Columns = columns,
            OriginRow = (dataset.GetInt32(Of(DicomTag.OverlayOrigin)) ?? 1) - 1,
            OriginColumn = (dataset.GetInt32(Of(DicomTag.OverlayOrigin), 1) ?? 1) - 1,
            IsRegionOfInterest = dataset.GetString(Of(DicomTag.OverlayType)) == "R",
            Label = dataset.GetString(Of(DicomTag.OverlayLabel)),
            Description = dataset.GetString(Of(DicomTag.OverlayDescription)),
            FrameCount = Math.Max(1, dataset.GetInt32(Of(DicomTag.NumberOfFramesInOverlay)) ?? 1),
            FirstFrame = dataset.GetInt32(Of(DicomTag.ImageFrameOrigin)) - 1,
            EmbeddedBit = isEmbedded ? position : null,
        };
    }

    private int PlaneOf(int frame)
    {
        if (EmbeddedBit is not null) return 0;
        if (FrameCount == 1 && FirstFrame is null) return 0;
        int plane = frame - (FirstFrame ?? 0);
        return plane < FrameCount ? plane : -1;
    }
}
