using System.Globalization;

namespace Pacs.Core;

/// <summary>An age as an AS value states it, such as <c>018M</c> (PS3.5 §6.2).</summary>
/// <param name="Count">How many units, 0 to 999.</param>
/// <param name="Unit">Of what.</param>
public readonly record struct DicomAge(int Count, AgeUnit Unit)
{
    /// <summary>Reads three digits and a unit. Fewer digits and a small letter are tolerated; padding is ignored.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomAge age)
    {
        age = default;
        text = text.Trim(" \0");
        if (text.Length is < 2 or > 4 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return false;
        AgeUnit? unit = char.ToUpperInvariant(text[^1]) switch { 'D' => AgeUnit.Days, 'W' => AgeUnit.Weeks, 'M' => AgeUnit.Months, 'Y' => AgeUnit.Years, _ => null };
        if (unit is null) return false;
        age = new DicomAge(count, unit.Value);
        return true;
    }

    /// <summary>The age on a day, in the unit that AS values are written with: years from two years on, months from eight weeks, then weeks and days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is before the birth date, or more than 999 years after it.</exception>
    public static DicomAge Between(DateOnly birth, DateOnly day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, birth);
        int months = (day.Year - birth.Year) * 12 + day.Month - birth.Month - (day.Day < birth.Day ? 1 : 0);
        int days = day.DayNumber - birth.DayNumber;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months / 12, 999, nameof(day));
        if (months >= 24) return new DicomAge(months / 12, AgeUnit.Years);
        if (days >= 56) return new DicomAge(months, AgeUnit.Months);
        return days >= 14 ? new DicomAge(days / 7, AgeUnit.Weeks) : new DicomAge(days, AgeUnit.Days);
    }

    /// <summary>The AS value: three digits and a unit.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count:000}{Unit switch { AgeUnit.Days => 'D', AgeUnit.Weeks => 'W', AgeUnit.Months => 'M', _ => 'Y' }}");
}

/// <summary>Units of an age.</summary>
public enum AgeUnit
{
    /// <summary>Days.</summary>
    Days,
    /// <summary>Weeks.</summary>
    Weeks,
    /// <summary>Months.</summary>
    Months,
    /// <summary>Years.</summary>
    Years,
}
