using System.Text;

namespace Pacs.Core;

/// <summary>Strings of a generated text.</summary>
internal static class TextTable
{
    /// <summary>Line <paramref name="index"/> without its line feed.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="offsets">A column of 32-bit offsets of the lines and, last, of the end.</param>
    /// <param name="index">Counts from 0.</param>
    public static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text, ReadOnlySpan<byte> offsets, int index) =>
        text[(int)TableData.UInt32(offsets, index)..((int)TableData.UInt32(offsets, index + 1) - 1)];

    /// <summary>Whether a line is a word or begins with it, followed by a space.</summary>
    public static bool StartsWithWord(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.StartsWith(word) && (line.Length == word.Length || line[word.Length] == ' ');

    /// <summary>The text up to the first space, and what follows it.</summary>
    public static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> rest)
    {
        int space = line.IndexOf((byte)' ');
        rest = space < 0 ? [] : line[(space + 1)..];
        return space < 0 ? line : line[..space];
    }

    /// <summary>Characters as ASCII bytes; false when there are others or too many.</summary>
    public static bool TryToAscii(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        return text.Length <= bytes.Length && Ascii.FromUtf16(text, bytes, out length) == System.Buffers.OperationStatus.Done;
    }
}
