namespace Pacs.Core;

/// <summary>The coded character sets of PS3.3 Tables C.12-2 to C.12-4. Their tables are made on first use.</summary>
internal static class CodeElements
{
    /// <summary>ISO-IR 6.</summary>
    public static readonly CodeElement Ascii = new SingleByteSet("(B", isG1: false, static code => (char)code);

    /// <summary>ISO-IR 14, JIS X 0201 Romaji: yen and overline in place of backslash and tilde.</summary>
    public static readonly CodeElement Romaji = new SingleByteSet("(J", isG1: false, static code => code switch { 0x5C => '¥', 0x7E => '‾', _ => (char)code });

    /// <summary>ISO-IR 13, JIS X 0201 Katakana.</summary>
    public static readonly CodeElement Katakana = new SingleByteSet(")I", isG1: true, static code => code is >= 0x21 and <= 0x5F ? (char)(0xFF61 + code - 0x21) : '\uFFFD');

    /// <summary>ISO-IR 100.</summary>
    public static readonly CodeElement Latin1 = new SingleByteSet("-A", isG1: true, static code => (char)(code | 0x80));

    /// <summary>ISO-IR 101.</summary>
    public static readonly CodeElement Latin2 = SingleByteSet.FromCodePage("-B", 28592);

    /// <summary>ISO-IR 109.</summary>
    public static readonly CodeElement Latin3 = SingleByteSet.FromCodePage("-C", 28593);

    /// <summary>ISO-IR 110.</summary>
    public static readonly CodeElement Latin4 = SingleByteSet.FromCodePage("-D", 28594);

    /// <summary>ISO-IR 144.</summary>
    public static readonly CodeElement Cyrillic = SingleByteSet.FromCodePage("-L", 28595);

    /// <summary>ISO-IR 127.</summary>
    public static readonly CodeElement Arabic = SingleByteSet.FromCodePage("-G", 28596);

    /// <summary>ISO-IR 126, with the additions of ISO 8859-7:2003; the code page has older letters for some.</summary>
    public static readonly CodeElement Greek = SingleByteSet.FromCodePage("-F", 28597, "\u00A1\u00A2\u00A4\u00A5\u00AA", "\u2018\u2019\u20AC\u20AF\u037A");

    /// <summary>ISO-IR 138, with the two marks for direction of ISO 8859-8:1999.</summary>
    public static readonly CodeElement Hebrew = SingleByteSet.FromCodePage("-H", 28598, "\u00AF\u00FD\u00FE", "\u00AF\u200E\u200F");

    /// <summary>ISO-IR 148.</summary>
    public static readonly CodeElement Latin5 = SingleByteSet.FromCodePage("-M", 28599);

    /// <summary>ISO-IR 203.</summary>
    public static readonly CodeElement Latin9 = SingleByteSet.FromCodePage("-b", 28605);

    /// <summary>ISO-IR 166, TIS 620.</summary>
    public static readonly CodeElement Thai = SingleByteSet.FromCodePage("-T", 874);

    /// <summary>ISO-IR 87, JIS X 0208. Microsoft's mapping has full width forms for six signs.</summary>
    public static readonly CodeElement JisX0208 = new DoubleByteSet("$B", isG1: false, 20932, 0x8080, [],
        [(0x2141, '\uFF5E'), (0x2142, '\u2225'), (0x215D, '\uFF0D'), (0x2171, '\uFFE0'), (0x2172, '\uFFE1'), (0x224C, '\uFFE2')]);

    /// <summary>ISO-IR 159, JIS X 0212: the code page tells it from JIS X 0208 by the high bit of the second byte.</summary>
    public static readonly CodeElement JisX0212 = new DoubleByteSet("$(D", isG1: false, 20932, 0x8000, [(0x2237, '\uFF5E'), (0x2271, '\u2116')], []);

    /// <summary>ISO-IR 149, KS X 1001.</summary>
    public static readonly CodeElement KsX1001 = new DoubleByteSet("$)C", isG1: true, 949, 0x8080, [], []);

    /// <summary>ISO-IR 58, GB 2312. Older mappings have other signs for the middle dot and the dash.</summary>
    public static readonly CodeElement Gb2312 = new DoubleByteSet("$)A", isG1: true, 936, 0x8080, [], [(0x2124, '\u30FB'), (0x212A, '\u2015')]);

    private static readonly CodeElement[] All =
        [Ascii, Romaji, Katakana, Latin1, Latin2, Latin3, Latin4, Cyrillic, Arabic, Greek, Hebrew, Latin5, Latin9, Thai, JisX0208, JisX0212, KsX1001, Gb2312];

    /// <summary>The set that an escape sequence designates and the length of the sequence; null when it is none of DICOM's.</summary>
    /// <param name="bytes">Begin with ESC.</param>
    /// <param name="length">Bytes of the sequence.</param>
    public static CodeElement? FromEscape(ReadOnlySpan<byte> bytes, out int length)
    {
        // JIS C 6226:1978, the predecessor of JIS X 0208, is not DICOM but is met.
        if (bytes.StartsWith("\x1B$@"u8))
        {
            length = 3;
            return JisX0208;
        }

        foreach (CodeElement element in All)
        {
            if (bytes.StartsWith(element.Escape))
            {
                length = element.Escape.Length;
                return element;
            }
        }

        length = 0;
        return null;
    }
}
