using System.Text;

namespace Pacs.Core;

/// <summary>The registry of DICOM unique identifiers (PS3.6 Annex A).</summary>
/// <remarks>The table is part of the assembly image: no start-up cost, look-ups by hash, safe from any thread.</remarks>
public static class DicomUidRegistry
{
    private const int LongestUid = 64;
    private const int LongestKeyword = 128;
    private static readonly string?[] Texts = new string?[UidData.Count];

    private static ReadOnlySpan<byte> Root => "1.2.840.10008."u8;

    /// <summary>The entry of a UID, or null when it is not registered.</summary>
    public static DicomUidEntry? Find(DicomUid uid) => IndexOf(uid.Value) is >= 0 and var index ? Entry(index) : null;

    /// <summary>The UID with that keyword, to the letter and case.</summary>
    public static bool TryFindKeyword(ReadOnlySpan<char> keyword, out DicomUid uid)
    {
        Span<byte> ascii = stackalloc byte[LongestKeyword];
        if (!keyword.IsEmpty && TextTable.TryToAscii(keyword, ascii, out int length))
        {
            ReadOnlySpan<byte> word = ascii[..length];
            int index;
            for (int slot = (int)(TableHash.OfText(word) % UidData.Slots); (index = TableData.Slot(UidData.KeywordSlots, slot)) >= 0; slot = (slot + 1) % UidData.Slots)
            {
                TextTable.Word(TextTable.Line(UidData.Text, UidData.TextOffsets, index), out ReadOnlySpan<byte> rest);
                if (TextTable.StartsWithWord(rest, word))
                {
                    uid = DicomUid.FromTrimmed(Text(index));
                    return true;
                }
            }
        }

        uid = default;
        return false;
    }

    /// <summary>All entries in ordinal order of the UID.</summary>
    public static IEnumerable<DicomUidEntry> Entries => Enumerable.Range(0, UidData.Count).Select(Entry);

    internal static string? FindKeyword(string uid)
    {
        int index = IndexOf(uid);
        if (index < 0) return null;
        TextTable.Word(TextTable.Line(UidData.Text, UidData.TextOffsets, index), out ReadOnlySpan<byte> rest);
        return Encoding.ASCII.GetString(TextTable.Word(rest, out _));
    }

    /// <summary>The number of a registered UID, or -1.</summary>
    internal static int IndexOf(ReadOnlySpan<char> uid)
    {
        Span<byte> ascii = stackalloc byte[LongestUid];
        return TextTable.TryToAscii(uid, ascii, out int length) ? IndexOf(ascii[..length]) : -1;
    }

    /// <inheritdoc cref="IndexOf(ReadOnlySpan{char})"/>
    internal static int IndexOf(ReadOnlySpan<byte> uid)
    {
        // Instance UIDs, the common case, leave here: all that is registered stands below one root.
        if (!uid.StartsWith(Root)) return -1;
        int index;
        for (int slot = (int)(TableHash.OfUid(uid) % UidData.Slots); (index = TableData.Slot(UidData.UidSlots, slot)) >= 0; slot = (slot + 1) % UidData.Slots)
        {
            if (TextTable.StartsWithWord(TextTable.Line(UidData.Text, UidData.TextOffsets, index), uid)) return index;
        }

        return -1;
    }

    /// <summary>The one string used for a registered UID, the same object as the literal behind its constant.</summary>
    internal static string Text(int index) => Volatile.Read(ref Texts[index]) ?? MakeText(index);

    private static string MakeText(int index)
    {
        string text = string.Intern(Encoding.ASCII.GetString(TextTable.Word(TextTable.Line(UidData.Text, UidData.TextOffsets, index), out _)));
        Volatile.Write(ref Texts[index], text);
        return text;
    }

    private static DicomUidEntry Entry(int index)
    {
        TextTable.Word(TextTable.Line(UidData.Text, UidData.TextOffsets, index), out ReadOnlySpan<byte> rest);
        string keyword = Encoding.ASCII.GetString(TextTable.Word(rest, out ReadOnlySpan<byte> name));
        byte type = UidData.Types[index];
        return new DicomUidEntry(DicomUid.FromTrimmed(Text(index)), keyword, Encoding.UTF8.GetString(name), (DicomUidType)(type & 0x7F), (type & 0x80) != 0);
    }
}
