namespace Pacs.Core;

/// <summary>A date and time (value type DATETIME).</summary>
/// <param name="name">What the value is of.</param>
/// <param name="value">The moment, as DT text.</param>
public sealed class DateTimeItem(CodedConcept? name, string value) : ContentItem(name)
{
    /// <summary>The moment, as DT text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string ValueType => "DATETIME";

    internal override void WriteValue(DicomDataset item) => item.Set(DicomTag.DateTime, Value);
}
