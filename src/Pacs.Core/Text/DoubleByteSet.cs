namespace Pacs.Core;

/// <summary>A set of 94 by 94 characters with two bytes each.</summary>
internal sealed class DoubleByteSet : CodeElement
{
    private const int Width = 94;
    private readonly Lazy<char[]> _chars;
    private readonly Lazy<Dictionary<char, ushort>> _codes;
    private readonly (int Code, char Char)[] _alternatives;

    /// <param name="escape">After ESC.</param>
    /// <param name="isG1">To which code element it goes.</param>
    /// <param name="codePage">A code page that holds the set.</param>
    /// <param name="highBits">Bits to add to a code of the set to get that of the code page.</param>
    /// <param name="corrections">Characters where the code page has none.</param>
    /// <param name="alternatives">Characters that other mappings have for a code; they are encoded, never decoded.</param>
    public DoubleByteSet(string escape, bool isG1, int codePage, int highBits, (int Code, char Char)[] corrections, (int Code, char Char)[] alternatives)
        : base(escape, isG1, isDoubleByte: true)
    {
        _alternatives = alternatives;
        _chars = new(() => Load(codePage, highBits, corrections));
        _codes = new(() =>
        {
            var codes = new Dictionary<char, ushort>();
            for (int i = 0; i < Width * Width; i++) codes.TryAdd(_chars.Value[i], (ushort)((i / Width + 0x21) << 8 | (i % Width + 0x21)));
            codes.Remove('\uFFFD');
            return codes;
        });
    }

    public override char ToChar(int code)
    {
        int row = (code >> 8) - 0x21, cell = (code & 0xFF) - 0x21;
        return (uint)row < Width && (uint)cell < Width ? _chars.Value[row * Width + cell] : '\uFFFD';
    }

    public override int ToCode(char c) => _codes.Value.TryGetValue(c, out ushort code) ? code : -1;

    public override int ToCodeOfAlternative(char c)
    {
        foreach ((int code, char other) in _alternatives)
            if (other == c) return code;
        return -1;
    }

    private static char[] Load(int codePage, int highBits, (int Code, char Char)[] corrections)
    {
        System.Text.Encoding encoding = CodePages.Get(codePage);
        var chars = new char[Width * Width];
        Span<char> one = stackalloc char[2];
        for (int i = 0; i < chars.Length; i++)
        {
            int code = ((i / Width + 0x21) << 8 | (i % Width + 0x21)) | highBits;
            chars[i] = encoding.GetChars([(byte)(code >> 8), (byte)code], one) == 1 ? StandardOnly(one[0]) : '\uFFFD';
        }

        foreach ((int code, char c) in corrections) chars[((code >> 8) - 0x21) * Width + (code & 0xFF) - 0x21] = c;
        return chars;
    }
}
