using System.Text;

namespace Pacs.Core;

/// <summary>The forms in which text is compared when matching (PS3.4 §C.2.2.2). An index that stores these forms and compares them by itself gives the answers of <see cref="QueryMatcher"/>.</summary>
public static class SearchText
{
    /// <summary>The component groups of a person name as they are compared: upper case, letter and mark as one character, spaces around components and empty components at the end removed (PS3.5 §6.2.1).</summary>
    /// <returns>Alphabetic, ideographic and phonetic group; empty text where one is absent, none at the end.</returns>
    public static IReadOnlyList<string> FoldName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] groups = name.Split('=');
        int count = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = FoldGroup(groups[i]);
            if (groups[i].Length > 0) count = i + 1;
        }

        return groups.AsSpan(0, count).ToArray();
    }

    /// <summary>The patterns, one of which a component group of a name must match so that a key of one group matches it. <c>DOE^*</c> finds <c>DOE</c> too, as the components that follow may be absent.</summary>
    /// <returns>One or two patterns for <see cref="IsMatch"/>, folded as <see cref="FoldName"/> does; none where every name matches.</returns>
    public static IReadOnlyList<string> NamePatterns(string group)
    {
        ArgumentNullException.ThrowIfNull(group);
        string pattern = FoldGroup(group);
        string core = pattern;
        while (core.EndsWith("^*", StringComparison.Ordinal)) core = core[..^2];
        string bare = core.TrimEnd('^');
        if (core.Length == 0 || core == "*") return [];
        if (core.Length == pattern.Length) return [pattern];
        // A core that ends with an asterisk matches all that the longer pattern does.
        return core[^1] == '*' ? [core] : bare.Length == 0 ? [core + "^*"] : [bare, core + "^*"];
    }

    /// <summary>A folded name, or a pattern for one, without accents: <c>MÜLLER</c> as <c>MULLER</c>, <c>Ø</c> as <c>O</c>.</summary>
    public static string RemoveAccents(string folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        return Ascii.IsValid(folded) ? folded : NameFolding.Fold(folded, ignoreAccents: true);
    }

    /// <summary>Whether the text has a wildcard.</summary>
    public static bool HasWildcard(ReadOnlySpan<char> pattern) => pattern.IndexOfAny('*', '?') >= 0;

    /// <summary>What stands before the first wildcard.</summary>
    public static string LiteralPrefix(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        int end = pattern.AsSpan().IndexOfAny('*', '?');
        return end < 0 ? pattern : pattern[..end];
    }

    /// <summary>Whether a text matches a pattern: <c>*</c> any characters or none, <c>?</c> one character, everything else itself. Case-sensitive.</summary>
    /// <remarks>Linear in the product of the lengths, whatever the number of asterisks. A character outside the basic plane is one character.</remarks>
    public static bool IsMatch(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        int t = 0, p = 0, star = -1, retry = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = t;
            }
            else if (p < pattern.Length && pattern[p] == '?')
            {
                p++;
                t += CharacterLength(text, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                retry += CharacterLength(text, retry);
                t = retry;
                p = star + 1;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private static int CharacterLength(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    private static string FoldGroup(string group)
    {
        ReadOnlySpan<char> rest = group.AsSpan().TrimEnd("^ \0");
        var builder = new StringBuilder(rest.Length);
        foreach (Range part in rest.Split('^'))
        {
            if (part.Start.Value > 0) builder.Append('^');
            builder.Append(NameFolding.Fold(rest[part].Trim(" \0").ToString(), ignoreAccents: false));
        }

        return builder.ToString();
    }
}
