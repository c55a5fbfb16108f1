namespace Pacs.Core;

/// <summary>A reference to an instance (value type COMPOSITE); <see cref="ImageItem"/> and <see cref="WaveformItem"/> say more about theirs.</summary>
/// <param name="name">What the instance is here; null for nothing.</param>
/// <param name="reference">The instance; study and series are written to the document's evidence.</param>
public class CompositeItem(CodedConcept? name, InstanceReference reference) : ContentItem(name)
{
    /// <summary>The instance. Study and series are empty where a document that was read has no evidence of it.</summary>
    public InstanceReference Reference { get; } = reference;

    /// <inheritdoc/>
    public override string ValueType => "COMPOSITE";

    internal sealed override void WriteValue(DicomDataset item)
    {
        DicomDataset sop = InstanceReference.SopItem(Reference.Instance);
        WriteDetails(sop);
        item.Set(DicomTag.ReferencedSOPSequence, new DicomSequence(sop));
    }

    /// <summary>Sets what a derived class knows, on the item of the Referenced SOP Sequence.</summary>
    private protected virtual void WriteDetails(DicomDataset sop)
    {
    }
}
