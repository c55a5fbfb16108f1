using System.Globalization;
using System.Text;

namespace Pacs.Core;

/// <summary>Brings text into a form for comparison.</summary>
internal static class NameFolding
{
    /// <summary>Upper case, spaces single and none around; on demand without marks.</summary>
    public static string Fold(string text, bool ignoreAccents)
    {
        if (text.Length == 0) return text;
        if (Ascii.IsValid(text)) return Join(text.ToUpperInvariant());

        text = text.ToUpperInvariant();
        return Join(ignoreAccents ? WithoutMarks(text) : Compose(text));
    }

    /// <summary>One form for all: peers send é as one character or as two.</summary>
    private static string Compose(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (result.Length > 0 && LetterMarks.TryCompose(result[^1], c, out char composed)) result[^1] = composed;
            else result.Append(c);
        }

        return result.ToString();
    }

    private static string WithoutMarks(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in Compose(text))
        {
            char letter = c;
            while (LetterMarks.TryDecompose(letter, out char inner, out char mark) && IsMark(mark)) letter = inner;
            if (IsMark(letter)) continue;
            _ = Spelling(letter) is { } spelling ? result.Append(spelling) : result.Append(letter);
        }

        return result.ToString();
    }

    // Marks over letters of alphabets only: in kana, Thai or Indic scripts they tell words apart.
    private static bool IsMark(char c) => c is >= '\u0300' and <= '\u036F' or >= '\u1DC0' and <= '\u1DFF' or >= '\u0591' and <= '\u05C7' or >= '\u064B' and <= '\u065F'
        && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static string? Spelling(char c) => c switch
    {
        'ß' or 'ẞ' => "SS",
        'Æ' or 'æ' => "AE",
        'Œ' or 'œ' => "OE",
        'Ø' or 'ø' => "O",
        'Đ' or 'đ' or 'Ð' or 'ð' => "D",
        'Ł' or 'ł' => "L",
        'Þ' or 'þ' => "TH",
        'ı' => "I",
        'Ħ' or 'ħ' => "H",
        'Ŧ' or 'ŧ' => "T",
        _ => null,
    };

    private static string Join(string text)
    {
        text = text.Trim();
        return text.Contains("  ", StringComparison.Ordinal) ? string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : text;
    }
}
