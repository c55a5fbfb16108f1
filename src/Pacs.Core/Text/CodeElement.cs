namespace Pacs.Core;

/// <summary>A coded character set as ISO/IEC 2022 designates it to G0 (bytes 21 to 7E) or G1 (A0 to FF), with one or two bytes a character.</summary>
internal abstract class CodeElement
{
    protected CodeElement(string escape, bool isG1, bool isDoubleByte)
    {
        Escape = [0x1B, .. System.Text.Encoding.ASCII.GetBytes(escape)];
        IsG1 = isG1;
        IsDoubleByte = isDoubleByte;
    }

    /// <summary>The escape sequence that designates it (PS3.3 Tables C.12-3 and C.12-4).</summary>
    public byte[] Escape { get; }

    /// <summary>Whether its bytes have the high bit set.</summary>
    public bool IsG1 { get; }

    public bool IsDoubleByte { get; }

    /// <summary>The character of a code, or U+FFFD where there is none.</summary>
    /// <param name="code">One or two bytes without their high bits.</param>
    public abstract char ToChar(int code);

    /// <summary>The code of a character, or -1.</summary>
    public abstract int ToCode(char c);

    /// <summary>The code of a character that other mappings of the set have in place of ours, or -1. It reads back as ours.</summary>
    public virtual int ToCodeOfAlternative(char c) => -1;

    /// <summary>Leaves private use characters out: they are a vendor's additions to the standard set.</summary>
    protected static char StandardOnly(char c) => c is >= '\uE000' and <= '\uF8FF' ? '\uFFFD' : c;
}
