using System.Collections.Frozen;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>An attribute as parameters name it: a keyword, eight hexadecimal digits, or a path of them through sequences, parted by periods (PS3.18 §8.3.4.1).</summary>
internal static class AttributePath
{
    private const int MaxDepth = 8;

    // A key that is passed over because of a capital letter would find everything.
    private static readonly Lazy<FrozenDictionary<string, DicomTag>> InAnyCase = new(static () => DicomDictionary.Entries
        .Where(static entry => entry.Keyword.Length > 0 && entry.Tag.Group >= 0x0008).DistinctBy(static entry => entry.Keyword, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(static entry => entry.Keyword, static entry => entry.Tag, StringComparer.OrdinalIgnoreCase));

    /// <summary>The tags from the outermost sequence to the attribute; null when it is none.</summary>
    public static DicomTag[]? TryParse(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length > MaxDepth) return null;
        var path = new DicomTag[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            // A decimal number of eight digits is a tag as well; a private one is good if its group is odd.
            if (parts[i].Length == 0 || parts[i].AsSpan().ContainsAny("(),") || !(DicomTag.TryParse(parts[i], out path[i]) || InAnyCase.Value.TryGetValue(parts[i], out path[i]))) return null;
        }

        return path;
    }
}
