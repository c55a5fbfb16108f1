namespace Pacs.Core;

/// <summary>A coded value (value type CODE).</summary>
/// <param name="name">What the value is of.</param>
/// <param name="value">The code.</param>
public sealed class CodeItem(CodedConcept? name, CodedConcept value) : ContentItem(name)
{
    /// <summary>The code.</summary>
    public CodedConcept Value { get; } = value;

    /// <inheritdoc/>
    public override string ValueType => "CODE";

    internal override void WriteValue(DicomDataset item) => item.Set(DicomTag.ConceptCodeSequence, CodedConcept.Sequence(Value));
}
