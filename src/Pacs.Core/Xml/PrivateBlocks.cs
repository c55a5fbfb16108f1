namespace Pacs.Core;

/// <summary>Gives private elements of a document, which name their creator but no block, a block in the data set (PS3.5 §7.8.1, PS3.19 §A.1.5).</summary>
internal static class PrivateBlocks
{
    private const int First = 0x10, Last = 0xFF;

    /// <summary>The tag in the data set: in the block of its creator, which is reserved when it has none yet. As it is when it has no creator, or no block is free.</summary>
    public static DicomTag Resolve(DicomDataset dataset, DicomTag tag, string? creator)
    {
        if (!tag.IsPrivate || string.IsNullOrWhiteSpace(creator) || tag.Element is > Last and < 0x1000) return tag;
        int? stated = tag.Element > Last ? tag.Element >> 8 : null;
        int free = 0;
        for (int block = stated ?? First; block <= (stated ?? Last); block++)
        {
            if (!dataset.TryGet(new DicomTag(tag.Group, (ushort)block), out DicomElement element))
            {
                if (free == 0) free = block;
                continue;
            }

            if (element.GetString() == creator) return InBlock(tag, block);
        }

        if (free == 0) return tag;
        dataset.Set(new DicomTag(tag.Group, (ushort)free), DicomVR.LO, creator);
        return InBlock(tag, free);
    }

    private static DicomTag InBlock(DicomTag tag, int block) => new(tag.Group, (ushort)(block << 8 | tag.Element & 0xFF));
}
