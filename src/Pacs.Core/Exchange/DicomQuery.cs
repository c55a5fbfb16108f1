namespace Pacs.Core;

/// <summary>A query of the patient, study, series, instance hierarchy: the one form that C-FIND, QIDO-RS and code share (PS3.4 Annex C).</summary>
/// <remarks>Immutable; each method returns a changed copy. Safe from any thread.</remarks>
/// <example><code>
/// var query = DicomQuery.Studies()
///     .Match(DicomTag.PatientName, "DOE*")
///     .Match(DicomTag.StudyDate, DateRange.Since(new(2026, 1, 1)))
///     .Return(DicomTag.StudyDescription)
///     .Take(50);
/// </code></example>
public sealed partial record DicomQuery
{
    private DicomQuery(QueryRoot root, QueryLevel level)
    {
        Root = root;
        Level = level;
    }

    /// <summary>The information model.</summary>
    public QueryRoot Root { get; private init; }

    /// <summary>The level whose entities are returned.</summary>
    public QueryLevel Level { get; }

    /// <summary>The matching keys; all must match. Empty finds everything.</summary>
    public IReadOnlyList<QueryKey> Keys { get; private init; } = [];

    /// <summary>The attributes asked for, ascending and without duplicates, matching keys and unique keys included.</summary>
    /// <remarks>Empty while <see cref="ReturnsAll"/>.</remarks>
    public IReadOnlyList<DicomTag> ReturnTags { get; private init; } = [];

    /// <summary>Whether everything known of an entity is returned: so until the first <see cref="Return"/>.</summary>
    public bool ReturnsAll { get; private init; } = true;

    /// <summary>How many results to return at most, or null for all.</summary>
    public int? Limit { get; private init; }

    /// <summary>How many results to leave out first.</summary>
    public int Offset { get; private init; }

    /// <summary>What the results are ordered by, the first attribute first; empty for the order of the place that is asked.</summary>
    public IReadOnlyList<QueryOrder> Order { get; private init; } = [];

    /// <summary>Whether the ranges of a date and its time are one range of moments: PS3.4 §C.2.2.2.5.4, as negotiated, and always in DICOMweb. Otherwise each is matched by itself.</summary>
    public bool CombinesDateAndTime { get; private init; }

    /// <summary>Whether person names match without regard to accents, so that <c>MULLER</c> finds Müller. Case never matters in person names.</summary>
    public bool IgnoresAccents { get; private init; }

    /// <summary>Finds patients. Patient Root.</summary>
    public static DicomQuery Patients() => new(QueryRoot.Patient, QueryLevel.Patient);

    /// <summary>Finds studies. Study Root, as all that follow.</summary>
    public static DicomQuery Studies() => new(QueryRoot.Study, QueryLevel.Study);

    /// <summary>Finds series.</summary>
    public static DicomQuery Series() => new(QueryRoot.Study, QueryLevel.Series);

    /// <summary>Finds instances.</summary>
    public static DicomQuery Instances() => new(QueryRoot.Study, QueryLevel.Image);

    /// <summary>The query in another information model.</summary>
    /// <exception cref="ArgumentException">Study Root has no patient level.</exception>
    public DicomQuery In(QueryRoot root) =>
        root == QueryRoot.Study && Level == QueryLevel.Patient
            ? throw new ArgumentException("The Study Root information model has no patient level (PS3.4 §C.3.2).", nameof(root))
            : this with { Root = root };

    /// <summary>Adds a key as it stands in an identifier: text with wildcards, a range for dates and times, UIDs parted by backslashes, as the attribute's VR has it. Empty, or a lone asterisk, matches everything and only returns the attribute.</summary>
    /// <exception cref="DicomDataException">The value is none of that VR, e.g. no date.</exception>
    public DicomQuery Match(DicomTag tag, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return QueryKeyParser.Parse(tag, value) is { } key ? Match(key) : Return(tag) with { ReturnsAll = ReturnsAll };
    }

