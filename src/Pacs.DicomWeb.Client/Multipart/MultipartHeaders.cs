using System.Net.Http.Headers;
using System.Text;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>The headers of one part; names match without regard to case, and of repeated ones the first counts.</summary>
public sealed class MultipartHeaders
{
    private readonly Dictionary<string, string> _values;

    private MultipartHeaders(Dictionary<string, string> values) => _values = values;

    /// <summary>A header's value without spaces around it; null when absent.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>How many there are.</summary>
    public int Count => _values.Count;

    /// <summary>Content-Type without parameters, in lower case; null when absent or unreadable.</summary>
    public string? MediaType => ContentType?.MediaType?.ToLowerInvariant();

    /// <summary>Transfer syntax that the Content-Type names (PS3.18 §8.7.3.5), or null.</summary>
    public TransferSyntax? TransferSyntax
    {
        get
        {
            string? uid = ContentType?.Parameters.FirstOrDefault(p => string.Equals(p.Name, "transfer-syntax", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"', ' ');
            return uid is not null && DicomUid.IsValid(uid) ? TransferSyntax.Get(new DicomUid(uid)) : null;
        }
    }

    /// <summary>Content-Location; null when absent or no URI.</summary>
    public Uri? ContentLocation => Uri.TryCreate(this["Content-Location"], UriKind.RelativeOrAbsolute, out Uri? location) ? location : null;

    internal MediaTypeHeaderValue? ContentType => MediaTypeHeaderValue.TryParse(this["Content-Type"], out MediaTypeHeaderValue? type) ? type : null;

    /// <summary>Reads header lines (RFC 2046 §5.1, RFC 5322 §2.2), of which a folded one is joined.</summary>
    /// <exception cref="DicomDataException">Too many, or a line without a name.</exception>
    internal static MultipartHeaders Parse(ReadOnlySpan<byte> bytes, MultipartLimits limits)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? last = null;
        int count = 0;
        foreach (Range range in bytes.Split("\r\n"u8))
        {
            ReadOnlySpan<byte> line = bytes[range];
            if (line.IsEmpty) continue;
            if (++count > limits.MaxHeaders) throw new DicomDataException($"A part has more than {limits.MaxHeaders} headers.");
            if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (last is null) throw new DicomDataException("The headers of a part begin with a continuation.");
                values[last] += " " + Encoding.Latin1.GetString(line).Trim();
                continue;
            }

            int colon = line.IndexOf((byte)':');
            if (colon <= 0) throw new DicomDataException("A header of a part has no name.");
            string name = Encoding.Latin1.GetString(line[..colon]).Trim();
            values.TryAdd(name, Encoding.Latin1.GetString(line[(colon + 1)..]).Trim());
            last = name;
        }

        return new MultipartHeaders(values);
    }
}
