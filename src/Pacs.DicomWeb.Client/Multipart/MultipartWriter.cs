using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Pacs.DicomWeb.Client;

/// <summary>Writes a multipart body part by part into a stream, which stays open (RFC 2046 §5.1).</summary>
public sealed class MultipartWriter
{
    private readonly Stream _output;
    private bool _isBegun, _isEnded;

    /// <summary>Makes a writer.</summary>
    /// <param name="output">Takes the body.</param>
    /// <param name="boundary">The boundary; null for a random one, which no content can hold by chance or by intent.</param>
    public MultipartWriter(Stream output, string? boundary = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        Boundary = boundary ?? NewBoundary();
    }

    /// <summary>The boundary, for the Content-Type.</summary>
    public string Boundary { get; }

    /// <summary>Begins a part; its content is then written to the stream itself.</summary>
    /// <param name="headers">Names and values. Line breaks are refused.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentException">A header has a line break or a character outside ISO 8859-1.</exception>
    public ValueTask BeginPartAsync(IEnumerable<KeyValuePair<string, string>> headers, CancellationToken ct = default)
    {
        if (_isEnded) throw new InvalidOperationException("The body has ended.");
        byte[] head = Head(Boundary, headers, isFirst: !_isBegun);
        _isBegun = true;
        return _output.WriteAsync(head, ct);
    }

    /// <summary>Ends the body.</summary>
    public ValueTask CompleteAsync(CancellationToken ct = default)
    {
        if (_isEnded) return default;
        _isEnded = true;
        return _output.WriteAsync(Tail(Boundary, isEmpty: !_isBegun), ct);
    }

    internal static string NewBoundary() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    internal static byte[] Head(string boundary, IEnumerable<KeyValuePair<string, string>> headers, bool isFirst)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var text = new StringBuilder(isFirst ? string.Empty : "\r\n").Append("--").Append(boundary).Append("\r\n");
        foreach ((string name, string value) in headers)
        {
            if (name.AsSpan().ContainsAny("\r\n:") || value.AsSpan().ContainsAny("\r\n\0") || value.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff'))
                throw new ArgumentException("A header of a part has a character that it cannot have.", nameof(headers));
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    internal static byte[] Tail(string boundary, bool isEmpty = false) => Encoding.ASCII.GetBytes($"{(isEmpty ? string.Empty : "\r\n")}--{boundary}--\r\n");
}
