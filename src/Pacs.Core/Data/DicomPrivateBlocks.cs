namespace Pacs.Core;

/// <summary>Private blocks of a data set: which creator reserved what (PS3.5 §7.8.1). Each item of a sequence has blocks of its own.</summary>
public static class DicomPrivateBlocks
{
    private const int FirstBlock = 0x10, LastBlock = 0xFF;

    /// <summary>The creator that reserved the block of a private element, without padding; null when nobody did, or the tag is not private.</summary>
    public static string? GetPrivateCreator(this DicomDataset dataset, DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return tag.IsPrivate && tag.Element >= FirstBlock << 8 && dataset.GetString(CreatorOf(tag)) is { } creator ? creator.Trim(' ') : null;
    }

    /// <summary>Where a private element stands, or would stand; null when its creator has no block in the group. Of several blocks with one creator, the first that holds the element, else the first.</summary>
    public static DicomTag? FindTag(this DicomDataset dataset, DicomPrivateTag tag)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DicomTag? found = null;
        foreach (byte block in Blocks(dataset, tag.Group))
        {
            if (dataset.GetPrivateCreator(tag.InBlock(block)) != tag.Creator) continue;
            if (dataset.Contains(tag.InBlock(block))) return tag.InBlock(block);
            found ??= tag.InBlock(block);
        }

        return found;
    }

    /// <summary>Where a private element stands; its creator gets the first free block of the group when it has none.</summary>
    /// <exception cref="ArgumentException">The group is even, or the creator is no LO value.</exception>
    /// <exception cref="DicomDataException">All 240 blocks of the group are taken.</exception>
    public static DicomTag ReserveTag(this DicomDataset dataset, DicomPrivateTag tag)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if ((tag.Group & 1) == 0) throw new ArgumentException($"Group {tag.Group:X4} is not private: it is even.", nameof(tag));
        if (string.IsNullOrWhiteSpace(tag.Creator) || tag.Creator.Length > 64 || tag.Creator.Contains('\\', StringComparison.Ordinal))
            throw new ArgumentException("A private creator has 1 to 64 characters and no backslash (PS3.5 §7.8.1).", nameof(tag));
        if (dataset.FindTag(tag) is { } found) return found;
        for (int block = FirstBlock; block <= LastBlock; block++)
        {
            // A block without creator may still hold elements of somebody who forgot to reserve it.
            DicomTag creator = new(tag.Group, (ushort)block);
            if (dataset.Contains(creator) || dataset.HasAny(tag.InBlock((byte)block).Value & 0xFFFF_FF00, 0x100)) continue;
            dataset.Set(creator, DicomVR.LO, tag.Creator);
            return tag.InBlock((byte)block);
        }

        throw new DicomDataException("All 240 private blocks of the group are taken.", new DicomTag(tag.Group, FirstBlock));
    }

    /// <summary>Removes every private element, private creators included, also in the items of sequences.</summary>
    public static void RemovePrivate(this DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (DicomTag tag in (DicomTag[])[.. dataset.Select(static element => element.Tag)])
        {
            if (tag.IsPrivate) dataset.Remove(tag);
            else if (dataset.GetSequence(tag) is { } sequence)
                foreach (DicomDataset item in sequence) item.RemovePrivate();
        }
    }

    internal static DicomTag CreatorOf(DicomTag tag) => new(tag.Group, (ushort)(tag.Element >> 8));

    private static IEnumerable<byte> Blocks(DicomDataset dataset, ushort group)
    {
        for (int block = FirstBlock; block <= LastBlock; block++)
            if (dataset.Contains(new DicomTag(group, (ushort)block))) yield return (byte)block;
    }
}
