using System.Collections.Frozen;
using System.Text;

namespace Pacs.Core;

/// <summary>Private elements by private creator (PS3.5 §7.8.1): those that are publicly known, and those that a user adds.</summary>
/// <remarks>
/// Immutable; safe from any thread. The known ones are kept as <see cref="DicomDictionary"/> is: in the assembly image, without start-up cost.
/// Reading uses the dictionary of <see cref="DicomReadOptions.PrivateDictionary"/>.
/// </remarks>
/// <example><c>new DicomReadOptions { PrivateDictionary = PrivateDictionary.Default.With(DictionaryEntry.Private("ACME 1.0", 0x0029, 0x10, "Dose", DicomVR.DS)) }</c></example>
public sealed class PrivateDictionary
{
    private const int LongestCreator = 64; // LO
    private readonly FrozenDictionary<DicomPrivateTag, DictionaryEntry> _added;

    private PrivateDictionary(FrozenDictionary<DicomPrivateTag, DictionaryEntry> added) => _added = added;

    /// <summary>The elements that are publicly known.</summary>
    public static PrivateDictionary Default { get; } = new(FrozenDictionary<DicomPrivateTag, DictionaryEntry>.Empty);

    /// <summary>A dictionary that has these entries too; they go before those it has.</summary>
    /// <exception cref="ArgumentException">An entry has no private creator.</exception>
    public PrivateDictionary With(params IEnumerable<DictionaryEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var added = new Dictionary<DicomPrivateTag, DictionaryEntry>(_added);
        foreach (DictionaryEntry entry in entries)
        {
            if (entry.PrivateCreator is not { } creator) throw new ArgumentException($"{entry} has no private creator.", nameof(entries));
            added[new DicomPrivateTag(creator, entry.Tag.Group, (byte)entry.Tag.Element)] = entry;
        }

        return new PrivateDictionary(added.ToFrozenDictionary());
    }

    /// <summary>The entry of a private element, or null when unknown.</summary>
    /// <param name="tag">Creator, group and element.</param>
    public DictionaryEntry? Find(DicomPrivateTag tag) => Find(tag.Creator, tag.InBlock(0x10));

    /// <summary>The entry of a private element, or null when unknown.</summary>
    /// <param name="creator">Value of the private creator element that reserves the tag's block, padding or not.</param>
    /// <param name="tag">The tag as it stands in the data set, in whatever block.</param>
    public DictionaryEntry? Find(string creator, DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(creator);
        if (_added.Count > 0 && tag.Element >= 0x1000 && _added.TryGetValue(new DicomPrivateTag(creator.Trim(' ', '\0'), tag.Group, (byte)tag.Element), out DictionaryEntry? added)) return added;
        Span<byte> ascii = stackalloc byte[LongestCreator];
        return TextTable.TryToAscii(creator, ascii, out int length) && IndexOf(ascii[..length], tag) is >= 0 and var index ? Make(index) : null;
    }

    /// <summary>The VR of a private element; allocates nothing for those that are publicly known.</summary>
    /// <param name="creator">Bytes of the private creator element, padding or not.</param>
    /// <param name="tag">The tag as it stands in the data set, in whatever block.</param>
    /// <param name="vr">The VR; UN when the result is false.</param>
    public bool TryGetVR(ReadOnlySpan<byte> creator, DicomTag tag, out DicomVR vr)
    {
        if (_added.Count > 0 && Find(Encoding.Latin1.GetString(creator), tag) is { } entry)
        {
            vr = entry.VR;
            return true;
        }

        int index = IndexOf(creator, tag);
        vr = index < 0 ? DicomVR.UN : (DicomVR)TableData.UInt16(ElementCodes.MainVRs, PrivateData.VRs[index]);
        return index >= 0;
    }

    /// <summary>All entries: those added, then those publicly known in order of creator, group and element.</summary>
    public IEnumerable<DictionaryEntry> Entries => _added.Values.Concat(Enumerable.Range(0, PrivateData.Count).Select(Make));

    private static int IndexOf(ReadOnlySpan<byte> creator, DicomTag tag)
    {
        if (!tag.IsPrivate || tag.Element < 0x1000) return -1;
        int number = IndexOfCreator(DicomUid.WithoutPadding(creator).TrimStart((byte)' '));
        if (number < 0) return -1;
        uint key = (uint)number << 24 | (uint)tag.Group << 8 | (byte)tag.Element;
        int index = IndexOfKey(key);
        if (index >= 0) return index;

        // Overlay-like groups: listed once, for the first odd group with that high byte.
        index = IndexOfKey(key & 0xFFFF_00FF | 0x0000_0100);
        return index >= 0 && PrivateData.EachOddGroup[index] != 0 ? index : -1;
    }

    private static int IndexOfKey(uint key)
    {
        int index;
        for (int slot = TableHash.OfTag(key, PrivateData.Multiplier, PrivateData.Slots); (index = TableData.Slot(PrivateData.KeySlots, slot)) >= 0; slot = (slot + 1) % PrivateData.Slots)
        {
            if (TableData.UInt32(PrivateData.Keys, index) == key) return index;
        }

        return -1;
    }

    private static int IndexOfCreator(ReadOnlySpan<byte> creator)
    {
        int index;
        for (int slot = (int)(TableHash.OfText(creator) % PrivateData.CreatorSlots); (index = TableData.Slot(PrivateData.CreatorHashSlots, slot)) >= 0; slot = (slot + 1) % PrivateData.CreatorSlots)
        {
            if (TextTable.Line(PrivateData.Creators, PrivateData.CreatorOffsets, index).SequenceEqual(creator)) return index;
        }

        return -1;
    }

    private static DictionaryEntry Make(int index)
    {
        uint key = TableData.UInt32(PrivateData.Keys, index);
        string keyword = Encoding.UTF8.GetString(TextTable.Line(PrivateData.Text, PrivateData.TextOffsets, index));
        string creator = Encoding.UTF8.GetString(TextTable.Line(PrivateData.Creators, PrivateData.CreatorOffsets, (int)(key >> 24)));
        return new DictionaryEntry(
            new DicomTag((key & 0x00FF_FF00) << 8 | 0x1000 | key & 0xFF), PrivateData.EachOddGroup[index] != 0 ? 0xFF01_00FF : 0xFFFF_00FF,
            keyword, keyword, PrivateData.VRs[index], PrivateData.Multiplicities[index], isRetired: false, creator);
    }
}
