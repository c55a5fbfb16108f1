using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>A text key as a condition on a table of terms (<see cref="SearchTerms"/>). It lets through all that match and, where it is not exact, some more.</summary>
internal sealed class TextCondition
{
    private const int MaxPatterns = 16;
    private const int MaxPatternLength = 256;
    // SQLite backtracks at each asterisk: with many of them a hostile pattern would take for ever.
    private const int MaxAsterisks = 2;
    private const string AboveAll = "\U0010FFFF";

    private readonly DicomTag _tag;
    private readonly List<string> _patterns = [];
    private readonly bool _isName, _comparesValue;

    internal TextCondition(TextQueryKey key, bool ignoresAccents)
    {
        _tag = key.Tag;
        _isName = SearchTerms.VROf(key.Tag) == DicomVR.PN;
        _comparesValue = _isName && !ignoresAccents;
        IsExact = IsUseful = true;
        foreach (string value in key.Values)
        {
            if (!_isName)
            {
                _patterns.Add(value);
                continue;
            }

            // Of several groups the first narrows the search; that each matches at its place is tested on the rows.
            string[] groups = value.Split('=');
            IsExact &= groups.Length == 1;
            IReadOnlyList<string> alternatives = SearchText.NamePatterns(groups[0]);
            IsUseful &= alternatives.Count > 0;
            _patterns.AddRange(alternatives);
        }

        IsUseful &= _patterns.Count is > 0 and <= MaxPatterns && _patterns.TrueForAll(p => p.Length <= MaxPatternLength)
            && _patterns.TrueForAll(p => IsSafe(p) || SearchText.LiteralPrefix(p).Length > 0);
        IsExact &= _patterns.TrueForAll(IsSafe);
    }

    /// <summary>Whether the condition keeps anything out.</summary>
    internal bool IsUseful { get; }

    /// <summary>Whether the condition lets nothing through that does not match.</summary>
    internal bool IsExact { get; }

    internal void AppendTo(SqlText sql)
    {
        sql.Append("tag = ").Value((long)_tag.Value).Append(" AND (");
        for (int i = 0; i < _patterns.Count; i++)
        {
            if (i > 0) sql.Append(" OR ");
            Append(sql, _patterns[i]);
        }

        sql.Append(")");
    }

    private void Append(SqlText sql, string pattern)
    {
        string folded = _isName ? SearchText.RemoveAccents(pattern) : pattern;
        if (!SearchText.HasWildcard(pattern))
        {
            sql.Append("(folded = ").Value(folded);
            if (_comparesValue) sql.Append(" AND value = ").Value(pattern);
            sql.Append(")");
            return;
        }

        // The range is what the index can seek; GLOB tests what lies in it.
        string prefix = SearchText.LiteralPrefix(folded);
        sql.Append("(folded >= ").Value(prefix).Append(" AND folded < ").Value(prefix + AboveAll);
        if (IsSafe(pattern)) sql.Append(_comparesValue ? " AND value GLOB " : " AND folded GLOB ").Value(Glob(_comparesValue ? pattern : folded));
        sql.Append(")");
    }

    private static bool IsSafe(string pattern) => pattern.AsSpan().Count('*') <= MaxAsterisks;

    // A bracket begins a set of characters in GLOB, and a set of one is that character.
    private static string Glob(string pattern) => pattern.Replace("[", "[[]", StringComparison.Ordinal);
}
