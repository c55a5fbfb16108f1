using System.Text;

namespace Pacs.Core;

/// <summary>Takes the accents off letters. Own tables, as the framework does not decompose characters where globalization is invariant.</summary>
internal static class Accents
{
    private const char FirstLatin1 = '\u00C0';
    private const char FirstAdditional = '\u1E00';

    // The base letter of U+00C0 to U+017F; a period where there is none.
    private const string Latin =
        "AAAAAA.CEEEEIIIIDNOOOOO.OUUUUY..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
        + "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLlL"
        + "lLlNnNnNnnNnOoOoOo..RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

    // The base letter of U+1E00 to U+1EFF.
    private const string Additional =
        "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm"
        + "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv"
        + "WwWwWwWwWwXxXxYyZzZzZzhtwy......AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe"
        + "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";

    /// <summary>The text with base letters in place of accented Latin ones, ligatures spelled out and combining marks dropped; the same string where there is none of them.</summary>
    internal static string Remove(string text)
    {
        int first = 0;
        while (first < text.Length && text[first] < FirstLatin1) first++;
        if (first == text.Length) return text;
        var builder = new StringBuilder(text, 0, first, text.Length + 4);
        foreach (char c in text.AsSpan(first))
        {
            switch (c)
            {
                case < FirstLatin1: builder.Append(c); break;
                case '\u00C6': builder.Append("AE"); break;
                case '\u00E6': builder.Append("ae"); break;
                case '\u0152': builder.Append("OE"); break;
                case '\u0153': builder.Append("oe"); break;
                case '\u00DF' or '\u1E9E': builder.Append("SS"); break;
                case '\u00DE': builder.Append("TH"); break;
                case '\u00FE': builder.Append("th"); break;
                case >= '\u0300' and <= '\u036F': break; // combining marks
                default: builder.Append(Base(c)); break;
            }
        }

        return builder.ToString();
    }

    private static char Base(char c)
    {
        char letter = c - FirstLatin1 < Latin.Length ? Latin[c - FirstLatin1]
            : c >= FirstAdditional && c - FirstAdditional < Additional.Length ? Additional[c - FirstAdditional]
            : '.';
        return letter == '.' ? c : letter;
    }
}
