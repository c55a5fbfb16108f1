using System.Text;

namespace Pacs.Core;

/// <summary>A set with one byte a character.</summary>
internal sealed class SingleByteSet : CodeElement
{
    private readonly Lazy<char[]> _chars;
    private readonly Lazy<Dictionary<char, byte>> _codes;

    /// <param name="escape">After ESC.</param>
    /// <param name="isG1">To which code element it goes.</param>
    /// <param name="charOf">Gives the character of a code from 20 to 7F, U+FFFD for none; called on first use.</param>
    public SingleByteSet(string escape, bool isG1, Func<int, char> charOf)
        : base(escape, isG1, isDoubleByte: false)
    {
        _chars = new(() => [.. Enumerable.Range(0x20, 0x60).Select(charOf)]);
        _codes = new(() =>
        {
            var codes = new Dictionary<char, byte>();
            for (int code = 0x20; code < 0x80; code++) codes.TryAdd(ToChar(code), (byte)code);
            codes.Remove('\uFFFD');
            return codes;
        });
    }

    /// <summary>The upper half of a code page, apart from some codes.</summary>
    public static SingleByteSet FromCodePage(string escape, int codePage, string exceptCodes = "", string exceptChars = "")
    {
        return new SingleByteSet(escape, isG1: true, code =>
        {
            int exception = exceptCodes.IndexOf((char)(code | 0x80));
            return exception >= 0 ? exceptChars[exception] : StandardOnly(CodePages.Get(codePage).GetString([(byte)(code | 0x80)])[0]);
        });
    }

    public override char ToChar(int code) => code >= 0x20 ? _chars.Value[code - 0x20] : '\uFFFD';

    public override int ToCode(char c) => _codes.Value.TryGetValue(c, out byte code) ? code : -1;
}
