namespace Pacs.DicomWeb;

/// <summary>Fuzzy matching of person names, as this server means it: words by their beginnings, in whatever order (PS3.18 §8.3.4.2 leaves the meaning to the server).</summary>
internal static class FuzzyName
{
    /// <summary>Wildcard patterns for a name that has none of its own, parted by backslashes.</summary>
    public static string Pattern(string name)
    {
        if (name.AsSpan().ContainsAny('*', '?') || string.IsNullOrWhiteSpace(name)) return name;
        // A name with delimiters says itself what is what.
        if (name.Contains('^')) return Join(name.Split('^'));
        string[] words = name.Split([' ', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => name,
            // Any component: "jo" is what people type for Smith^John, too.
            [var one] => $"{one}*\\*^{one}*",
            [var first, var second] => $"{Join(words)}\\{Join([second, first])}",
            // "van der berg jan": the last word is a name of its own, or all are parts of the family name.
            _ => $"{Join(words)}\\{Join([string.Join(' ', words[..^1]), words[^1]])}\\{string.Join(' ', words)}*",
        };
    }

    private static string Join(IEnumerable<string> components) => string.Join('^', components.Select(static c => c.Trim() + "*"));
}
