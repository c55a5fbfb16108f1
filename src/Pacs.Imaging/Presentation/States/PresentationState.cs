using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>A softcopy presentation state: how images were shown when somebody looked at them (PS3.3 §A.33; grayscale, colour, pseudo-colour, blending and advanced blending).</summary>
/// <remarks>Immutable after loading; safe from any thread that does not change the data set.</remarks>
public sealed class PresentationState
{
    private readonly DicomDataset _dataset;
    private readonly BulkReader _bulk;

    private PresentationState(DicomDataset dataset, BulkReader bulk) => (_dataset, _bulk, Advanced) = (dataset, bulk, AdvancedBlending.Read(dataset, bulk));

    /// <summary>Inputs and steps of an advanced blending state; null in others.</summary>
    internal AdvancedBlending? Advanced { get; }

    /// <summary>Content Label (0070,0080); null when missing.</summary>
    public string? Label => _dataset.GetString(DicomTag.ContentLabel);

    /// <summary>Content Description (0070,0081); null when missing.</summary>
    public string? Description => _dataset.GetString(DicomTag.ContentDescription);

    /// <summary>Whether the state lays one set of images over another (PS3.3 §A.33.4): such a state is applied to the lower image, with the upper one in <see cref="RenderOptions.Superimposed"/>.</summary>
    public bool IsBlending => _dataset.GetSequence(DicomTag.BlendingSequence) is { Count: > 0 };

    /// <summary>Whether the state blends any number of images (PS3.3 §A.33.7): such a state is applied to the image whose geometry the picture has, with the others in <see cref="RenderOptions.BlendedInputs"/>.</summary>
    public bool IsAdvancedBlending => Advanced is not null;

    /// <summary>What the upper image of a blending state counts, from 0 to 1: Relative Opacity (0070,0403); null in other states.</summary>
    public double? RelativeOpacity => IsBlending && _dataset.GetDouble(DicomTag.RelativeOpacity) is >= 0 and <= 1 and var opacity ? opacity : null;

