using System.Buffers;
using System.Text;

namespace Pacs.Core;

/// <summary>Writes an XML document on one line, as far as audit messages need it: with a general writer, recording one took 10 instead of 7 µs.</summary>
internal sealed class AuditXml
{
    // Escaped everywhere, though not all must be everywhere.
    private static readonly SearchValues<char> Marked = SearchValues.Create("<>&\"");

    private readonly ArrayBufferWriter<byte> _output = new(1536);
    private bool _isOpen; // the start tag, for attributes

    public AuditXml() => _output.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>"u8);

    public void Begin(ReadOnlySpan<byte> name)
    {
        Close();
        _output.Write("<"u8);
        _output.Write(name);
        _isOpen = true;
    }

    /// <summary>Adds an attribute to the element that has just begun; null for none.</summary>
    public void Attribute(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null) return;
        _output.Write(" "u8);
        _output.Write(name);
        _output.Write("=\""u8);
        Text(value);
        _output.Write("\""u8);
    }

    public void Element(ReadOnlySpan<byte> name, string value)
    {
        Begin(name);
        Close();
        Text(value);
        End(name);
    }

    public void End(ReadOnlySpan<byte> name)
    {
        if (_isOpen)
        {
            _output.Write(" />"u8);
            _isOpen = false;
            return;
        }

        _output.Write("</"u8);
        _output.Write(name);
        _output.Write(">"u8);
    }

    public byte[] ToArray() => _output.WrittenSpan.ToArray();

    private void Close()
    {
        if (_isOpen) _output.Write(">"u8);
        _isOpen = false;
    }

    private void Text(string value)
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadOnlySpan<char> rest = value;
        while (!rest.IsEmpty)
        {
            int plain = CountPlain(rest);
            _output.Advance(Encoding.UTF8.GetBytes(rest[..plain], _output.GetSpan(3 * plain)));
            rest = rest[plain..];
            if (rest.IsEmpty) return;
            OperationStatus status = Rune.DecodeFromUtf16(rest, out Rune rune, out int used);
            _output.Write(rune.Value switch
            {
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '&' => "&amp;"u8,
                '"' => "&quot;"u8,
                '\r' or '\n' or '\t' => " "u8,
                _ when status == OperationStatus.Done && IsCharacter(rune.Value) => bytes[..rune.EncodeToUtf8(bytes)],
                _ => "\uFFFD"u8,
            });
            rest = rest[used..];
        }
    }

    // Names and identifiers come from peers: control characters and lone surrogates have no place in XML 1.0.
    private static int CountPlain(ReadOnlySpan<char> text)
    {
        int marked = text.IndexOfAny(Marked);
        ReadOnlySpan<char> within = marked < 0 ? text : text[..marked];
        int bad = within.IndexOfAnyExceptInRange(' ', '\uD7FF');
        return bad < 0 ? within.Length : bad;
    }

    private static bool IsCharacter(int code) => code >= ' ' && code is not (0xFFFE or 0xFFFF);
}