    /// <summary>Adds a list of UIDs, of which the attribute must have one (PS3.4 §C.2.2.2.2). An empty list matches everything.</summary>
    public DicomQuery Match(DicomTag tag, params IReadOnlyList<DicomUid> uids)
    {
        ArgumentNullException.ThrowIfNull(uids);
        return uids.Count == 0 ? this : Match(new UidQueryKey(tag, uids));
    }

    /// <summary>Adds a list of UIDs, of which the attribute must have none. An empty list excludes nothing.</summary>
    /// <remarks>The standard has no such matching: only an archive can be asked so, not a peer.</remarks>
    public DicomQuery Except(DicomTag tag, params IReadOnlyList<DicomUid> uids)
    {
        ArgumentNullException.ThrowIfNull(uids);
        return uids.Count == 0 ? this : Match(new UidExclusionKey(tag, uids));
    }

    /// <summary>Adds a range of dates.</summary>
    public DicomQuery Match(DicomTag tag, DateRange range) => range.IsUnrestricted ? this : Match(new DateQueryKey(tag, range));

    /// <summary>Adds a range of times within the day.</summary>
    public DicomQuery Match(DicomTag tag, TimeRange range) => range.IsUnrestricted ? this : Match(new TimeQueryKey(tag, range));

    /// <summary>Adds a range of moments, for attributes of VR DT.</summary>
    public DicomQuery Match(DicomTag tag, DateTimeRange range) => range.IsUnrestricted ? this : Match(new DateTimeQueryKey(tag, range));

    /// <summary>Adds a key. A second one for the same attribute adds to the first: both must match.</summary>
    public DicomQuery Match(QueryKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return this with { Keys = [.. Keys, key], ReturnTags = ReturnsAll ? [] : Merge(ReturnTags, [key.Tag]) };
    }

    /// <summary>Restricts the results to these attributes, those of earlier calls, the matching keys, and the unique keys of the level and above.</summary>
    public DicomQuery Return(params ReadOnlySpan<DicomTag> tags)
    {
        DicomTag[] more = [.. ReturnTags, .. UniqueKeys(), .. Keys.Select(k => k.Tag)];
        return this with { ReturnsAll = false, ReturnTags = Merge(more, tags) };
    }

    /// <summary>Returns everything known of an entity again.</summary>
    public DicomQuery ReturnAll() => this with { ReturnsAll = true, ReturnTags = [] };

    /// <summary>Limits the number of results.</summary>
    public DicomQuery Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return this with { Limit = count };
    }

    /// <summary>Leaves out the first results.</summary>
    /// <remarks>The order is the one asked for, among equals the index's own; it stays the same for the same query while the archive does not change.</remarks>
    public DicomQuery Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return this with { Offset = count };
    }

    /// <summary>Orders the results by an attribute; after another, where that one is equal.</summary>
    /// <param name="tag">The attribute. It need not be among those returned; one that an index does not keep orders nothing.</param>
    /// <param name="isDescending">Largest or latest first. Entities without a value come last either way.</param>
    /// <remarks>
    /// Numbers are ordered as numbers, dates and times by when they are, names and other text without regard to case and accents, of several values by the first of a number, date or name.
    /// C-FIND cannot ask for an order: there it stays the peer's. Over DICOMweb it is the parameter <c>orderby</c>, which is not the standard's.
    /// </remarks>
    public DicomQuery OrderBy(DicomTag tag, bool isDescending = false) => this with { Order = [.. Order, new QueryOrder(tag, isDescending)] };

    /// <summary>Matches the ranges of a date and its time as one range of moments.</summary>
    public DicomQuery CombineDateAndTime(bool combine = true) => this with { CombinesDateAndTime = combine };

    /// <summary>Matches person names without regard to accents.</summary>
    public DicomQuery IgnoreAccents(bool ignore = true) => this with { IgnoresAccents = ignore };

    private IEnumerable<DicomTag> UniqueKeys() => HierarchyKeys.UniqueKeys(Root, Level);

    private static DicomTag[] Merge(IReadOnlyList<DicomTag> some, ReadOnlySpan<DicomTag> more)
    {
        var all = new SortedSet<DicomTag>(some);
        foreach (DicomTag tag in more) all.Add(tag);
        return [.. all];
    }
}
