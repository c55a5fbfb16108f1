namespace Pacs.Core;

/// <summary>An item of a value type that this version does not know; kept as it is.</summary>
public sealed class UnknownItem : ContentItem
{
    internal UnknownItem(CodedConcept? name, DicomDataset item)
        : base(name) => Item = item;

    /// <summary>The whole item.</summary>
    public DicomDataset Item { get; }

    /// <inheritdoc/>
    public override string ValueType => Item.GetString(DicomTag.ValueType) ?? string.Empty;

    internal override void WriteValue(DicomDataset item)
    {
        foreach (DicomElement element in Item)
            if (element.Tag != DicomTag.ContentSequence && !item.Contains(element.Tag)) item.Set(element);
    }
}
