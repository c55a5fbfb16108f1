namespace Pacs.Core;

/// <summary>A unique identifier (value type UIDREF).</summary>
/// <param name="name">What the value is of.</param>
/// <param name="value">The identifier.</param>
public sealed class UidItem(CodedConcept? name, DicomUid value) : ContentItem(name)
{
    /// <summary>The identifier.</summary>
    public DicomUid Value { get; } = value;

    /// <inheritdoc/>
    public override string ValueType => "UIDREF";

    internal override void WriteValue(DicomDataset item) => item.Set(DicomTag.UID, Value);
}
