using System.Text;

namespace Pacs.Tool;

/// <summary>Makes text of data sets fit for a terminal: a value must not move the cursor or change colours.</summary>
internal static class Printable
{
    /// <summary>The text with control characters and line breaks replaced.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(IsUnfit)) return text;
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
            line.Append(c switch { '\n' => "⏎", '\r' => string.Empty, '\t' => " ", _ => IsUnfit(c) ? "·" : c.ToString() });
        return line.ToString();
    }

    /// <summary>The text on one line, cut to a width; 0 cuts nothing.</summary>
    public static string Cut(string text, int width)
    {
        string line = OneLine(width > 0 && text.Length > width + 1 ? text[..(width + 1)] : text);
        return width > 0 && line.Length > width ? string.Concat(line.AsSpan(0, width - 1), "…") : line;
    }

    // Bidirectional overrides can make a line read otherwise than it is.
    private static bool IsUnfit(char c) => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
