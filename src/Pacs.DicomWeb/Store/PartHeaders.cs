using System.Text;

namespace Pacs.DicomWeb;

/// <summary>The headers of one part of a multipart (RFC 2046 §5.1).</summary>
internal sealed class PartHeaders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads header lines; lines that are none are passed over, folded ones joined.</summary>
    /// <param name="block">All lines, without the empty one at the end.</param>
    public static PartHeaders Parse(ReadOnlySpan<byte> block)
    {
        var headers = new PartHeaders();
        string text = Encoding.UTF8.GetString(block).Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
        foreach (string line in text.Split("\r\n"))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers._values.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }

        return headers;
    }

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Content-Type, or null when there is none that can be read.</summary>
    public MediaRange? ContentType => this["Content-Type"] is { } text && MediaRangeParser.TryParse(text, out MediaRange? type) ? type : null;

    /// <summary>Content-Location: the URI by which metadata refers to this part.</summary>
    public string? ContentLocation => this["Content-Location"];
}
