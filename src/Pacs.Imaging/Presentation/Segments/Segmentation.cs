using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>A segmentation image: binary, fractional or label map, as coloured layers over the images that it is about (PS3.3 §A.51, §C.8.20).</summary>
/// <remarks>The file stays open while layers are asked for. Safe from any thread that does not change the data set.</remarks>
public sealed class Segmentation
{
    private readonly FrameReader _reader;
    private readonly int _full, _columns, _rows;

    private Segmentation(FrameReader reader, IReadOnlyList<Segment> segments, SegmentationKind kind)
    {
        _reader = reader;
        Segments = segments;
        Kind = kind;
        _columns = reader.Dataset.GetInt32(DicomTag.Columns) ?? 0;
        _rows = reader.Dataset.GetInt32(DicomTag.Rows) ?? 0;
        _full = kind == SegmentationKind.Fractional ? Math.Max(1, reader.Dataset.GetInt32(DicomTag.MaximumFractionalValue) ?? 255) : 1;
    }

    /// <summary>What its pixels hold.</summary>
    public SegmentationKind Kind { get; }

    /// <summary>The segments, by number.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>Reads what segments there are and where their frames begin.</summary>
    /// <param name="file">The segmentation. Stays the caller's, and open.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="DicomDataException">The pixel data is missing or broken.</exception>
    public static async ValueTask<Segmentation> OpenAsync(DicomFile file, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        FrameReader reader = await FrameReader.CreateAsync(file, ct).ConfigureAwait(false);
        SegmentationKind kind = file.Dataset.GetString(DicomTag.SegmentationType) switch
        {
            "FRACTIONAL" => SegmentationKind.Fractional,
            "LABELMAP" => SegmentationKind.LabelMap,
            _ => SegmentationKind.Binary,
        };
        IEnumerable<Segment> segments = (file.Dataset.GetSequence(DicomTag.SegmentSequence) ?? []).Select(Read).OfType<Segment>();
        return new Segmentation(reader, [.. segments.DistinctBy(static segment => segment.Number).OrderBy(static segment => segment.Number)], kind);
    }

    /// <summary>The layers that lie over a frame of an image; none where the segmentation has nothing for it.</summary>
    /// <param name="image">The image and the frame: matched by reference, and by position where both say where they lie.</param>
    /// <param name="layout">The shape of the frame.</param>
    /// <param name="ct">Cancels reading and decoding.</param>
    /// <exception cref="DicomImageException">A frame of the segmentation is corrupt.</exception>
    public async ValueTask<IReadOnlyList<MaskLayer>> LayersForAsync(FrameSource image, PixelLayout layout, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(layout);
        var layers = new List<MaskLayer>();
        FrameAttributes about = FrameAttributes.Of(image.Dataset, image.Frame);
        ImagePlane? plane = ImagePlane.Of(about) ?? SlideTile.PlaneOf(about, layout.Columns, layout.Rows);
        for (int frame = 0; frame < _reader.Count; frame++)
        {
            FrameAttributes attributes = FrameAttributes.Of(_reader.Dataset, frame);
            if (!IsAbout(attributes, image, layout, plane, out ImagePlane? own)) continue;
            using PixelFrame pixels = await DicomImage.DecodeAsync(_reader, frame, ct: ct).ConfigureAwait(false);
            bool isSameGrid = plane is null || own is null;
            if (isSameGrid && (pixels.Layout.Columns != layout.Columns || pixels.Layout.Rows != layout.Rows)) continue;
            foreach (Segment segment in SegmentsOf(attributes))
                if (Cover(pixels, segment, layout, isSameGrid ? null : plane, own) is { } coverage)
                    layers.Add(new MaskLayer(layout.Columns, coverage, segment.Color) { Label = segment.Label });
        }

        return layers;
    }

    private IEnumerable<Segment> SegmentsOf(FrameAttributes frame)
    {
        if (Kind == SegmentationKind.LabelMap) return Segments.Where(static segment => segment.Number > 0);
        if (frame.Group(DicomTag.SegmentIdentificationSequence)?.GetInt32(DicomTag.ReferencedSegmentNumber) is not { } number)
            return SlideTile.ChannelOf(frame, _columns, _rows) is { } channel && channel < Segments.Count ? [Segments[channel]] : [];
        return Segments.Where(segment => segment.Number == number);
    }

    private bool IsAbout(FrameAttributes frame, FrameSource image, PixelLayout layout, ImagePlane? plane, out ImagePlane? own)
    {
        own = ImagePlane.Of(frame) ?? SlideTile.PlaneOf(frame, _columns, _rows);
        // Tiles lie in one plane, and most of them elsewhere.
        if (plane is not null && own is not null && !own.Overlaps(_columns, _rows, plane, layout.Columns, layout.Rows)) return false;
        DicomUid instance = image.Dataset.GetUid(DicomTag.SOPInstanceUID) ?? default;
        DicomSequence[] references = [.. frame.Items(DicomTag.DerivationImageSequence).Select(static item => item.GetSequence(DicomTag.SourceImageSequence)).OfType<DicomSequence>()];
        bool isNamed = references.Any(sources => ImageReferences.Name(sources, instance, image.Frame));
        if (plane is not null && own is not null)
            return own.IsSameSlice(plane) && (isNamed || frame.Dataset.GetUid(DicomTag.FrameOfReferenceUID) is { } place && place == image.Dataset.GetUid(DicomTag.FrameOfReferenceUID));
        return isNamed;
    }

    // One byte a pixel of the image; null where the segment has no pixel in it.
    private byte[]? Cover(PixelFrame pixels, Segment segment, PixelLayout layout, ImagePlane? plane, ImagePlane? own)
    {
        using var samples = new SampleBuffer(pixels);
        byte[] coverage = new byte[layout.PixelCount];
        bool any = false;
        for (int row = 0; row < layout.Rows; row++)
        {
            for (int column = 0; column < layout.Columns; column++)
            {
                int at = row * layout.Columns + column;
                if (plane is not null)
                {
                    (double x, double y, _) = own!.ToImage(plane.ToPatient(column + 0.5, row + 0.5));
                    if (!(x >= 0 && y >= 0 && x < pixels.Layout.Columns && y < pixels.Layout.Rows)) continue;
                    at = (int)y * pixels.Layout.Columns + (int)x;
                }

                double value = samples[at];
                double part = Kind == SegmentationKind.LabelMap ? value == segment.Number ? 1 : 0 : Math.Clamp(value / _full, 0, 1);
                any |= part > 0;
                coverage[row * layout.Columns + column] = (byte)(part * 255 + 0.5);
            }
        }

        return any ? coverage : null;
    }

    private static Segment? Read(DicomDataset item)
    {
        if (item.GetInt32(DicomTag.SegmentNumber) is not { } number) return null;
        int[] lab = item.GetInt32s(DicomTag.RecommendedDisplayCIELabValue);
        return new Segment(number, item.GetString(DicomTag.SegmentLabel), lab.Length == 3 ? Rgb.FromCieLab(lab[0], lab[1], lab[2]) : Segment.DefaultColor(number));
    }
}
