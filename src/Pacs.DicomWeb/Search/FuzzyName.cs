namespace Pacs.DicomWeb;

/// <summary>Fuzzy matching of person names, as this server means it: each component by its beginning (PS3.18 §8.3.4.2 leaves the meaning to the server).</summary>
internal static class FuzzyName
{
    /// <summary>A wildcard pattern for a name that has none of its own.</summary>
    public static string Pattern(string name)
    {
        if (name.AsSpan().ContainsAny('*', '?') || string.IsNullOrWhiteSpace(name)) return name;
        // "smith jo" is what people type for Smith^John.
        string[] components = name.Contains('^') ? name.Split('^') : name.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return string.Join('^', components.Select(c => c.Trim() + "*"));
    }
}
