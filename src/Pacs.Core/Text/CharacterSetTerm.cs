using System.Text;

namespace Pacs.Core;

/// <summary>A defined term of Specific Character Set (PS3.3 §C.12.1.1.2) and what it stands for.</summary>
/// <param name="Number">The ISO-IR number, or the name of an encoding that has none.</param>
/// <param name="G0">Its set for G0; null when it leaves G0 to others.</param>
/// <param name="G1">Its set for G1, or null.</param>
/// <param name="Whole">An encoding that is not built of code elements: UTF-8, GB18030, GBK.</param>
internal sealed record CharacterSetTerm(string Number, CodeElement? G0, CodeElement? G1, Lazy<Encoding>? Whole)
{
    private static readonly CharacterSetTerm[] All =
    [
        new("6", CodeElements.Ascii, null, null),
        new("100", CodeElements.Ascii, CodeElements.Latin1, null),
        new("101", CodeElements.Ascii, CodeElements.Latin2, null),
        new("109", CodeElements.Ascii, CodeElements.Latin3, null),
        new("110", CodeElements.Ascii, CodeElements.Latin4, null),
        new("144", CodeElements.Ascii, CodeElements.Cyrillic, null),
        new("127", CodeElements.Ascii, CodeElements.Arabic, null),
        new("126", CodeElements.Ascii, CodeElements.Greek, null),
        new("138", CodeElements.Ascii, CodeElements.Hebrew, null),
        new("148", CodeElements.Ascii, CodeElements.Latin5, null),
        new("203", CodeElements.Ascii, CodeElements.Latin9, null),
        new("13", CodeElements.Romaji, CodeElements.Katakana, null),
        new("166", CodeElements.Ascii, CodeElements.Thai, null),
        new("87", CodeElements.JisX0208, null, null),
        new("159", CodeElements.JisX0212, null, null),
        new("149", null, CodeElements.KsX1001, null),
        new("58", null, CodeElements.Gb2312, null),
        new("192", null, null, new(() => CodePages.Get(65001))),
        new("GB18030", null, null, new(() => CodePages.Get(54936))),
        new("GBK", null, null, new(() => CodePages.Get(936))),
    ];

    /// <summary>ISO-IR 6, also meant by an empty value.</summary>
    public static CharacterSetTerm DefaultRepertoire => All[0];

    /// <summary>Whether it needs an escape sequence before its first character, since it has two bytes a character.</summary>
    public bool IsDoubleByte => G0 is { IsDoubleByte: true } || G1 is { IsDoubleByte: true };

    /// <summary>The defined term as the standard writes it.</summary>
    public string ToTerm(bool withCodeExtensions) =>
        Whole is not null && Number != "192" ? Number
        : withCodeExtensions || IsDoubleByte ? $"ISO 2022 IR {Number}"
        : $"ISO_IR {Number}";

    /// <summary>Finds the term that a value means, also when it has other separators or a name for the same set; null when it means nothing known.</summary>
    /// <param name="value">One value of Specific Character Set.</param>
    /// <param name="isExtension">Whether it was written as a term with code extensions (ISO 2022 ...).</param>
    public static CharacterSetTerm? Find(string value, out bool isExtension)
    {
        // "ISO_IR 100", "ISO IR 100", "ISO-IR_100", "iso ir100" are all met.
        string key = string.Concat(value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        isExtension = false;
        CharacterSetTerm? term = key.Length == 0 ? DefaultRepertoire : null;
        foreach (string prefix in (ReadOnlySpan<string>)["ISO2022IR", "ISO2022", "ISOIR", "IR"])
        {
            if (term is not null || !key.StartsWith(prefix, StringComparison.Ordinal)) continue;
            string number = key[prefix.Length..];
            term = Array.Find(All, t => t.Number == number);
            isExtension = term is not null && prefix.StartsWith("ISO2022", StringComparison.Ordinal);
        }

        return term ?? (ByOtherName(key) is { } other ? Array.Find(All, t => t.Number == other) : null);
    }

    private static string? ByOtherName(string key) => key switch
    {
        "UTF8" or "UNICODE" or "UNICODE11UTF8" or "ISO10646" or "ISO10646UTF8" => "192",
        "GB18030" or "GB180302000" or "GB180302005" => "GB18030",
        "GBK" or "GB2312" or "CP936" => "GBK", // GBK contains GB 2312 with the same bytes
        "ASCII" or "USASCII" or "ISO646" => "6",
        "LATIN1" or "ISO88591" => "100",
        "LATIN2" or "ISO88592" => "101",
        "LATIN3" or "ISO88593" => "109",
        "LATIN4" or "ISO88594" => "110",
        "ISO88595" => "144",
        "ISO88596" => "127",
        "ISO88597" => "126",
        "ISO88598" => "138",
        "LATIN5" or "ISO88599" => "148",
        "LATIN9" or "ISO885915" => "203",
        "TIS620" or "ISO885911" => "166",
        "EUCKR" => "149",
        _ => null,
    };
}
