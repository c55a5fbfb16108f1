using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>What holds for one frame: its functional groups, per-frame before shared before the data set itself (PS3.3 §C.7.6.16).</summary>
/// <remarks>
/// Classic objects have no functional groups and keep the same attributes at the top level, so callers ask the same questions of both:
/// <c>FrameAttributes.Of(dataset, frame).PixelMeasures.GetDoubles(DicomTag.PixelSpacing)</c>. Views, not copies; as thread-safe as the data set.
/// </remarks>
public sealed class FrameAttributes
{
    private readonly DicomDataset? _perFrame;
    private readonly DicomDataset? _shared;

    private FrameAttributes(DicomDataset dataset, int frame, DicomDataset? perFrame, DicomDataset? shared) =>
        (Dataset, Frame, _perFrame, _shared) = (dataset, frame, perFrame, shared);

    /// <summary>The data set.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>Which frame, from 0.</summary>
    public int Frame { get; }

    /// <summary>Whether the object has functional groups, so that its geometry may differ from frame to frame.</summary>
    public bool IsEnhanced => _perFrame is not null || _shared is not null;

    /// <summary>Pixel Spacing, Slice Thickness, Spacing Between Slices (PS3.3 §C.7.6.16.2.1).</summary>
    public DicomDataset PixelMeasures => GroupOrTop(DicomTag.PixelMeasuresSequence);

    /// <summary>Image Position (Patient) (PS3.3 §C.7.6.16.2.3).</summary>
    public DicomDataset PlanePosition => GroupOrTop(DicomTag.PlanePositionSequence);

    /// <summary>Image Orientation (Patient) (PS3.3 §C.7.6.16.2.4).</summary>
    public DicomDataset PlaneOrientation => GroupOrTop(DicomTag.PlaneOrientationSequence);

    /// <summary>Rescale Intercept, Slope, Type (PS3.3 §C.7.6.16.2.9).</summary>
    public DicomDataset PixelValueTransformation => GroupOrTop(DicomTag.PixelValueTransformationSequence);

    /// <summary>Window Center, Width, their function and explanation, VOI LUTs (PS3.3 §C.7.6.16.2.10).</summary>
    public DicomDataset FrameVoiLut => GroupOrTop(DicomTag.FrameVOILUTSequence);

    /// <summary>Frame Type, acquisition times and numbers (PS3.3 §C.7.6.16.2.2).</summary>
    public DicomDataset FrameContent => GroupOrTop(DicomTag.FrameContentSequence);

    /// <summary>The mappings to real world values, one item a quantity; empty when there are none (PS3.3 §C.7.6.16.2.11).</summary>
    public IReadOnlyList<DicomDataset> RealWorldValueMappings => Items(DicomTag.RealWorldValueMappingSequence);

    /// <summary>The view of a frame. Frames beyond those that have an item see the shared groups and the data set.</summary>
    /// <param name="dataset">The image.</param>
    /// <param name="frame">From 0.</param>
    public static FrameAttributes Of(DicomDataset dataset, int frame = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        DicomSequence? perFrame = dataset.GetSequence(DicomTag.PerFrameFunctionalGroupsSequence);
        DicomSequence? shared = dataset.GetSequence(DicomTag.SharedFunctionalGroupsSequence);
        return new FrameAttributes(dataset, frame, perFrame?.Count > frame ? perFrame[frame] : null, shared?.Count > 0 ? shared[0] : null);
    }

    /// <summary>The first item of a functional group's sequence that holds for this frame; null when there is none.</summary>
    /// <param name="sequence">The sequence of the functional group macro, such as Segment Identification Sequence.</param>
    public DicomDataset? Group(DicomTag sequence) => Items(sequence) is [var first, ..] ? first : null;

    /// <summary>All items of a sequence that hold for this frame: those per frame, else the shared ones, else those of the data set.</summary>
    public IReadOnlyList<DicomDataset> Items(DicomTag sequence)
    {
        foreach (DicomDataset? place in (ReadOnlySpan<DicomDataset?>)[_perFrame, _shared, Dataset])
            if (place?.GetSequence(sequence) is { Count: > 0 } items) return items;
        return [];
    }

    private DicomDataset GroupOrTop(DicomTag sequence) => Group(sequence) ?? Dataset;
}
