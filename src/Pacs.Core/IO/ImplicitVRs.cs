namespace Pacs.Core;

/// <summary>VRs that an implicit VR data set means and the tag alone does not tell: those of private elements, and US or SS by Pixel Representation.</summary>
internal static class ImplicitVRs
{
    /// <summary>Gives slots with the right VR to the elements that need it.</summary>
    public static void Resolve(ref ElementTable table, DicomDataset? parent, DicomReadOptions options)
    {
        bool? isSigned = null;
        for (int i = 0; i < table.Count; i++)
        {
            DicomTag tag = table.TagAt(i);
            if (tag.IsPrivate)
            {
                if (tag.Element < 0x1000 || CreatorBytes(in table, tag) is not { IsEmpty: false } creator || !options.PrivateDictionary.TryGetVR(creator.Span, tag, out DicomVR known)) continue;
                ElementSlot element = table[i];
                if (element.VR == DicomVR.UN && !element.IsUndefinedLength) table.Update(i, element with { VR = known });
            }
            else if (ElementScanner.VROf(tag) == DicomVR.US && tag != DicomTag.PixelRepresentation && DicomDictionary.Find(tag)!.Allows(DicomVR.SS))
            {
                // PS3.3 §C.7.6.3.1: US or SS as the pixels are unsigned or signed.
                isSigned ??= IsSigned(in table) ?? InheritedIsSigned(parent);
                if (isSigned.Value) table.Update(i, table[i] with { VR = DicomVR.SS });
            }
        }
    }

    private static ReadOnlyMemory<byte> CreatorBytes(in ElementTable table, DicomTag tag) =>
        table.IndexOf(DicomPrivateBlocks.CreatorOf(tag)) is >= 0 and int index && table[index] is { IsFromSource: true, IsUndefinedLength: false, Value: null } creator
            ? table.Source.Slice(creator.ValueOffset, (int)creator.Length) : default;

    private static bool? IsSigned(in ElementTable table) =>
        table.IndexOf(DicomTag.PixelRepresentation) is >= 0 and int index && table[index] is { IsFromSource: true, Length: >= 2, Value: null } representation
            ? table.Source.Span[representation.ValueOffset + (table.Encoding.IsBigEndian ? 1 : 0)] == 1 : null;

    private static bool InheritedIsSigned(DicomDataset? parent)
    {
        for (DicomDataset? at = parent; at is not null; at = at.Parent)
            if (at.GetUInt16(DicomTag.PixelRepresentation) is { } representation) return representation == 1;
        return false;
    }
}
