namespace Pacs.Core;

/// <summary>One value of a person name key, ready to be compared (PS3.4 §C.2.2.2.1, §C.2.2.2.4).</summary>
/// <remarks>
/// A key of one component group matches a name of which any group matches, so that a name typed in its own script is found; a key with several groups
/// must match each at its place, an empty one matching anything.
/// </remarks>
internal sealed class NamePattern
{
    private readonly IReadOnlyList<string>[] _groups; // alternatives for each group; none: matches anything
    private readonly bool _ignoreAccents;

    internal NamePattern(string key, bool ignoreAccents)
    {
        _ignoreAccents = ignoreAccents;
        string[] groups = key.Trim(' ', '\0').Split('=');
        _groups = new IReadOnlyList<string>[groups.Length];
        for (int i = 0; i < groups.Length; i++)
            _groups[i] = [.. SearchText.NamePatterns(groups[i]).Select(Fold)];
    }

    internal bool IsMatch(string name)
    {
        IReadOnlyList<string> groups = SearchText.FoldName(name);
        if (_groups.Length == 1)
        {
            foreach (string group in groups)
                if (group.Length > 0 && IsMatch(_groups[0], group)) return true;
            return false;
        }

        for (int i = 0; i < _groups.Length; i++)
            if (!IsMatch(_groups[i], i < groups.Count ? groups[i] : string.Empty)) return false;
        return groups.Count > 0;
    }

    private bool IsMatch(IReadOnlyList<string> alternatives, string group)
    {
        if (alternatives.Count == 0) return true;
        string text = Fold(group);
        foreach (string pattern in alternatives)
            if (SearchText.IsMatch(text, pattern)) return true;
        return false;
    }

    private string Fold(string text) => _ignoreAccents ? SearchText.RemoveAccents(text) : text;
}
