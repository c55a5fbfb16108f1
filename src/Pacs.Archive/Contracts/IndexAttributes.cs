using System.Collections.Frozen;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The attributes an index keeps, each at a level of the hierarchy: what queries can match and return. Immutable.</summary>
public sealed partial class IndexAttributes
{
    private readonly FrozenDictionary<DicomTag, QueryLevel> _levels;

    private IndexAttributes(IReadOnlyDictionary<DicomTag, QueryLevel> levels) => _levels = levels.ToFrozenDictionary();

    /// <summary>The attributes kept, with their level.</summary>
    public IReadOnlyDictionary<DicomTag, QueryLevel> Levels => _levels;

    /// <summary>The level that keeps an attribute, or null when none does.</summary>
    public QueryLevel? LevelOf(DicomTag tag) => _levels.TryGetValue(tag, out QueryLevel level) ? level : null;

    /// <summary>The same attributes and some more, private ones included. Instances indexed before do not have them until the index is rebuilt.</summary>
    /// <param name="level">Where the attributes belong: at <see cref="QueryLevel.Study"/> one value is kept for the whole study.</param>
    /// <param name="tags">Attributes; one kept already moves to the level.</param>
    public IndexAttributes With(QueryLevel level, params ReadOnlySpan<DicomTag> tags)
    {
        var levels = new Dictionary<DicomTag, QueryLevel>(_levels);
        foreach (DicomTag tag in tags) levels[tag] = level;
        return new IndexAttributes(levels);
    }
}
