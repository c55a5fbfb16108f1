using System.Text;
using System.Text.Unicode;

namespace Pacs.Core;

/// <summary>Reads text in which escape sequences change the code elements (PS3.5 §6.1.2.5, ISO/IEC 2022).</summary>
internal ref struct Iso2022Decoder
{
    private const byte Escape = 0x1B;
    private readonly Iso2022Setup _setup;
    private readonly DicomVR _vr;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Span<char> _chars;
    private CodeElement _g0;
    private CodeElement? _g1;
    private CodeElement? _lastG1;
    private int _position;
    private int _count;

    /// <param name="setup">What is active and what is declared.</param>
    /// <param name="vr">Tells the delimiters.</param>
    /// <param name="bytes">The value.</param>
    /// <param name="chars">At least as long as the value.</param>
    public Iso2022Decoder(Iso2022Setup setup, DicomVR vr, ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        _setup = setup;
        _vr = vr;
        _bytes = bytes;
        _chars = chars;
        _g0 = setup.G0;
        _g1 = setup.G1;
        _lastG1 = setup.OnlyG1;
    }

    /// <summary>Whether everything had a meaning in the declared sets; otherwise a guess or U+FFFD stands for something.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Decodes the value and returns the number of characters.</summary>
    public int Decode()
    {
        while (_position < _bytes.Length)
        {
            byte b = _bytes[_position];
            if (b >= 0x80) DecodeG1(b);
            else if (b == Escape) Designate();
            else if (b <= 0x20 || b == 0x7F) PassControl(b);
            else DecodeG0(b);
        }

        return _count;
    }

    private void Put(char c, int bytes)
    {
        if (c == '\uFFFD') IsExact = false;
        _chars[_count++] = c;
        _position += bytes;
    }

    private void Reset()
    {
        _g0 = _setup.G0;
        _g1 = _setup.G1;
    }

    /// <summary>Controls and space are the same in every set, also between characters of two bytes.</summary>
    private void PassControl(byte b)
    {
        if (Iso2022Setup.IsDelimiter(b, _vr)) Reset();
        Put((char)b, 1);
    }

    private void DecodeG0(byte b)
    {
        if (_g0.IsDoubleByte)
        {
            // 5C, 5E and 3D are first bytes of kanji here, and no delimiters.
            bool isPair = _position + 1 < _bytes.Length && _bytes[_position + 1] is >= 0x21 and <= 0x7E;
            Put(isPair ? _g0.ToChar(b << 8 | _bytes[_position + 1]) : '\uFFFD', isPair ? 2 : 1);
        }
        else if (Iso2022Setup.IsDelimiter(b, _vr))
        {
            Reset();
            Put((char)b, 1); // also where the Romaji set has a yen sign
        }
        else
        {
            Put(_g0.ToChar(b), 1);
        }
    }

    private void DecodeG1(byte b)
    {
        // After a delimiter the escape sequence must be repeated, which some writers forget.
        CodeElement? g1 = _g1 ?? _lastG1;
        if (g1 is null)
        {
            DecodeUndesignated();
        }
        else if (b < 0xA0)
        {
            IsExact = false;
            Put((char)b, 1);
        }
        else if (!g1.IsDoubleByte)
        {
            Put(g1.ToChar(b & 0x7F), 1);
        }
        else
        {
            bool isPair = _position + 1 < _bytes.Length && _bytes[_position + 1] >= 0xA1;
            Put(isPair ? g1.ToChar((b << 8 | _bytes[_position + 1]) & 0x7F7F) : '\uFFFD', isPair ? 2 : 1);
        }
    }

    private void Designate()
    {
        CodeElement? element = CodeElements.FromEscape(_bytes[_position..], out int length);
        if (element is null)
        {
            IsExact = false;
            Put((char)Escape, 1);
            return;
        }

        if (!_setup.Declared.Contains(element)) IsExact = false;
        if (element.IsG1) _lastG1 = _g1 = element;
        else _g0 = element;
        _position += length;
    }

    /// <summary>High bytes that no set gives a meaning to: UTF-8 if they are that, else Latin-1.</summary>
    private void DecodeUndesignated()
    {
        IsExact = false;
        int length = _bytes[_position..].IndexOfAnyInRange((byte)0, (byte)0x7F);
        ReadOnlySpan<byte> run = length < 0 ? _bytes[_position..] : _bytes.Slice(_position, length);
        _count += Utf8.IsValid(run) ? Encoding.UTF8.GetChars(run, _chars[_count..]) : Encoding.Latin1.GetChars(run, _chars[_count..]);
        _position += run.Length;
    }
}
