using System.Globalization;

namespace Pacs.Core;

/// <summary>Dates, times and ages of a data set (DA, TM, DT, AS; PS3.5 §6.2).</summary>
/// <remarks>A value that is absent or malformed is null. The older forms <c>2026.01.31</c> and <c>10:30:00</c> are read.</remarks>
public static class DicomDates
{
    /// <summary>The day of a DA or DT value, or null. A DT value without a day counts as malformed here.</summary>
    public static DateOnly? GetDate(this DicomDataset dataset, DicomTag tag, int index = 0)
    {
        if (Value(dataset, tag, index) is not { } text) return null;
        if (DateRange.TryParseDate(text, out DateOnly day)) return day;
        return DicomDateTime.TryParse(text, out DicomDateTime moment) && moment.Precision >= DateTimePrecision.Day ? moment.Date : null;
    }

    /// <summary>All days in order; empty when absent or when one is malformed.</summary>
    public static IReadOnlyList<DateOnly> GetDates(this DicomDataset dataset, DicomTag tag) => All(dataset, tag, GetDate);

    /// <summary>The time of a TM value, or of the time that a DT value states; null otherwise. What is not stated is zero: <c>10</c> is 10:00.</summary>
    public static TimeOnly? GetTime(this DicomDataset dataset, DicomTag tag, int index = 0)
    {
        if (Value(dataset, tag, index) is not { } text) return null;
        if (TimeRange.TryParseTime(text, out TimeOnly time, out _)) return time;
        return DicomDateTime.TryParse(text, out DicomDateTime moment) ? moment.Time : null;
    }

    /// <summary>All times in order; empty when absent or when one is malformed.</summary>
    public static IReadOnlyList<TimeOnly> GetTimes(this DicomDataset dataset, DicomTag tag) => All(dataset, tag, GetTime);

    /// <summary>The DT value (or the day of a DA value), with its precision and offset; null when absent or malformed.</summary>
    public static DicomDateTime? GetDateTime(this DicomDataset dataset, DicomTag tag, int index = 0) =>
        Value(dataset, tag, index) is { } text && DicomDateTime.TryParse(text, out DicomDateTime moment) ? moment : null;

    /// <summary>All DT values in order; empty when absent or when one is malformed.</summary>
    public static IReadOnlyList<DicomDateTime> GetDateTimes(this DicomDataset dataset, DicomTag tag) => All(dataset, tag, GetDateTime);

    /// <summary>A date and the time that belongs to it as one value, with the data set's Timezone Offset From UTC (0008,0201).</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="dateTag">A DA element, such as Study Date.</param>
    /// <param name="timeTag">A TM element, such as Study Time; when it is absent or malformed the result states the day only.</param>
    public static DicomDateTime? GetDateTime(this DicomDataset dataset, DicomTag dateTag, DicomTag timeTag)
    {
        if (dataset.GetDate(dateTag) is not { } day) return null;
        TimeSpan? offset = dataset.GetTimezoneOffset();
        string text = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + Value(dataset, timeTag, 0)?.Replace(":", string.Empty, StringComparison.Ordinal);
        return DicomDateTime.TryParse(text, out DicomDateTime moment)
            ? moment with { Offset = offset }
            : new DicomDateTime(day.ToDateTime(TimeOnly.MinValue), DateTimePrecision.Day, offset);
    }

    /// <summary>Timezone Offset From UTC (0008,0201) of the data set, or of the one that holds it; null when absent or malformed.</summary>
    public static TimeSpan? GetTimezoneOffset(this DicomDataset dataset)
    {
        for (DicomDataset? at = dataset; at is not null; at = at.Parent)
            if (at.GetString(DicomTag.TimezoneOffsetFromUTC) is { } text) return DicomDateTime.TryParseOffset(text, out TimeSpan offset) ? offset : null;
        return null;
    }

    /// <summary>The AS value, or null.</summary>
    public static DicomAge? GetAge(this DicomDataset dataset, DicomTag tag, int index = 0) =>
        Value(dataset, tag, index) is { } text && DicomAge.TryParse(text, out DicomAge age) ? age : null;

    /// <summary>As <see cref="GetDate"/>, but the value must be there.</summary>
    /// <exception cref="DicomDataException">Absent or malformed.</exception>
    public static DateOnly RequireDate(this DicomDataset dataset, DicomTag tag) => dataset.GetDate(tag) ?? throw DicomDataset.Missing(tag, "a date");

    /// <summary>Sets days, as DA or as the day of DT.</summary>
    public static void SetDate(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<DateOnly> values) =>
        SetTexts(dataset, tag, DicomVR.DA, values, static day => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    /// <summary>Sets times (TM), to the second or, where there is a fraction, to the microsecond.</summary>
    public static void SetTime(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<TimeOnly> values) =>
        SetTexts(dataset, tag, DicomVR.TM, values, static time => time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HHmmss" : "HHmmss.ffffff", CultureInfo.InvariantCulture));

    /// <summary>Sets dates with time (DT).</summary>
    public static void SetDateTime(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<DicomDateTime> values) =>
        SetTexts(dataset, tag, DicomVR.DT, values, static moment => moment.ToString());

    /// <summary>Sets ages (AS).</summary>
    public static void SetAge(this DicomDataset dataset, DicomTag tag, params ReadOnlySpan<DicomAge> values) =>
        SetTexts(dataset, tag, DicomVR.AS, values, static age => age.ToString());

    private static string? Value(DicomDataset dataset, DicomTag tag, int index)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        IReadOnlyList<string> values = dataset.GetStrings(tag);
        return index >= 0 && index < values.Count && values[index].Length > 0 ? values[index] : null;
    }

    private static T[] All<T>(DicomDataset dataset, DicomTag tag, Func<DicomDataset, DicomTag, int, T?> read)
        where T : struct
    {
        T?[] values = [.. Enumerable.Range(0, dataset.ValueCount(tag)).Select(index => read(dataset, tag, index))];
        return Array.TrueForAll(values, static value => value is not null) ? [.. values.Select(static value => value!.Value)] : [];
    }

    private static void SetTexts<T>(DicomDataset dataset, DicomTag tag, DicomVR preferred, ReadOnlySpan<T> values, Func<T, string> write)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++) texts[i] = write(values[i]);
        dataset.Set(tag, dataset.VRToSet(tag, preferred), string.Join('\\', texts));
    }
}
