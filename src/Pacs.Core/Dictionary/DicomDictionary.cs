using System.Text;

namespace Pacs.Core;

/// <summary>The data dictionary: PS3.6 chapters 6 to 9 and PS3.7 Annex E, repeating groups included.</summary>
/// <remarks>The tables are part of the assembly image: no start-up cost, look-ups by hash, safe from any thread. Private elements: <see cref="PrivateDictionary"/>.</remarks>
public static class DicomDictionary
{
    private const int LongestKeyword = 128;
    private static DictionaryEntry?[]? _entries;

    /// <summary>The entry of a tag, or null when the standard has none: private elements, private creators and group lengths other than (0000,0000) and (0002,0000).</summary>
    /// <remarks>Entries are made on first use and kept.</remarks>
    public static DictionaryEntry? Find(DicomTag tag)
    {
        int index = IndexOf(tag.Value);
        return index < 0 ? null : Entry(index);
    }

    /// <summary>The VR an implicit VR stream means by a tag; allocates nothing.</summary>
    /// <param name="tag">Any tag.</param>
    /// <param name="vr">Where the standard leaves a choice, OW if it can be that (PS3.5 §A.1), else US; UL for group lengths, LO for private creators; UN when the result is false.</param>
    /// <returns>False for private elements, item delimiters and tags the standard does not know.</returns>
    public static bool TryGetVR(DicomTag tag, out DicomVR vr)
    {
        int index = IndexOf(tag.Value);
        if (index >= 0)
        {
            vr = (DicomVR)TableData.UInt16(ElementCodes.MainVRs, DictionaryData.VRs[index]);
            if (vr != DicomVR.None) return true;
        }
        else if (tag.IsGroupLength)
        {
            vr = DicomVR.UL; // PS3.5 §7.2
            return true;
        }
        else if (tag.IsPrivateCreator)
        {
            vr = DicomVR.LO; // PS3.5 §7.8.1
            return true;
        }

        vr = DicomVR.UN;
        return false;
    }

    /// <summary>The tag with that keyword, to the letter and case. Of a repeating element the first tag of the series.</summary>
    public static bool TryFindKeyword(ReadOnlySpan<char> keyword, out DicomTag tag)
    {
        Span<byte> ascii = stackalloc byte[LongestKeyword];
        if (!keyword.IsEmpty && TextTable.TryToAscii(keyword, ascii, out int length))
        {
            ReadOnlySpan<byte> word = ascii[..length];
            int index;
            for (int slot = (int)(TableHash.OfText(word) % DictionaryData.Slots); (index = TableData.Slot(DictionaryData.KeywordSlots, slot)) >= 0; slot = (slot + 1) % DictionaryData.Slots)
            {
                if (TextTable.StartsWithWord(TextTable.Line(DictionaryData.Text, DictionaryData.TextOffsets, index), word))
                {
                    tag = FirstTag(index);
                    return true;
                }
            }
        }

        tag = default;
        return false;
    }

    /// <summary>All entries in order of tag, repeating elements last.</summary>
    public static IEnumerable<DictionaryEntry> Entries => Enumerable.Range(0, DictionaryData.Count).Select(Entry);

    private static int IndexOf(uint tag)
    {
        int index;
        for (int slot = TableHash.OfTag(tag, DictionaryData.Multiplier, DictionaryData.Slots); (index = TableData.Slot(DictionaryData.TagSlots, slot)) >= 0; slot = (slot + 1) % DictionaryData.Slots)
        {
            if (TableData.UInt32(DictionaryData.Tags, index) == tag) return index;
        }

        uint mask = RepeatingMask(tag);
        return mask == 0 ? -1 : IndexOfRepeating(tag & mask);
    }

    /// <summary>The digits that count in the group or element series a tag may belong to (PS3.5 §7.6, PS3.6 chapter 6); 0 when it is in none.</summary>
    private static uint RepeatingMask(uint tag)
    {
        if ((tag & 0x0001_0000) != 0) return 0; // odd groups are private
        return (tag >> 24) switch
        {
            0x50 or 0x60 or 0x7F => 0xFF00_FFFF,
            0x00 when (tag & 0xFFFF_FF00) == 0x0020_3100 => 0xFFFF_FF00,
            0x00 when (tag & 0xFFFF_F300) == 0x0028_0000 => 0xFFFF_FF0F, // (0028,04x0) to (0028,08x8)
            0x10 when tag >> 16 == 0x1000 => 0xFFFF_000F,
            0x10 when tag >> 16 == 0x1010 && (tag & 0xFFFF) != 0 => 0xFFFF_0000, // (1010,0000) is a group length
            _ => 0,
        };
    }

    private static int IndexOfRepeating(uint masked)
    {
        int index;
        for (int slot = TableHash.OfTag(masked, DictionaryData.Multiplier, DictionaryData.RepeatingSlots); (index = TableData.Slot(DictionaryData.RepeatingTagSlots, slot)) >= 0; slot = (slot + 1) % DictionaryData.RepeatingSlots)
        {
            index += DictionaryData.Plain;
            if (TableData.UInt32(DictionaryData.Tags, index) == masked) return index;
        }

        return -1;
    }

    private static DicomTag FirstTag(int index) =>
        new(index < DictionaryData.Plain ? TableData.UInt32(DictionaryData.Tags, index) : TableData.UInt32(DictionaryData.RepeatingFirstTags, index - DictionaryData.Plain));

    private static DictionaryEntry Entry(int index)
    {
        DictionaryEntry?[] entries = Volatile.Read(ref _entries) ?? Interlocked.CompareExchange(ref _entries, new DictionaryEntry?[DictionaryData.Count], null) ?? _entries!;
        return Volatile.Read(ref entries[index]) ?? Interlocked.CompareExchange(ref entries[index], Make(index), null) ?? entries[index]!;
    }

    private static DictionaryEntry Make(int index)
    {
        ReadOnlySpan<byte> keyword = TextTable.Word(TextTable.Line(DictionaryData.Text, DictionaryData.TextOffsets, index), out ReadOnlySpan<byte> name);
        byte multiplicity = DictionaryData.Multiplicities[index];
        uint mask = index < DictionaryData.Plain ? uint.MaxValue : TableData.UInt32(DictionaryData.RepeatingMasks, index - DictionaryData.Plain);
        return new DictionaryEntry(
            FirstTag(index), mask, Encoding.UTF8.GetString(keyword), Encoding.UTF8.GetString(name),
            DictionaryData.VRs[index], multiplicity & 0x7F, (multiplicity & 0x80) != 0, privateCreator: null);
    }
}
