using System.Globalization;

namespace Pacs.Core;

/// <summary>Decides whether a data set matches the keys of a query: the reference for every index (PS3.4 §C.2.2.2).</summary>
/// <remarks>
/// <para>An attribute that is absent or empty matches no key but one that excludes. One with several values matches when any of them does; of dates and times the first value counts.</para>
/// <para>Person names: without regard to case; spaces around components and absent trailing components do not matter. Numbers compare as numbers, so that <c>007</c> finds 7.
/// All other text: exactly, padding aside. A time in the data means its first instant, a key of less precision the whole hour or minute.</para>
/// <para>Immutable, safe from any thread.</para>
/// </remarks>
public sealed class QueryMatcher
{
    private readonly Func<DicomDataset, bool>[] _tests;

    /// <summary>Prepares the keys of a query.</summary>
    public QueryMatcher(DicomQuery query)
        : this(query ?? throw new ArgumentNullException(nameof(query)), query.Keys)
    {
    }

    /// <summary>Prepares some keys of a query, with its options: those that an index has not tested itself.</summary>
    public QueryMatcher(DicomQuery query, IReadOnlyList<QueryKey> keys)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(keys);
        _tests = Compile(keys, query.CombinesDateAndTime, query.IgnoresAccents);
    }

    /// <summary>Whether every key matches.</summary>
    public bool Matches(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (Func<DicomDataset, bool> test in _tests)
            if (!test(dataset)) return false;
        return true;
    }

    private static Func<DicomDataset, bool>[] Compile(IReadOnlyList<QueryKey> keys, bool combine, bool ignoreAccents)
    {
        var tests = new List<Func<DicomDataset, bool>>(keys.Count);
        foreach (QueryKey key in keys)
        {
            if (combine && key is DateQueryKey date && DateTimePairs.TimeOf(key.Tag) is { } timeTag
                && keys.OfType<TimeQueryKey>().FirstOrDefault(t => t.Tag == timeTag) is { } time)
            {
                tests.Add(DateAndTime(date, time));
                continue;
            }

            if (combine && key is TimeQueryKey && DateTimePairs.DateOf(key.Tag) is { } dateTag && keys.Any(k => k is DateQueryKey && k.Tag == dateTag)) continue;
            tests.Add(Compile(key, combine, ignoreAccents));
        }

        return [.. tests];
    }

    private static Func<DicomDataset, bool> Compile(QueryKey key, bool combine, bool ignoreAccents) => key switch
    {
        UidQueryKey uids => HasOneOf(uids.Tag, uids.Values),
        UidExclusionKey uids => Not(HasOneOf(uids.Tag, uids.Values)),
        DateQueryKey dates => data => First(data, dates.Tag) is { } text && DateRange.TryParseDate(text, out DateOnly day) && dates.Range.Contains(day),
        TimeQueryKey times => data => First(data, times.Tag) is { } text && TimeRange.TryParseTime(text, out TimeOnly time, out _) && times.Range.Contains(time),
        DateTimeQueryKey moments => data => First(data, moments.Tag) is { } text
            && DateTimeRange.TryParseMoment(text, TimeSpan.Zero, out DateTimeOffset moment, out _) && moments.Range.Contains(moment),
        SequenceQueryKey sequence => Sequence(sequence, combine, ignoreAccents),
        TextQueryKey text => Text(text, ignoreAccents),
        EmptyQueryKey empty => data => !data.TryGet(empty.Tag, out DicomElement element) || element.IsEmpty,
        _ => throw new ArgumentException($"{key.GetType().Name} is no kind of key that can be matched.", nameof(key)),
    };

    private static Func<DicomDataset, bool> Not(Func<DicomDataset, bool> test) => data => !test(data);

    private static Func<DicomDataset, bool> HasOneOf(DicomTag tag, IReadOnlyList<DicomUid> uids)
    {
        var wanted = new HashSet<DicomUid>(uids);
        return data =>
        {
            if (data.GetUid(tag) is not { } first) return false;
            if (wanted.Contains(first)) return true;
            if (data.ValueCount(tag) < 2) return false;
            foreach (DicomUid uid in data.GetUids(tag))
                if (wanted.Contains(uid)) return true;
            return false;
        };
    }

    private static Func<DicomDataset, bool> Sequence(SequenceQueryKey key, bool combine, bool ignoreAccents)
    {
        Func<DicomDataset, bool>[] tests = Compile(key.Keys, combine, ignoreAccents);
        if (tests.Length == 0) return static _ => true;
        return data => data.GetSequence(key.Tag) is { } items && items.Any(item => Array.TrueForAll(tests, test => test(item)));
    }

    private static Func<DicomDataset, bool> Text(TextQueryKey key, bool ignoreAccents)
    {
        DicomVR known = QueryKeyParser.VROf(key.Tag);
        if (known != DicomVR.UN) return Values(key.Tag, ValueTest(key.Values, known, ignoreAccents));
        // A private attribute: the VR that the data states decides. Text and names are all that differ.
        Func<string, bool> asName = ValueTest(key.Values, DicomVR.PN, ignoreAccents), asText = ValueTest(key.Values, DicomVR.LO, ignoreAccents),
            asNumber = ValueTest(key.Values, DicomVR.DS, ignoreAccents);
        Func<DicomDataset, bool> names = Values(key.Tag, asName), texts = Values(key.Tag, asText), numbers = Values(key.Tag, asNumber);
        return data => data.TryGet(key.Tag, out DicomElement element)
            && (element.VR == DicomVR.PN ? names : IsNumber(element.VR) ? numbers : texts)(data);
    }

    private static Func<DicomDataset, bool> Values(DicomTag tag, Func<string, bool> test) => data =>
    {
        foreach (string value in data.GetStrings(tag))
            if (value.Length > 0 && test(value)) return true;
        return false;
    };

    private static Func<string, bool> ValueTest(IReadOnlyList<string> values, DicomVR vr, bool ignoreAccents)
    {
        if (vr == DicomVR.PN)
        {
            NamePattern[] names = [.. values.Select(v => new NamePattern(v, ignoreAccents))];
            return value => Array.Exists(names, name => name.IsMatch(value));
        }

        if (IsNumber(vr))
        {
            return value => values.Any(wanted => SameNumber(wanted, value));
        }

        string[] wanted = [.. values];
        if (!QueryKeyParser.HasWildcards(vr)) return value => Array.Exists(wanted, w => string.Equals(w, Trim(value, vr), StringComparison.Ordinal));
        return value => Array.Exists(wanted, w => SearchText.IsMatch(Trim(value, vr), w));
    }

    private static string Trim(string value, DicomVR vr) =>
        vr is DicomVR.LT or DicomVR.ST or DicomVR.UT or DicomVR.UR ? value.TrimEnd(' ', '\0') : value.Trim(' ', '\0');

    private static bool IsNumber(DicomVR vr) => vr is DicomVR.IS or DicomVR.DS or DicomVR.US or DicomVR.SS or DicomVR.UL or DicomVR.SL
        or DicomVR.UV or DicomVR.SV or DicomVR.FL or DicomVR.FD;

    // PS3.4 §C.2.2.2.1 leaves the comparison of IS and DS to the implementation (CP-2305).
    private static bool SameNumber(string wanted, string value) =>
        double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out double a)
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double b)
            ? a.Equals(b)
            : string.Equals(wanted, Trim(value, DicomVR.DS), StringComparison.Ordinal);

    private static Func<DicomDataset, bool> DateAndTime(DateQueryKey date, TimeQueryKey time)
    {
        DateTime from = date.Range.From?.ToDateTime(time.Range.From ?? TimeOnly.MinValue) ?? DateTime.MinValue;
        DateTime to = date.Range.To?.ToDateTime(time.Range.To ?? TimeOnly.MaxValue) ?? DateTime.MaxValue;
        return data =>
        {
            if (First(data, date.Tag) is not { } text || !DateRange.TryParseDate(text, out DateOnly day)) return false;
            // Without a time of its own the entity may lie anywhere in the day.
            bool hasTime = TimeRange.TryParseTime(First(data, time.Tag), out TimeOnly instant, out _);
            DateTime first = day.ToDateTime(hasTime ? instant : TimeOnly.MinValue), last = day.ToDateTime(hasTime ? instant : TimeOnly.MaxValue);
            return last >= from && first <= to;
        };
    }

    private static string? First(DicomDataset data, DicomTag tag)
    {
        string? text = data.GetString(tag);
        if (text is null) return null;
        int end = text.IndexOf('\\');
        return end < 0 ? text : text[..end];
    }
}
