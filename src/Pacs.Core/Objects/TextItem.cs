namespace Pacs.Core;

/// <summary>Free text (value type TEXT).</summary>
/// <param name="name">What the value is of.</param>
/// <param name="value">The text; of any length.</param>
public sealed class TextItem(CodedConcept? name, string value) : ContentItem(name)
{
    /// <summary>The text; of any length.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string ValueType => "TEXT";

    internal override void WriteValue(DicomDataset item) => item.Set(DicomTag.TextValue, Value);
}
