namespace Pacs.Core;

/// <summary>A person name (VR PN, PS3.5 §6.2.1): the same name in up to three writings, each of up to five components.</summary>
/// <remarks>Parsing never fails: further groups or components than the standard has stay in the last. <see cref="ToString()"/> gives back the text without what means nothing: delimiters and spaces at the end of a group or of the name.</remarks>
/// <param name="Alphabetic">In letters; or whatever characters the only writing has.</param>
/// <param name="Ideographic">In ideographs, such as kanji or hanja.</param>
/// <param name="Phonetic">In phonetic characters, such as hiragana or hangul.</param>
public readonly record struct PersonName(PersonNameGroup Alphabetic, PersonNameGroup Ideographic = default, PersonNameGroup Phonetic = default)
{
    /// <summary>Whether no writing has any text.</summary>
    public bool IsEmpty => Alphabetic.IsEmpty && Ideographic.IsEmpty && Phonetic.IsEmpty;

    /// <summary>Family name of the alphabetic writing, or of the first that there is.</summary>
    public string Family => First.Family;

    /// <summary>Given names of the alphabetic writing, or of the first that there is.</summary>
    public string Given => First.Given;

    private PersonNameGroup First => !Alphabetic.IsEmpty ? Alphabetic : !Ideographic.IsEmpty ? Ideographic : Phonetic;

    /// <summary>Reads one value of a PN element, decoded.</summary>
    public static PersonName Parse(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(" \0=^");
        Span<Range> groups = stackalloc Range[3];
        int count = text.Split(groups, '=');
        return new PersonName(
            count > 0 ? PersonNameGroup.Parse(text[groups[0]]) : default,
            count > 1 ? PersonNameGroup.Parse(text[groups[1]]) : default,
            count > 2 ? PersonNameGroup.Parse(text[groups[2]]) : default);
    }

    /// <summary>A form in which names that are meant to be the same are equal, ordinally: upper case, components without surrounding or doubled spaces.</summary>
    /// <param name="ignoreAccents">Also leaves accents and other marks out: Müller as MULLER; and writes letters that are no letter with a mark as readers without them do: ß as SS, Ø as O.</param>
    public string ToComparable(bool ignoreAccents = false) =>
        new PersonName(Alphabetic.ToComparable(ignoreAccents), Ideographic.ToComparable(ignoreAccents), Phonetic.ToComparable(ignoreAccents)).ToString();

    /// <summary>The value as it stands in a PN element.</summary>
    public override string ToString() => $"{Alphabetic}={Ideographic}={Phonetic}".TrimEnd('=');
}
