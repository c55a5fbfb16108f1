using System.Globalization;

namespace Pacs.Core;

/// <summary>A date and time as a DT value states it: to some precision, with an offset from UTC or without (PS3.5 §6.2).</summary>
/// <param name="Value">The first moment the value can mean, in the value's own time zone; its kind is unspecified.</param>
/// <param name="Precision">What the value states; the rest of <paramref name="Value"/> is at its beginning.</param>
/// <param name="Offset">Offset from UTC; null when the value states none, so that Timezone Offset From UTC (0008,0201) or local time holds.</param>
public readonly record struct DicomDateTime(DateTime Value, DateTimePrecision Precision = DateTimePrecision.Microsecond, TimeSpan? Offset = null)
{
    private static readonly string[] Formats =
        ["yyyy", "yyyyMM", "yyyyMMdd", "yyyyMMddHH", "yyyyMMddHHmm", "yyyyMMddHHmmss", "yyyyMMddHHmmss.f", "yyyyMMddHHmmss.ff", "yyyyMMddHHmmss.fff", "yyyyMMddHHmmss.ffff", "yyyyMMddHHmmss.fffff", "yyyyMMddHHmmss.ffffff"];

    /// <summary>A moment to the microsecond, with its offset.</summary>
    public DicomDateTime(DateTimeOffset moment)
        : this(DateTime.SpecifyKind(moment.DateTime, DateTimeKind.Unspecified), DateTimePrecision.Microsecond, moment.Offset)
    {
    }

    /// <summary>The day; the first one where the value states none.</summary>
    public DateOnly Date => DateOnly.FromDateTime(Value);

    /// <summary>The time of the day; null when the value states none.</summary>
    public TimeOnly? Time => Precision >= DateTimePrecision.Hour ? TimeOnly.FromDateTime(Value) : null;

    /// <summary>Reads <c>YYYY[MM[DD[HH[MM[SS[.F{1-6}]]]]]][&amp;ZZXX]</c>; padding is ignored. A leap second counts as the second before.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomDateTime moment)
    {
        moment = default;
        text = text.Trim(" \0");
        TimeSpan? offset = null;
        int sign = text.LastIndexOfAny('+', '-');
        if (sign >= 0)
        {
            // "2025-2026" is a range of years, not a year with an offset: offsets are -1200 to +1400.
            if (sign < 4 || !TryParseOffset(text[sign..], out TimeSpan stated)) return false;
            offset = stated;
            text = text[..sign];
        }

        ReadOnlySpan<char> date = text.Length > 8 ? text[..8] : text;
        DateTime start;
        DateTimePrecision precision;
        if (date.Length == 4 && int.TryParse(date, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year >= 1)
        {
            start = new DateTime(year, 1, 1);
            precision = DateTimePrecision.Year;
        }
        else if (date.Length == 6 && DateTime.TryParseExact(date, "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.None, out start))
        {
            precision = DateTimePrecision.Month;
        }
        else if (date.Length == 8 && DateRange.TryParseDate(date, out DateOnly day))
        {
            start = day.ToDateTime(TimeOnly.MinValue);
            precision = DateTimePrecision.Day;
        }
        else
        {
            return false;
        }

        if (text.Length > 8)
        {
            if (!TimeRange.TryParseTime(text[8..], out TimeOnly from, out TimeOnly to)) return false;
            start += from.ToTimeSpan();
            precision = PrecisionOf(to.Ticks - from.Ticks + 1);
        }

        moment = new DicomDateTime(start, precision, offset);
        return true;
    }

    /// <summary>Reads a DT value as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">The text is no DT value.</exception>
    public static DicomDateTime Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out DicomDateTime moment) ? moment : throw new FormatException($"'{text}' is no date and time such as 20260131103000.5+0100.");

    /// <summary>The first moment the value can mean.</summary>
    /// <param name="offset">Offset from UTC where the value states none.</param>
    public DateTimeOffset First(TimeSpan offset = default) => At(Value, Offset ?? offset);

    /// <summary>The last moment the value can mean, 100 ns exact.</summary>
    /// <param name="offset">Offset from UTC where the value states none.</param>
    public DateTimeOffset Last(TimeSpan offset = default) => At(Precision switch
    {
        DateTimePrecision.Year => new DateTime(Value.Year, 12, 31).AddTicks(TimeSpan.TicksPerDay - 1),
        DateTimePrecision.Month => new DateTime(Value.Year, Value.Month, DateTime.DaysInMonth(Value.Year, Value.Month)).AddTicks(TimeSpan.TicksPerDay - 1),
        _ => Value.AddTicks(TicksOf(Precision) - 1),
    }, Offset ?? offset);

    /// <summary>The DT value.</summary>
    public override string ToString()
    {
        string text = Value.ToString(Formats[(int)Precision], CultureInfo.InvariantCulture);
        return Offset is { } offset ? text + FormatOffset(offset) : text;
    }

    /// <summary>Reads <c>&amp;ZZXX</c>, as in DT values and in Timezone Offset From UTC (0008,0201): -1200 to +1400.</summary>
    internal static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        text = text.Trim(" \0");
        if (text is not ['+' or '-', _, _, _, _] || !int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int hhmm)) return false;
        if (hhmm / 100 > 14 || hhmm % 100 > 59 || hhmm > 1400) return false;
        offset = new TimeSpan(hhmm / 100, hhmm % 100, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    internal static string FormatOffset(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.Duration().Hours:00}{offset.Duration().Minutes:00}");

    // The ends of time have no moment in some zones.
    private static DateTimeOffset At(DateTime value, TimeSpan offset)
    {
        long utc = value.Ticks - offset.Ticks;
        return utc < DateTimeOffset.MinValue.Ticks ? DateTimeOffset.MinValue : utc > DateTimeOffset.MaxValue.Ticks ? DateTimeOffset.MaxValue : new DateTimeOffset(value, offset);
    }

    private static long TicksOf(DateTimePrecision precision)
    {
        long ticks = precision switch { DateTimePrecision.Day => TimeSpan.TicksPerDay, DateTimePrecision.Hour => TimeSpan.TicksPerHour, DateTimePrecision.Minute => TimeSpan.TicksPerMinute, _ => TimeSpan.TicksPerSecond };
        for (var digit = DateTimePrecision.Second; digit < precision; digit++) ticks /= 10;
        return ticks;
    }

    private static DateTimePrecision PrecisionOf(long ticks)
    {
        var precision = DateTimePrecision.Hour;
        while (TicksOf(precision) > ticks) precision++;
        return precision;
    }
}
