using System.Globalization;

namespace Pacs.Core;

/// <summary>A range of times within a day, both ends included, either end open (PS3.4 §C.2.2.2.5.2). Crossing midnight is not possible.</summary>
/// <param name="From">Earliest time, or null for no lower bound.</param>
/// <param name="To">Latest time, or null for no upper bound.</param>
public readonly record struct TimeRange(TimeOnly? From, TimeOnly? To)
{
    /// <summary>That time and later ones of the day.</summary>
    public static TimeRange Since(TimeOnly first) => new(first, null);

    /// <summary>That time and earlier ones of the day.</summary>
    public static TimeRange Until(TimeOnly last) => new(null, last);

    /// <summary>The times from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static TimeRange Between(TimeOnly first, TimeOnly last) => new(first, last);

    /// <summary>Whether both ends are open.</summary>
    public bool IsUnrestricted => From is null && To is null;

    /// <summary>Whether a time lies in the range.</summary>
    public bool Contains(TimeOnly time) => !(time < From) && !(time > To);

    /// <summary>Reads <c>10</c>, <c>1030</c>, <c>103000.5</c>, <c>08-1030</c>, <c>08-</c> or <c>-1030</c>.</summary>
    /// <remarks>A bound given with less precision means the whole of that hour, minute or second: <c>08-10</c> ends at 10:59:59.9999999, and <c>10</c> alone is the hour.</remarks>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeRange range)
    {
        range = default;
        text = text.Trim(" \0");
        int dash = text.IndexOf('-');
        if (dash < 0)
        {
            if (!TryParseTime(text, out TimeOnly first, out TimeOnly last)) return false;
            range = new TimeRange(first, last);
            return true;
        }

        ReadOnlySpan<char> left = text[..dash].Trim(), right = text[(dash + 1)..].Trim();
        if (left.IsEmpty && right.IsEmpty) return false;
        TimeOnly from = default, to = default;
        if (!left.IsEmpty && !TryParseTime(left, out from, out _)) return false;
        if (!right.IsEmpty && !TryParseTime(right, out _, out to)) return false;
        range = new TimeRange(left.IsEmpty ? null : from, right.IsEmpty ? null : to);
        return true;
    }

    /// <summary>The text of a TM key, e.g. <c>080000.000000-105959.999999</c>; empty where both ends are open.</summary>
    public override string ToString() =>
        IsUnrestricted ? string.Empty
        : From == To ? Format(From)
        : $"{Format(From)}-{Format(To)}";

    /// <summary>Reads the value of a TM element: <c>HH[MM[SS[.F{1-6}]]]</c>, or the older form with colons (PS3.5 §6.2).</summary>
    /// <param name="text">The value; padding is ignored.</param>
    /// <param name="first">The first instant it can mean.</param>
    /// <param name="last">The last instant it can mean.</param>
    internal static bool TryParseTime(ReadOnlySpan<char> text, out TimeOnly first, out TimeOnly last)
    {
        first = last = default;
        text = text.Trim(" \0");
        Span<char> digits = stackalloc char[16];
        int count = 0;
        foreach (char c in text)
        {
            if (c == ':') continue;
            if (count == digits.Length) return false;
            digits[count++] = c;
        }

        return TryParseDigits(digits[..count], out first, out last);
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, out TimeOnly first, out TimeOnly last)
    {
        first = last = default;
        ReadOnlySpan<char> fraction = default;
        int dot = text.IndexOf('.');
        if (dot >= 0)
        {
            fraction = text[(dot + 1)..];
            text = text[..dot];
            if (text.Length != 6 || fraction.Length is 0 or > 6) return false;
        }

        if (text.Length is not (2 or 4 or 6)) return false;
        int minute = 0, second = 0, parsedFraction = 0;
        if (!TryDigits(text[..2], out int hour) || hour > 23) return false;
        if (text.Length >= 4 && (!TryDigits(text[2..4], out minute) || minute > 59)) return false;
        // A leap second (60) is a legal value (PS3.5 §6.2) that TimeOnly cannot hold; it counts as the second before.
        if (text.Length == 6 && (!TryDigits(text[4..6], out second) || second > 60)) return false;
        if (!fraction.IsEmpty && !TryDigits(fraction, out parsedFraction)) return false;
        second = Math.Min(second, 59);

        long width = text.Length switch { 2 => TimeSpan.TicksPerHour, 4 => TimeSpan.TicksPerMinute, _ => TimeSpan.TicksPerSecond };
        long ticks = hour * TimeSpan.TicksPerHour + minute * TimeSpan.TicksPerMinute + second * TimeSpan.TicksPerSecond;
        for (int i = 0; i < fraction.Length; i++) width /= 10;
        ticks += parsedFraction * width;
        first = new TimeOnly(ticks);
        last = new TimeOnly(ticks + width - 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Format(TimeOnly? time) => time?.ToString("HHmmss.ffffff", CultureInfo.InvariantCulture) ?? string.Empty;
}