    /// <summary>Reads a state; tables and overlays that were left in the file are fetched.</summary>
    /// <param name="file">The state's file. Its data set must not be changed afterwards; the file may be closed.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async ValueTask<PresentationState> LoadAsync(DicomFile file, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var bulk = new BulkReader();
        DicomDataset dataset = file.Dataset;
        bool isBigEndian = file.TransferSyntax.IsBigEndian;
        await bulk.FetchAsync(dataset, [.. PaletteReader.DataTags, .. OverlayPlane.DataTags(dataset)], isBigEndian, ct).ConfigureAwait(false);
        foreach (DicomDataset item in AdvancedBlending.Palettes(dataset)) await bulk.FetchAsync(item, PaletteReader.DataTags, isBigEndian, ct).ConfigureAwait(false);
        foreach (DicomDataset item in Tables(dataset)) await bulk.FetchAsync(item, [DicomTag.LUTData], isBigEndian, ct).ConfigureAwait(false);
        return new PresentationState(dataset, bulk);
    }

    /// <summary>The state in a data set that is in memory.</summary>
    public static PresentationState Read(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new PresentationState(dataset, new BulkReader());
    }

    /// <summary>Whether the state is about a frame: Referenced Series Sequence (PS3.3 §C.11.11).</summary>
    /// <param name="instance">The image.</param>
    /// <param name="frame">From 0.</param>
    public bool AppliesTo(DicomUid instance, int frame = 0) => NamesIn(_dataset, instance, frame)
        || (_dataset.GetSequence(DicomTag.BlendingSequence) ?? []).Any(item => NamesIn(item, instance, frame));

    /// <summary>As <see cref="AppliesTo(DicomUid, int)"/>, and whether an advanced blending state has the image as an input, by its series where it names no images.</summary>
    /// <param name="source">The image and the frame.</param>
    public bool AppliesTo(FrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return AppliesTo(source.Dataset.GetUid(DicomTag.SOPInstanceUID) ?? default, source.Frame) || Advanced?.Inputs.Any(input => input.Names(source)) == true;
    }

    /// <summary>Whether an advanced blending state takes the geometry of the picture from this image: Geometry for Display (0070,1B08).</summary>
    /// <param name="source">The image and the frame.</param>
    public bool GivesGeometry(FrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Advanced?.Inputs.Any(input => input.GivesGeometry && input.Names(source)) == true;
    }

    /// <summary>Whether a blending state names a frame as one of the upper images.</summary>
    /// <param name="instance">The image.</param>
    /// <param name="frame">From 0.</param>
    public bool Superimposes(DicomUid instance, int frame = 0) => BlendingItem(isUpper: true) is { } item && NamesIn(item, instance, frame);

    // References that name a series without images mean all of it (PS3.3 §C.11.11): which series an image is of, its UID does not say.
    private static bool NamesIn(DicomDataset item, DicomUid instance, int frame) => (item.GetSequence(DicomTag.ReferencedSeriesSequence) ?? [])
        .Any(series => series.GetSequence(DicomTag.ReferencedImageSequence) is { } references && ImageReferences.Name(references, instance, frame));

    private DicomDataset? BlendingItem(bool isUpper) => (_dataset.GetSequence(DicomTag.BlendingSequence) ?? [])
        .FirstOrDefault(item => item.GetString(DicomTag.BlendingPosition) == (isUpper ? "SUPERIMPOSED" : "UNDERLYING"));

    /// <summary>What the state says about a frame.</summary>
    /// <param name="source">The image and the frame.</param>
    /// <param name="layout">The shape of its pixels.</param>
    /// <param name="image">What the image says of itself: overlays that the state activates are taken from here.</param>
    public PresentationView For(FrameSource source, PixelLayout layout, DisplayAttributes image)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(image);
        DicomUid instance = source.Dataset.GetUid(DicomTag.SOPInstanceUID) ?? default;
        int frame = source.Frame;
        // A blending state has grayscale stages for each of its two sets, and colours for the upper one.
        bool isUpper = IsBlending && Superimposes(instance, frame);
        DicomDataset scope = (IsBlending ? BlendingItem(isUpper) : null) ?? _dataset;
        bool hasModality = scope.Contains(DicomTag.RescaleSlope) || scope.Contains(DicomTag.ModalityLUTSequence);
        ModalityTransform? modality = hasModality ? DisplayAttributesReader.ReadModality(scope, _bulk, layout.IsSigned) : null;
        DicomDataset? voi = ItemFor(scope, DicomTag.SoftcopyVOILUTSequence, instance, frame);
        (IReadOnlyList<GraphicShape> shapes, IReadOnlyList<GraphicText> texts) = GraphicReader.Read(_dataset, instance, frame);
        IReadOnlyList<OverlayPlane> own = OverlayPlane.ReadAll(_dataset, _bulk, layout.BitsAllocated);
        int rotation = _dataset.GetInt32(DicomTag.ImageRotation) ?? 0;
        return new PresentationView
        {
            Modality = modality,
            Window = voi is null ? null : First(DisplayAttributesReader.ReadWindows(voi)),
            VoiTable = voi is null ? null : First(DisplayAttributesReader.ReadTables(voi, DicomTag.VOILUTSequence, _bulk, (modality ?? image.Modality).Intercept < 0 || layout.IsSigned)),
            PresentationTable = First(DisplayAttributesReader.ReadTables(_dataset, DicomTag.PresentationLUTSequence, _bulk, isSignedInput: false)),
            IsInverse = _dataset.GetString(DicomTag.PresentationLUTShape) == "INVERSE",
            Palette = IsBlending && !isUpper ? null : PaletteReader.Read(_dataset, _bulk, isSigned: false),
            // Overlays are not displayed where images are blended (PS3.3 §A.33.4.2, §A.33.7.3).
            Overlays = IsBlending || IsAdvancedBlending ? [] : [.. own.Concat(image.Overlays.Where(plane => own.All(mine => mine.Group != plane.Group))).Where(IsActive)],
            Shutter = DisplayShutter.Read(_dataset, own),
            Area = AreaOf(ItemFor(_dataset, DicomTag.DisplayedAreaSelectionSequence, instance, frame)),
            Rotation = rotation is 90 or 180 or 270 ? rotation : 0,
            FlipsHorizontally = _dataset.GetString(DicomTag.ImageHorizontalFlip) == "Y",
            Shapes = shapes,
            Texts = texts,
        };
    }

    // Overlays are drawn in the layer that activates them; without one they stay hidden (PS3.3 §C.11.7).
    private bool IsActive(OverlayPlane plane) => _dataset.GetString(new DicomTag(plane.Group, DicomTag.OverlayActivationLayer.Element)) is { Length: > 0 };

    private static DicomDataset? ItemFor(DicomDataset scope, DicomTag sequence, DicomUid instance, int frame) =>
        (scope.GetSequence(sequence) ?? []).FirstOrDefault(item => ImageReferences.Cover(item, instance, frame));

    // The corners are those after rotation and flip, in columns and rows from 1 before them (PS3.3 §C.10.4).
    private static DisplayedArea? AreaOf(DicomDataset? item)
    {
        if (item is null || item.GetInt32(DicomTag.DisplayedAreaTopLeftHandCorner) is not { } x1 || item.GetInt32(DicomTag.DisplayedAreaTopLeftHandCorner, 1) is not { } y1
            || item.GetInt32(DicomTag.DisplayedAreaBottomRightHandCorner) is not { } x2 || item.GetInt32(DicomTag.DisplayedAreaBottomRightHandCorner, 1) is not { } y2) return null;
        const int far = 1 << 20;
        (x1, y1, x2, y2) = (Math.Clamp(x1, -far, far), Math.Clamp(y1, -far, far), Math.Clamp(x2, -far, far), Math.Clamp(y2, -far, far));
        double? aspect = item.GetDouble(DicomTag.PresentationPixelSpacing) is > 0 and var row && item.GetDouble(DicomTag.PresentationPixelSpacing, 1) is > 0 and var column ? row / column
            : item.GetDouble(DicomTag.PresentationPixelAspectRatio) is > 0 and var vertical && item.GetDouble(DicomTag.PresentationPixelAspectRatio, 1) is > 0 and var horizontal ? vertical / horizontal : null;
        return new DisplayedArea(Math.Min(x1, x2) - 1, Math.Min(y1, y2) - 1, Math.Abs(x2 - x1) + 1, Math.Abs(y2 - y1) + 1)
        {
            PixelAspect = aspect is >= 0.01 and <= 100 ? aspect : null,
            Magnification = item.GetString(DicomTag.PresentationSizeMode) == "MAGNIFY" && item.GetDouble(DicomTag.PresentationPixelMagnificationRatio) is > 0 and <= 1000 and var ratio ? ratio : null,
        };
    }

    private static IEnumerable<DicomDataset> Tables(DicomDataset dataset) =>
        (dataset.GetSequence(DicomTag.BlendingSequence) ?? []).Concat(dataset.GetSequence(DicomTag.AdvancedBlendingSequence) ?? []).Concat([dataset]).SelectMany(TablesOf);

    private static IEnumerable<DicomDataset> TablesOf(DicomDataset dataset) =>
        new[] { DicomTag.ModalityLUTSequence, DicomTag.PresentationLUTSequence }.SelectMany(tag => dataset.GetSequence(tag) ?? [])
            .Concat((dataset.GetSequence(DicomTag.SoftcopyVOILUTSequence) ?? []).SelectMany(static item => item.GetSequence(DicomTag.VOILUTSequence) ?? []));

    private static T? First<T>(IReadOnlyList<T> items) where T : class => items.Count > 0 ? items[0] : null;
}
