using System.Xml;

namespace Pacs.Core;

/// <summary>Text as XML can hold it.</summary>
internal static class XmlText
{
    /// <summary>The text, with U+FFFD for what XML 1.0 has no way to write: form feed, escape and other controls, halves of surrogate pairs.</summary>
    public static string Writable(string text)
    {
        int first = FirstUnwritable(text);
        if (first < 0) return text;
        char[] chars = text.ToCharArray();
        for (int i = first; i < chars.Length; i++)
        {
            if (IsPair(chars, i)) i++;
            else if (!XmlConvert.IsXmlChar(chars[i])) chars[i] = '\uFFFD';
        }

        return new string(chars);
    }

    private static int FirstUnwritable(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) continue;
            if (!IsPair(text, i)) return i;
            i++;
        }

        return -1;
    }

    private static bool IsPair(ReadOnlySpan<char> text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
}
