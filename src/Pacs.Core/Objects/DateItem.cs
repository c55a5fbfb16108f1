namespace Pacs.Core;

/// <summary>A date (value type DATE).</summary>
/// <param name="name">What the value is of.</param>
/// <param name="value">The date, as DA text.</param>
public sealed class DateItem(CodedConcept? name, string value) : ContentItem(name)
{
    /// <summary>The date, as DA text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string ValueType => "DATE";

    internal override void WriteValue(DicomDataset item) => item.Set(DicomTag.Date, Value);
}
