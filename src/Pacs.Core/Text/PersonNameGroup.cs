namespace Pacs.Core;

/// <summary>A name in one writing: five components (PS3.5 §6.2.1.1). Without any text it is the default value.</summary>
public readonly record struct PersonNameGroup
{
    private readonly string? _family, _given, _middle, _prefix, _suffix;

    /// <summary>Makes a group of its components; null is empty.</summary>
    public PersonNameGroup(string? family, string? given = null, string? middle = null, string? prefix = null, string? suffix = null)
    {
        (Family, Given, Middle, Prefix, Suffix) = (family!, given!, middle!, prefix!, suffix!);
    }

    /// <summary>Family name complex.</summary>
    public string Family
    {
        get => _family ?? string.Empty;
        init => _family = Empty(value);
    }

    /// <summary>Given name complex.</summary>
    public string Given
    {
        get => _given ?? string.Empty;
        init => _given = Empty(value);
    }

    /// <summary>Middle name.</summary>
    public string Middle
    {
        get => _middle ?? string.Empty;
        init => _middle = Empty(value);
    }

    /// <summary>Name prefix, such as a title.</summary>
    public string Prefix
    {
        get => _prefix ?? string.Empty;
        init => _prefix = Empty(value);
    }

    /// <summary>Name suffix, such as a degree.</summary>
    public string Suffix
    {
        get => _suffix ?? string.Empty;
        init => _suffix = Empty(value);
    }

    /// <summary>Whether there is no text.</summary>
    public bool IsEmpty => _family is null && _given is null && _middle is null && _prefix is null && _suffix is null;

    /// <summary>Reads a component group, decoded.</summary>
    public static PersonNameGroup Parse(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(" \0^");
        Span<Range> parts = stackalloc Range[5];
        int count = text.Split(parts, '^');
        return new PersonNameGroup(Part(text, parts, 0), Part(text, parts, 1), Part(text, parts, 2), Part(text, parts, 3), Part(text, parts, 4));

        string? Part(ReadOnlySpan<char> all, ReadOnlySpan<Range> ranges, int index) => index < count ? all[ranges[index]].TrimEnd(' ').ToString() : null;
    }

    /// <summary>See <see cref="PersonName.ToComparable"/>.</summary>
    public PersonNameGroup ToComparable(bool ignoreAccents = false) => new(
        NameFolding.Fold(Family, ignoreAccents), NameFolding.Fold(Given, ignoreAccents), NameFolding.Fold(Middle, ignoreAccents),
        NameFolding.Fold(Prefix, ignoreAccents), NameFolding.Fold(Suffix, ignoreAccents));

    /// <summary>The components with carets between them, none at the end.</summary>
    public override string ToString() => $"{Family}^{Given}^{Middle}^{Prefix}^{Suffix}".TrimEnd('^');

    private static string? Empty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
