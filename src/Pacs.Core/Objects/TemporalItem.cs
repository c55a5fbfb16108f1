namespace Pacs.Core;

/// <summary>A moment or a span of a waveform or cine (value type TCOORD): what it is selected from is its child (PS3.3 §C.18.7).</summary>
/// <param name="name">What the moment is of; null for nothing.</param>
/// <param name="rangeType">POINT, MULTIPOINT, SEGMENT, MULTISEGMENT, BEGIN or END.</param>
public sealed class TemporalItem(CodedConcept? name, string rangeType) : ContentItem(name)
{
    /// <summary>POINT, MULTIPOINT, SEGMENT, MULTISEGMENT, BEGIN or END.</summary>
    public string RangeType { get; } = rangeType;

    /// <summary>Sample numbers, the first is 1. Exactly one of the three lists has entries.</summary>
    public IReadOnlyList<uint> SamplePositions { get; init; } = [];

    /// <summary>Offsets in seconds from the beginning of the acquisition.</summary>
    public IReadOnlyList<double> TimeOffsets { get; init; } = [];

    /// <summary>Moments, as DT text.</summary>
    public IReadOnlyList<string> DateTimes { get; init; } = [];

    /// <inheritdoc/>
    public override string ValueType => "TCOORD";

    internal override void WriteValue(DicomDataset item)
    {
        item.Set(DicomTag.TemporalRangeType, RangeType);
        if (SamplePositions.Count > 0) item.SetUInt32(DicomTag.ReferencedSamplePositions, [.. SamplePositions]);
        if (TimeOffsets.Count > 0) item.SetDouble(DicomTag.ReferencedTimeOffsets, [.. TimeOffsets]);
        if (DateTimes.Count > 0) item.Set(DicomTag.ReferencedDateTime, [.. DateTimes]);
    }

    internal static TemporalItem Read(DicomDataset item, CodedConcept? name) => new(name, item.GetString(DicomTag.TemporalRangeType) ?? string.Empty)
    {
        SamplePositions = [.. Enumerable.Range(0, item.ValueCount(DicomTag.ReferencedSamplePositions)).Select(i => item.GetUInt32(DicomTag.ReferencedSamplePositions, i) ?? 0)],
        TimeOffsets = item.GetDoubles(DicomTag.ReferencedTimeOffsets),
        DateTimes = item.GetStrings(DicomTag.ReferencedDateTime),
    };
}
