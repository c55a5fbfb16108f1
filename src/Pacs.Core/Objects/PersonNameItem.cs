namespace Pacs.Core;

/// <summary>A person (value type PNAME).</summary>
/// <param name="name">What the value is of.</param>
/// <param name="value">The name, as PN text.</param>
public sealed class PersonNameItem(CodedConcept? name, string value) : ContentItem(name)
{
    /// <summary>The name, as PN text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string ValueType => "PNAME";

    internal override void WriteValue(DicomDataset item) => item.Set(DicomTag.PersonName, Value);
}
