using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Pacs.Core;

/// <summary>A character repertoire as Specific Character Set (0008,0005) declares it: turns bytes of text elements into strings and back (PS3.5 §6.1, PS3.3 §C.12.1.1.2).</summary>
/// <remarks>Immutable; safe from any thread. Reading takes what it gets: unknown terms, missing escape sequences and impossible bytes lead to a guess or U+FFFD, never to an exception.</remarks>
public sealed class SpecificCharacterSet
{
    private const int MaxCached = 256;
    private static readonly ConcurrentDictionary<string, SpecificCharacterSet> Cache = new(StringComparer.Ordinal);

    private readonly Iso2022Setup _setup;
    private readonly Encoding? _whole;
    private readonly bool _mayBeUtf8;

    private SpecificCharacterSet(IReadOnlyList<string> values)
    {
        var terms = new List<CharacterSetTerm>();
        var unknown = new List<string>();
        bool extensions = values.Count > 1;
        foreach (string value in values)
        {
            CharacterSetTerm? term = CharacterSetTerm.Find(value, out bool isExtension);
            extensions |= isExtension || term is { IsDoubleByte: true };
            if (term is null) unknown.Add(value);
            else terms.Add(term);
        }

        // Those that are no code elements cannot be mixed with others; all of them contain the default repertoire, so one alone reads what there is.
        if (terms.Find(t => t.Whole is not null) is { } whole)
        {
            terms = [whole];
            extensions = false;
        }

        if (terms.Count == 0) terms.Add(CharacterSetTerm.DefaultRepertoire);
        _whole = terms[0].Whole?.Value;
        _setup = new Iso2022Setup(terms);
        _mayBeUtf8 = _whole is null && !_setup.Declared.Any(e => e.IsG1);
        UsesCodeExtensions = extensions;
        Terms = terms is [{ Number: "6" }] ? [] : [.. terms.Select((t, i) => t.Number == "6" && i == 0 ? string.Empty : t.ToTerm(extensions))];
        UnknownTerms = unknown;

        // The first value has one byte a character, or is no code element at all; the default repertoire may be named or left empty.
        IsConformant = terms[0] is { Whole: not null } or { IsDoubleByte: false }
            && (values is [""] || Terms.SequenceEqual(values.Select((v, i) => i == 0 && v == "ISO 2022 IR 6" ? string.Empty : v)));
    }

    /// <summary>The default repertoire, ISO 646 (ASCII), which holds where there is no Specific Character Set.</summary>
    public static SpecificCharacterSet Default { get; } = new([]);

    /// <summary>Unicode as UTF-8, <c>ISO_IR 192</c>.</summary>
    public static SpecificCharacterSet Utf8 { get; } = new(["ISO_IR 192"]);

    /// <summary>The defined terms as the standard writes them: what to set as Specific Character Set. Empty for the default repertoire; an empty first value where that is extended.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>Values that mean no known repertoire. Bytes beyond ASCII that only they would explain are read as UTF-8 where they are that, else as Latin-1.</summary>
    public IReadOnlyList<string> UnknownTerms { get; }

    /// <summary>Whether the values are those the standard allows, to the letter.</summary>
    public bool IsConformant { get; }

    /// <summary>Whether escape sequences may switch between repertoires.</summary>
    public bool UsesCodeExtensions { get; }

    /// <summary>The repertoire that the values of Specific Character Set declare, common misspellings included. Results are kept.</summary>
    /// <param name="terms">The values in order; an empty one stands for the default repertoire.</param>
    public static SpecificCharacterSet Parse(IReadOnlyList<string> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0) return Default;
        string key = terms.Count == 1 ? terms[0] : string.Join('\\', terms);
        if (Cache.TryGetValue(key, out SpecificCharacterSet? known)) return known;
        var parsed = new SpecificCharacterSet(terms);

