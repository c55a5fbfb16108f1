namespace Pacs.Core;

/// <summary>A time of day (value type TIME).</summary>
/// <param name="name">What the value is of.</param>
/// <param name="value">The time, as TM text.</param>
public sealed class TimeItem(CodedConcept? name, string value) : ContentItem(name)
{
    /// <summary>The time, as TM text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string ValueType => "TIME";

    internal override void WriteValue(DicomDataset item) => item.Set(DicomTag.Time, Value);
}
