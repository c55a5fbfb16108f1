using System.Globalization;

namespace Pacs.Tables;

/// <summary>A private element: creator, group and the low byte of the element number (PS3.5 §7.8.1). <see cref="EachOddGroup"/>: the group and all odd ones that share its high byte.</summary>
internal sealed record PrivateRow(string Creator, ushort Group, byte Element, bool EachOddGroup, string Keyword, string[] VRs, string VM)
{
    /// <summary>In order of creator, group and element. Of rows for the same element the first counts.</summary>
    public static IReadOnlyList<PrivateRow> ReadAll(string folder) =>
    [
        .. Tsv.Read(folder, "private-elements.tsv")
            .Where(r => IsInOneBlock(r("element")))
            .Select(r => new PrivateRow(r("creator"), Hex(r("group")[..4]), (byte)Hex(r("element")[^2..]), r("group").Length > 4, r("keyword"), r("vr").Split(" or "), r("vm")))
            .DistinctBy(r => (r.Creator, r.Group, r.Element))
            .OrderBy(r => r.Creator, StringComparer.Ordinal).ThenBy(r => r.Group).ThenBy(r => r.Element),
    ];

    // A few old rows spell out the element of a fixed block; beyond the first block (10xx) they are no offset in the creator's block.
    private static bool IsInOneBlock(string element) => element.Length == 2 || element.StartsWith("10", StringComparison.Ordinal);

    private static ushort Hex(string digits) => ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
