using System.Collections.Frozen;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The attributes an index keeps, each at a level of the hierarchy: what queries can match and return. Immutable.</summary>
public sealed partial class IndexAttributes
{
    private readonly FrozenDictionary<DicomTag, QueryLevel> _levels;

    private IndexAttributes(IReadOnlyDictionary<DicomTag, QueryLevel> levels) => _levels = levels.ToFrozenDictionary();

    /// <summary>The keys of PS3.4 Tables C.6-1 to C.6-5 and what workstations ask for beyond them.</summary>
    public static IndexAttributes Default { get; } = MakeDefault();

    /// <summary>The attributes kept, with their level; those that the index counts itself, such as Modalities in Study, included.</summary>
    public IReadOnlyDictionary<DicomTag, QueryLevel> Levels => _levels;

    /// <summary>The level that keeps an attribute, or null when none does.</summary>
    public QueryLevel? LevelOf(DicomTag tag) => _levels.TryGetValue(tag, out QueryLevel level) ? level : null;

    /// <summary>Whether the index makes the value itself from what it holds, so that a header's value is not taken.</summary>
    public static bool IsDerived(DicomTag tag) => Derived.Contains(tag);

    /// <summary>The same attributes and some more, private ones included. Instances indexed before do not have them until the index is rebuilt.</summary>
    /// <param name="level">Where the attributes belong: at <see cref="QueryLevel.Study"/> one value is kept for the whole study.</param>
    /// <param name="tags">Attributes; one kept already moves to the level.</param>
    /// <exception cref="ArgumentException">A unique key or a derived attribute cannot move.</exception>
    public IndexAttributes With(QueryLevel level, params ReadOnlySpan<DicomTag> tags)
    {
        var levels = new Dictionary<DicomTag, QueryLevel>(_levels);
        foreach (DicomTag tag in tags)
        {
            if (IsDerived(tag) || tag == DicomTag.PatientID || tag == DicomTag.IssuerOfPatientID || tag == DicomTag.StudyInstanceUID
                || tag == DicomTag.SeriesInstanceUID || tag == DicomTag.SOPInstanceUID || tag == DicomTag.SpecificCharacterSet)
                throw new ArgumentException($"{tag} has its place already.", nameof(tags));
            levels[tag] = level;
        }

        return new IndexAttributes(levels);
    }

    /// <summary>The attributes of a query that the index neither matches, nor returns, nor orders by: not kept at all, or kept at a lower level than the query's. A server answers FF01 where there are any (PS3.4 §C.4.1.1.4).</summary>
    public IReadOnlyList<DicomTag> UnsupportedKeys(DicomQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<DicomTag>? unsupported = null;
        foreach (DicomTag tag in query.ReturnTags)
            if (!Supports(query.Level, tag)) (unsupported ??= []).Add(tag);
        foreach (QueryKey key in query.Keys)
            if (!Supports(query.Level, key.Tag) && unsupported?.Contains(key.Tag) != true) (unsupported ??= []).Add(key.Tag);
        foreach (QueryOrder order in query.Order)
            if (!(LevelOf(order.Tag) <= query.Level) && unsupported?.Contains(order.Tag) != true) (unsupported ??= []).Add(order.Tag);
        return unsupported ?? (IReadOnlyList<DicomTag>)[];
    }

    /// <summary>Whether a query of that level can match and return the attribute; also true for what the server adds to every response, and for what is no key.</summary>
    public bool Supports(QueryLevel level, DicomTag tag) =>
        (_levels.TryGetValue(tag, out QueryLevel kept) && kept <= level) || ServersOwn.Contains(tag);

    // What the server adds to each response, or what is no key at all.
    private static readonly FrozenSet<DicomTag> ServersOwn = new[]
    {
        DicomTag.SpecificCharacterSet, DicomTag.QueryRetrieveLevel, DicomTag.RetrieveAETitle, DicomTag.RetrieveURL, DicomTag.InstanceAvailability,
        DicomTag.TimezoneOffsetFromUTC,
    }.ToFrozenSet();

    private static readonly FrozenSet<DicomTag> Derived = StandardAttributes.Derived.Select(d => d.Tag).ToFrozenSet();

    private static IndexAttributes MakeDefault()
    {
        var levels = new Dictionary<DicomTag, QueryLevel>();
        foreach (DicomTag tag in StandardAttributes.Patient) levels.Add(tag, QueryLevel.Patient);
        foreach (DicomTag tag in StandardAttributes.Study) levels.Add(tag, QueryLevel.Study);
        foreach (DicomTag tag in StandardAttributes.Series) levels.Add(tag, QueryLevel.Series);
        foreach (DicomTag tag in StandardAttributes.Image) levels.Add(tag, QueryLevel.Image);
        foreach ((QueryLevel level, DicomTag tag) in StandardAttributes.Derived) levels.Add(tag, level);
        return new IndexAttributes(levels);
    }
}
