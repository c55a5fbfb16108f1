namespace Pacs.Core;

/// <summary>Brings elements of one data set into another.</summary>
public static class DicomMerging
{
    /// <summary>Copies elements of another data set into this one. Sequences are taken or left whole; text is encoded for this data set's character set when it is written.</summary>
    /// <param name="dataset">Gets the elements.</param>
    /// <param name="other">Gives them; stays as it is. Its group lengths and Specific Character Set are not taken.</param>
    /// <param name="policy">What to do with elements that both have.</param>
    /// <remarks>A private element goes to the block that its creator has here, or gets here; without a creator it is not taken, since nothing says what it means (PS3.5 §7.8.1).</remarks>
    /// <exception cref="DicomDataException">No private block is free.</exception>
    public static void Merge(this DicomDataset dataset, DicomDataset other, MergePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(other);
        foreach (DicomElement element in other)
        {
            DicomTag tag = element.Tag;
            if (tag.IsGroupLength || tag.IsPrivateCreator || tag == DicomTag.SpecificCharacterSet) continue;
            if (tag.IsPrivate)
            {
                if (other.GetPrivateCreator(tag) is not { } creator) continue;
                tag = dataset.ReserveTag(new DicomPrivateTag(creator, tag.Group, (byte)tag.Element));
            }

            bool isTaken = !dataset.TryGet(tag, out DicomElement existing)
                || policy == MergePolicy.Overwrite || (policy == MergePolicy.FillEmpty && existing.IsEmpty);
            if (isTaken) dataset.Set(tag, element);
        }
    }
}
