using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pacs.Core;

/// <summary>A private element whatever block it stands in: its creator, group, and the low byte of its element number (PS3.5 §7.8.1).</summary>
/// <param name="Creator">Value of the private creator element that reserves the block, without padding; at most 64 characters, no backslash.</param>
/// <param name="Group">An odd group number.</param>
/// <param name="Element">The two digits that stay when the block changes: <c>0x10</c> of (0029,1010) and of (0029,1110).</param>
public readonly record struct DicomPrivateTag(string Creator, ushort Group, byte Element)
{
    /// <summary>Reads a private tag written as <c>(0029,xx10:SIEMENS CSA HEADER)</c>, with or without the parentheses.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomPrivateTag tag)
    {
        tag = default;
        text = text.Trim();
        if (text is ['(', .. var inner, ')']) text = inner;
        if (text.Length < 11 || text[4] != ',' || text[5] is not ('x' or 'X') || text[6] is not ('x' or 'X') || text[9] != ':') return false;
        if (!ushort.TryParse(text[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort group) || (group & 1) == 0) return false;
        if (!byte.TryParse(text[7..9], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte element)) return false;
        string creator = text[10..].Trim(" \0").ToString();
        if (creator.Length is 0 or > 64 || creator.Contains('\\', StringComparison.Ordinal)) return false;
        tag = new DicomPrivateTag(creator, group, element);
        return true;
    }

    /// <summary>Reads a private tag as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">The text is no private tag.</exception>
    public static DicomPrivateTag Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out DicomPrivateTag tag) ? tag : throw new FormatException($"'{text}' is no private tag (gggg,xxee:creator).");

    /// <summary>The element's tag in a block.</summary>
    /// <param name="block">Number of the block, 0x10 to 0xFF: the element number of its creator.</param>
    public DicomTag InBlock(byte block) => new(Group, (ushort)(block << 8 | Element));

    /// <summary>Written as <c>(0029,xx10:SIEMENS CSA HEADER)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Group:X4},xx{Element:X2}:{Creator})");
}