        // Bounded, since the values may come from anyone.
        return Cache.Count < MaxCached ? Cache.GetOrAdd(key, parsed) : parsed;
    }

    /// <summary>Decodes a whole value, delimiters included and nothing trimmed.</summary>
    /// <param name="bytes">The value, or one of several.</param>
    /// <param name="vr">Tells the delimiters after which value 1 of Specific Character Set holds again. A VR that the character set does not govern is read as the default repertoire.</param>
    public string Decode(ReadOnlySpan<byte> bytes, DicomVR vr) => Decode(bytes, vr, out _);

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte}, DicomVR)"/>
    /// <param name="bytes">The value, or one of several.</param>
    /// <param name="vr">Tells the delimiters.</param>
    /// <param name="isExact">False when a guess or U+FFFD stands for bytes that have no meaning in the declared repertoire.</param>
    public string Decode(ReadOnlySpan<byte> bytes, DicomVR vr, out bool isExact)
    {
        isExact = true;
        if (IsPlainAscii(bytes, vr)) return Encoding.ASCII.GetString(bytes);
        if (!vr.UsesCharacterSet() && vr != DicomVR.UN && this != Default) return Default.Decode(bytes, vr, out isExact);
        if (_whole is not null)
        {
            string text = _whole.GetString(bytes);
            isExact = !text.Contains('\uFFFD');
            return text;
        }

        if (_setup.G1 == CodeElements.Latin1 && _setup.G0 == CodeElements.Ascii && !bytes.Contains((byte)0x1B))
        {
            isExact = !bytes.ContainsAnyInRange((byte)0x80, (byte)0x9F);
            return Encoding.Latin1.GetString(bytes);
        }

        if (_mayBeUtf8 && !bytes.Contains((byte)0x1B) && System.Text.Unicode.Utf8.IsValid(bytes))
        {
            isExact = false;
            return Encoding.UTF8.GetString(bytes);
        }

        char[]? rented = null;
        Span<char> chars = bytes.Length <= 256 ? stackalloc char[256] : rented = ArrayPool<char>.Shared.Rent(bytes.Length);
        var decoder = new Iso2022Decoder(_setup, vr, bytes, chars);
        string decoded = new(chars[..decoder.Decode()]);
        isExact = decoder.IsExact;
        if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        return decoded;
    }

    /// <summary>Decodes an element and splits it at the backslashes that are delimiters; those inside a character of several bytes are none. Of each value, padding is removed: trailing, and leading where PS3.5 §6.2 says it means nothing.</summary>
    /// <param name="bytes">All values of the element.</param>
    /// <param name="vr">A VR without multiple values (LT, ST, UT) gives one string.</param>
    public string[] DecodeValues(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        string text = Decode(bytes, vr);

        // No code but 5C gives a backslash, so that delimiters are what is left of them.
        string[] values = vr.IsMultiValuedText() ? text.Split('\\') : [text];
        bool leadingMatters = !vr.IsMultiValuedText() || vr == DicomVR.UC;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = values[i].TrimEnd(' ', '\0');
            if (!leadingMatters) values[i] = values[i].TrimStart(' ');
        }

        return values;
    }

    /// <summary>Whether every character of a text has a code.</summary>
    public bool CanEncode(ReadOnlySpan<char> text, DicomVR vr)
    {
        if (Ascii.IsValid(text) && IsPlainAsciiText(text, vr)) return true;
        var bytes = new ArrayBufferWriter<byte>(text.Length * 2 + 16);
        return TryEncode(text, vr, bytes, replace: false, out _);
    }

    /// <summary>Encodes a value without padding it.</summary>
    /// <param name="text">The value, or several with backslashes between them.</param>
    /// <param name="vr">Tells the delimiters.</param>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="fallback">What to do with a character that has no code.</param>
    /// <exception cref="DicomDataException">A character has no code and is not to be replaced. Part of the value may have been written.</exception>
    public void Encode(ReadOnlySpan<char> text, DicomVR vr, IBufferWriter<byte> output, EncodingFallback fallback = EncodingFallback.Throw)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!TryEncode(text, vr, output, fallback == EncodingFallback.Replace, out int failedAt))
        {
            string repertoire = Terms.Count == 0 ? "the default repertoire" : string.Join('\\', Terms);
            int character = Rune.TryGetRuneAt(text[failedAt..].ToString(), 0, out Rune rune) ? rune.Value : text[failedAt];
            throw new DicomDataException($"U+{character:X4} (character {failedAt + 1} of {text.Length}) has no code in {repertoire}.");
        }
    }

    private bool TryEncode(ReadOnlySpan<char> text, DicomVR vr, IBufferWriter<byte> output, bool replace, out int failedAt)
    {
        failedAt = -1;
        if (Ascii.IsValid(text) && IsPlainAsciiText(text, vr))
        {
            Span<byte> span = output.GetSpan(text.Length);
            Ascii.FromUtf16(text, span, out int written);
            output.Advance(written);
            return true;
        }

        if (!vr.UsesCharacterSet() && vr != DicomVR.UN && this != Default) return Default.TryEncode(text, vr, output, replace, out failedAt);
        return _whole is null
            ? new Iso2022Encoder(_setup, vr, UsesCodeExtensions, output).TryEncode(text, replace, out failedAt)
            : WholeEncoder.TryEncode(_whole, text, output, replace, out failedAt);
    }

    /// <summary>Whether the bytes are the characters in UTF-8, so that they need no decoding: ASCII that means itself, or declared and well formed UTF-8.</summary>
    internal bool IsUtf8(ReadOnlySpan<byte> bytes, DicomVR vr) =>
        IsPlainAscii(bytes, vr) || vr.UsesCharacterSet() && _whole?.CodePage == Encoding.UTF8.CodePage && System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>Whether the bytes are the characters, whatever is declared: no escape sequence, and no sign that Romaji has another character for.</summary>
    private bool IsPlainAscii(ReadOnlySpan<byte> bytes, DicomVR vr) =>
        Ascii.IsValid(bytes) && !bytes.Contains((byte)0x1B)
        && (_setup.G0 == CodeElements.Ascii || !(bytes.Contains((byte)'~') || (bytes.Contains((byte)'\\') && !vr.IsMultiValuedText())));

    private bool IsPlainAsciiText(ReadOnlySpan<char> text, DicomVR vr) =>
        !text.Contains('\x1B')
        && (_setup.G0 == CodeElements.Ascii || !(text.Contains('~') || (text.Contains('\\') && !vr.IsMultiValuedText())));
}
