using System.Globalization;

namespace Pacs.Core;

/// <summary>A range of dates, both ends included, either end open (PS3.4 §C.2.2.2.5.1).</summary>
/// <param name="From">First day, or null for no lower bound.</param>
/// <param name="To">Last day, or null for no upper bound.</param>
public readonly record struct DateRange(DateOnly? From, DateOnly? To)
{
    /// <summary>That day and later ones.</summary>
    public static DateRange Since(DateOnly first) => new(first, null);

    /// <summary>That day and earlier ones.</summary>
    public static DateRange Until(DateOnly last) => new(null, last);

    /// <summary>That day only.</summary>
    public static DateRange On(DateOnly day) => new(day, day);

    /// <summary>The days from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static DateRange Between(DateOnly first, DateOnly last) => new(first, last);

    /// <summary>Whether both ends are open.</summary>
    public bool IsUnrestricted => From is null && To is null;

    /// <summary>Whether a day lies in the range.</summary>
    public bool Contains(DateOnly day) => !(day < From) && !(day > To);

    /// <summary>Reads <c>20260101</c>, <c>20260101-20260131</c>, <c>20260101-</c> or <c>-20260131</c>; spaces around the parts are ignored, and so are the periods of the ACR-NEMA form <c>2026.01.01</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateRange range)
    {
        range = default;
        text = text.Trim(" \0");
        int dash = text.IndexOf('-');
        if (dash < 0)
        {
            if (!TryParseDate(text, out DateOnly day)) return false;
            range = On(day);
            return true;
        }

        ReadOnlySpan<char> left = text[..dash].Trim(), right = text[(dash + 1)..].Trim();
        if (left.IsEmpty && right.IsEmpty) return false;
        DateOnly from = default, to = default;
        if (!left.IsEmpty && !TryParseDate(left, out from)) return false;
        if (!right.IsEmpty && !TryParseDate(right, out to)) return false;
        range = new DateRange(left.IsEmpty ? null : from, right.IsEmpty ? null : to);
        return true;
    }

    /// <summary>The text of a DA key: <c>20260101-20260131</c>, one date where both ends are the same, empty where both are open.</summary>
    public override string ToString() =>
        IsUnrestricted ? string.Empty
        : From == To ? Format(From)
        : $"{Format(From)}-{Format(To)}";

    /// <summary>Reads the value of a DA element, <c>YYYYMMDD</c> or the older <c>YYYY.MM.DD</c> (PS3.5 §6.2).</summary>
    internal static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly day)
    {
        text = text.Trim(" \0");
        return text.Length == 8
            ? DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            : DateOnly.TryParseExact(text, "yyyy.MM.dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    private static string Format(DateOnly? day) => day?.ToString("yyyyMMdd", CultureInfo.InvariantCulture) ?? string.Empty;
}
