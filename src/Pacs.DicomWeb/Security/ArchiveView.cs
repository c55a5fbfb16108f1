using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The archive as one user sees it. All access of the endpoints goes through it.</summary>
internal sealed class ArchiveView
{
    private static readonly DicomTag[] PatientCounts = [DicomTag.NumberOfPatientRelatedStudies, DicomTag.NumberOfPatientRelatedSeries, DicomTag.NumberOfPatientRelatedInstances];

    private readonly IReadOnlyList<QueryKey>? _keys;
    private readonly QueryMatcher? _matcher;
    private readonly AuditSubjects? _touched;
    private readonly bool _hidesStudies;

    /// <param name="archive">The archive.</param>
    /// <param name="keys">What must match; null or empty for no restriction.</param>
    /// <param name="touched">Where what is located is noted; may be null.</param>
    public ArchiveView(DicomArchive archive, IReadOnlyList<QueryKey>? keys, AuditSubjects? touched = null)
    {
        Archive = archive;
        _touched = touched;
        if (keys is not { Count: > 0 }) return;
        // A key that the index does not keep would be passed over, and show everything.
        foreach (QueryKey key in keys)
            if (!(archive.Attributes.LevelOf(key.Tag) <= QueryLevel.Study)) throw new InvalidOperationException($"Access cannot be restricted by {key.Tag}: the index does not keep it at study level or above.");
        _keys = keys;
        _hidesStudies = keys.Any(key => archive.Attributes.LevelOf(key.Tag) != QueryLevel.Patient);
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

    public async IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        if (_hidesStudies && (query.Keys.Any(static key => PatientCounts.Contains(key.Tag)) || query.Order.Any(static order => PatientCounts.Contains(order.Tag)))) throw new DicomWebException(StatusCodes.Status403Forbidden, "How much there is of a patient is not for this user.");
        await foreach (DicomDataset result in Archive.FindAsync(Restrict(query), ct).ConfigureAwait(false))
        {
            // Counted over all studies of the patient, also those that are hidden.
            if (_hidesStudies)
                foreach (DicomTag count in PatientCounts) result.Remove(count);
            yield return result;
        }
    }

    /// <summary>How many of what the user may see match a query whose results have been asked for; null where that takes long to find out.</summary>
    public ValueTask<long?> CountAsync(DicomQuery query, CancellationToken ct) => Archive.CountAsync(Restrict(query), ct);

    public async IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (IndexEntry entry in Archive.LocateAsync(which, ct).ConfigureAwait(false))
        {
            if (!MaySee(entry)) continue;
            _touched?.Add(entry.PatientId, entry.Study, entry.Id.SopClass, () => entry.Attributes);
            yield return entry;
        }
    }

    /// <summary>Whether the user may see an instance.</summary>
    public bool MaySee(IndexEntry entry) => _matcher is null || _matcher.Matches(entry.Attributes);

    /// <summary>Whether the user may see an instance with these attributes.</summary>
    public bool MaySee(DicomDataset attributes) => _matcher is null || _matcher.Matches(attributes);
}
