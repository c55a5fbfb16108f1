using System.Globalization;

namespace Pacs.Core;

/// <summary>A reference to an image (value type IMAGE), or to frames or segments of it (PS3.3 §C.18.4).</summary>
/// <param name="name">What the image is here; null for nothing.</param>
/// <param name="reference">The image.</param>
public sealed class ImageItem(CodedConcept? name, InstanceReference reference) : CompositeItem(name, reference)
{
    /// <summary>Frame numbers, the first is 1; empty for all frames.</summary>
    public IReadOnlyList<int> FrameNumbers { get; init; } = [];

    /// <summary>Segment numbers of a segmentation; empty for all segments.</summary>
    public IReadOnlyList<int> SegmentNumbers { get; init; } = [];

    /// <summary>The presentation state to show the image with, or null.</summary>
    public InstanceReference? PresentationState { get; init; }

    /// <inheritdoc/>
    public override string ValueType => "IMAGE";

    private protected override void WriteDetails(DicomDataset sop)
    {
        if (FrameNumbers.Count > 0) sop.Set(DicomTag.ReferencedFrameNumber, string.Join('\\', FrameNumbers.Select(static number => number.ToString(CultureInfo.InvariantCulture))));
        if (SegmentNumbers.Count > 0) sop.SetUInt16(DicomTag.ReferencedSegmentNumber, [.. SegmentNumbers.Select(static number => checked((ushort)number))]);
        if (PresentationState is not null) sop.Set(DicomTag.ReferencedSOPSequence, new DicomSequence(InstanceReference.SopItem(PresentationState.Instance)));
    }

    internal static ImageItem Read(DicomDataset sop, CodedConcept? name, Func<InstanceId, InstanceReference> locate) => new(name, locate(InstanceReference.IdOf(sop)))
    {
        FrameNumbers = sop.GetInt32s(DicomTag.ReferencedFrameNumber),
        SegmentNumbers = sop.GetInt32s(DicomTag.ReferencedSegmentNumber),
        PresentationState = sop.GetSequence(DicomTag.ReferencedSOPSequence) is { Count: > 0 } state ? locate(InstanceReference.IdOf(state[0])) : null,
    };
}
