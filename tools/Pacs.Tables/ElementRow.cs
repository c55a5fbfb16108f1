using System.Globalization;

namespace Pacs.Tables;

/// <summary>A data element of PS3.6, or a repeating one: then <see cref="Mask"/> has zeros where the tag may have any digit, and the tag is the first of the series.</summary>
internal sealed record ElementRow(uint Tag, uint Mask, string Keyword, string Name, string[] VRs, string VM, bool IsRetired)
{
    public bool IsRepeating => Mask != uint.MaxValue;

    /// <summary>The tag with zeros where it may have any digit.</summary>
    public uint MaskedTag => Tag & Mask;

    /// <summary>How the standard writes the tag, with x for any digit.</summary>
    public string TagText
    {
        get
        {
            char[] digits = [.. Tag.ToString("X8", CultureInfo.InvariantCulture)];
            for (int i = 0; i < 8; i++)
                if ((Mask >> (28 - 4 * i) & 0xF) == 0)
                    digits[i] = 'x';
            return $"({new string(digits, 0, 4)},{new string(digits, 4, 4)})";
        }
    }

    /// <summary>Plain elements in tag order, then repeating ones in the order of their fixed digits. Elements that the standard left blank when it retired them are not there.</summary>
    public static IReadOnlyList<ElementRow> ReadAll(string folder)
    {
        ElementRow[] plain = [.. Tsv.Read(folder, "data-elements.tsv")
            .Where(r => r("standard") == "DICOM" && r("keyword").Length > 0)
            .Select(r => new ElementRow(Hex(r("tag").Replace(",", "", StringComparison.Ordinal)), uint.MaxValue, r("keyword"), r("name"), SplitVR(r("vr")), r("vm"), r("retired") == "Y"))];

        // Where other elements start like a series, some editions list its first tag as an element of its own.
        var firstTags = plain.ToDictionary(r => r.Keyword, r => r.Tag);
        ElementRow[] repeating = [.. Tsv.Read(folder, "repeating-elements.tsv").Select(r =>
        {
            string tag = r("group_mask") + r("element_mask");
            uint mask = Hex(string.Concat(tag.Select(c => c == 'x' ? '0' : 'F')));
            uint first = firstTags.GetValueOrDefault(r("keyword"), Hex(tag.Replace('x', '0')));
            return new ElementRow(first, mask, r("keyword"), r("name"), SplitVR(r("vr")), r("vm"), r("retired") == "Y");
        })];
        return [.. plain.ExceptBy(repeating.Select(r => r.Keyword), r => r.Keyword).OrderBy(r => r.Tag), .. repeating.OrderBy(r => r.MaskedTag)];
    }

    private static string[] SplitVR(string text) => text == "NONE" ? ["None"] : text.Split(" or ");

    private static uint Hex(string digits) => uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
