using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>An attribute as parameters name it: a keyword, eight hexadecimal digits, or a path of them through sequences, parted by periods (PS3.18 §8.3.4.1).</summary>
internal static class AttributePath
{
    private const int MaxDepth = 8;

    /// <summary>The tags from the outermost sequence to the attribute; null when it is none.</summary>
    public static DicomTag[]? TryParse(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length > MaxDepth) return null;
        var path = new DicomTag[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            // A decimal number of eight digits is a tag as well; a private one is good if its group is odd.
            if (parts[i].Length == 0 || parts[i].AsSpan().ContainsAny("(),") || !DicomTag.TryParse(parts[i], out path[i])) return null;
        }

        return path;
    }
}
