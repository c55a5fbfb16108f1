using System.Buffers;

namespace Pacs.Core;

/// <summary>Writes text, designating code elements by escape sequences as needed and going back to those of value 1 before each delimiter and at the end (PS3.5 §6.1.2.5.3).</summary>
internal ref struct Iso2022Encoder
{
    private readonly Iso2022Setup _setup;
    private readonly DicomVR _vr;
    private readonly bool _mayDesignate;
    private readonly IBufferWriter<byte> _output;
    private CodeElement _g0;
    private CodeElement? _g1;

    /// <param name="setup">What is active and what may be designated.</param>
    /// <param name="vr">Tells the delimiters.</param>
    /// <param name="mayDesignate">Whether the character set allows code extensions.</param>
    /// <param name="output">Gets the bytes.</param>
    public Iso2022Encoder(Iso2022Setup setup, DicomVR vr, bool mayDesignate, IBufferWriter<byte> output)
    {
        _setup = setup;
        _vr = vr;
        _mayDesignate = mayDesignate;
        _output = output;
        _g0 = setup.G0;
        _g1 = setup.G1;
    }

    /// <summary>Encodes a value; false, at the first character without a code, when none may be replaced.</summary>
    public bool TryEncode(ReadOnlySpan<char> text, bool replace, out int failedAt)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (Iso2022Setup.IsDelimiter(c, _vr))
            {
                Restore();
                Write((byte)c);
            }
            else if (c is < ' ' and not '\x1B')
            {
                Write((byte)c);
            }
            else if (!TryWrite(c))
            {
                failedAt = i;
                if (!replace) return false;
                if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
                TryWrite('?');
            }
        }

        Restore();
        failedAt = -1;
        return true;
    }

    private bool TryWrite(char c)
    {
        foreach (bool alternative in (ReadOnlySpan<bool>)[false, true])
        {
            if (TryWrite(_g0, c, alternative) || (_g1 is not null && TryWrite(_g1, c, alternative))) return true;
            if (!_mayDesignate) continue;
            foreach (CodeElement element in _setup.Declared)
            {
                if (CodeOf(element, c, alternative) < 0) continue;
                _output.Write(element.Escape);
                if (element.IsG1) _g1 = element;
                else _g0 = element;
                return TryWrite(element, c, alternative);
            }
        }

        return false;
    }

    private readonly bool TryWrite(CodeElement element, char c, bool alternative)
    {
        int code = CodeOf(element, c, alternative);
        if (code < 0) return false;
        if (element.IsG1) code |= 0x8080;
        if (element.IsDoubleByte) Write((byte)(code >> 8));
        Write((byte)code);
        return true;
    }

    /// <summary>The code of a character, unless it would read as a delimiter: Romaji has the yen sign at that of the backslash.</summary>
    private readonly int CodeOf(CodeElement element, char c, bool alternative)
    {
        int code = alternative ? element.ToCodeOfAlternative(c) : element.ToCode(c);
        return code >= 0 && !element.IsG1 && Iso2022Setup.IsDelimiter(code, _vr) ? -1 : code;
    }

    private void Restore()
    {
        if (_g0 != _setup.G0) _output.Write(_setup.G0.Escape);
        if (_g1 != _setup.G1 && _setup.G1 is not null) _output.Write(_setup.G1.Escape);
        _g0 = _setup.G0;
        _g1 = _setup.G1;
    }

    private readonly void Write(byte b)
    {
        _output.GetSpan(1)[0] = b;
        _output.Advance(1);
    }
}
