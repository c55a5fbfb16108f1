using System.Globalization;

namespace Pacs.DicomWeb;

/// <summary>Reads Accept and Content-Type values (RFC 9110 §12.5.1), and what clients make of them: parameter values with slashes and asterisks that should be quoted and are not.</summary>
internal static class MediaRangeParser
{
    /// <summary>More entries are not read: no client has as many.</summary>
    private const int MaxRanges = 64;
    private const int MaxParameters = 16;
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The entries of a header, best first; those with q=0 are left out. What is no media range is passed over.</summary>
    public static List<MediaRange> ParseAll(IEnumerable<string?> values)
    {
        var ranges = new List<MediaRange>();
        foreach (string? value in values)
        {
            string rest = value ?? string.Empty;
            for (int start = 0; start < rest.Length && ranges.Count < MaxRanges;)
            {
                int end = EndOf(rest, start, ',');
                if (TryParse(rest.AsSpan(start, end - start), out MediaRange? range) && range.Quality > 0) ranges.Add(range);
                start = end + 1;
            }
        }

        // Stable: of equal quality the first is preferred.
        return ranges.Count < 2 ? ranges : [.. ranges.OrderByDescending(r => r.Quality)];
    }

    /// <summary>Reads one media type with its parameters.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MediaRange? range)
    {
        range = null;
        string all = text.ToString();
        int end = EndOf(all, 0, ';');
        string type = all[..end].Trim().ToLowerInvariant();
        if (type != "*" && (type.Length < 3 || type.AsSpan().Count('/') != 1)) return false;
        Dictionary<string, string>? parameters = null;
        double quality = 1;
        for (int start = end + 1; start < all.Length; start = end + 1)
        {
            end = EndOf(all, start, ';');
            ReadOnlySpan<char> parameter = all.AsSpan(start, end - start);
            int equals = parameter.IndexOf('=');
            if (equals <= 0) continue;
            string name = parameter[..equals].Trim().ToString().ToLowerInvariant();
            string value = Unquote(parameter[(equals + 1)..].Trim());
            if (name == "q")
            {
                if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double q)) quality = Math.Clamp(q, 0, 1);
                continue;
            }

            parameters ??= [];
            if (parameters.Count < MaxParameters) parameters[name] = value;
        }

        range = new MediaRange(type, parameters ?? None, quality);
        return true;
    }

    private static int EndOf(string text, int start, char separator)
    {
        bool isQuoted = false;
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && isQuoted) i++;
            else if (c == '"') isQuoted = !isQuoted;
            else if (c == separator && !isQuoted) return i;
        }

        return text.Length;
    }

    private static string Unquote(ReadOnlySpan<char> value)
    {
        if (value is not ['"', .., '"']) return value.Trim('"').ToString();
        value = value[1..^1];
        return value.Contains('\\') ? value.ToString().Replace("\\", string.Empty, StringComparison.Ordinal) : value.ToString();
    }
}
