using System.Runtime.CompilerServices;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The archive as one user sees it. All access of the endpoints goes through it.</summary>
internal sealed class ArchiveView
{
    private readonly IReadOnlyList<QueryKey>? _keys;
    private readonly QueryMatcher? _matcher;

    public ArchiveView(DicomArchive archive, IReadOnlyList<QueryKey>? keys)
    {
        Archive = archive;
        if (keys is not { Count: > 0 }) return;
        // A key that the index does not keep would be passed over, and show everything.
        foreach (QueryKey key in keys)
            if (!(archive.Attributes.LevelOf(key.Tag) <= QueryLevel.Study)) throw new InvalidOperationException($"Access cannot be restricted by {key.Tag}: the index does not keep it at study level or above.");
        _keys = keys;
        _matcher = new QueryMatcher(DicomQuery.Instances(), keys);
    }

    /// <summary>The archive itself: for what concerns no patient.</summary>
    public DicomArchive Archive { get; }

    /// <summary>Whether something is hidden from this user.</summary>
    public bool IsRestricted => _keys is not null;

    /// <summary>Adds the user's restriction to a query.</summary>
    public DicomQuery Restrict(DicomQuery query)
    {
        foreach (QueryKey key in _keys ?? []) query = query.Match(key);
        return query;
    }

    public IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, CancellationToken ct) => Archive.FindAsync(Restrict(query), ct);

    public async IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (IndexEntry entry in Archive.LocateAsync(which, ct).ConfigureAwait(false))
            if (_matcher is null || MaySee(entry.Attributes)) yield return entry;
    }

    /// <summary>Whether the user may see an instance with these attributes.</summary>
    public bool MaySee(DicomDataset attributes) => _matcher is null || _matcher.Matches(attributes);
}
