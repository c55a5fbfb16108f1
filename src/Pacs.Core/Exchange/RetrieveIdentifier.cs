namespace Pacs.Core;

/// <summary>The identifier of a C-MOVE or C-GET: unique keys only (PS3.4 §C.4.2.1.4).</summary>
public static class RetrieveIdentifier
{
    /// <summary>Reads which instances an identifier names.</summary>
    /// <param name="identifier">The request's data set. Not kept.</param>
    /// <param name="root">The information model of the SOP class.</param>
    /// <param name="relational">Whether unique keys above the level may be absent: extended negotiation of relational retrieval (PS3.4 §C.4.2.2.2).</param>
    /// <returns>A selector that is never unrestricted. Attributes that are no unique keys are passed over.</returns>
    /// <exception cref="DicomDataException">The level is missing or wrong, or a unique key is missing, not single above the level, or holds a wildcard; names the attribute.</exception>
    public static InstanceSelector Parse(DicomDataset identifier, QueryRoot root, bool relational = false)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        QueryLevel level = HierarchyKeys.ReadLevel(identifier, root);
        QueryKey? own = Find(identifier, HierarchyKeys.UniqueKey(level))
            ?? throw new DicomDataException($"The unique key of level {HierarchyKeys.Code(level)} is absent or empty.", HierarchyKeys.UniqueKey(level));
        if (!relational) HierarchyKeys.RequireAbove(root, level, tag => Find(identifier, tag));
        // Patient ID is a single value even at its own level (PS3.4 §C.4.2.1.4: lists are of UIDs).
        if (own is TextQueryKey patient && (patient.Values.Count > 1 || SearchText.HasWildcard(patient.Values[0])))
            throw new DicomDataException("Patient ID must have a single value.", HierarchyKeys.PatientId);
        return new InstanceSelector
        {
            PatientId = Find(identifier, HierarchyKeys.PatientId) is TextQueryKey { Values: [var id] } && !SearchText.HasWildcard(id) ? id : null,
            Studies = Uids(identifier, HierarchyKeys.StudyInstanceUid, level >= QueryLevel.Study),
            Series = Uids(identifier, HierarchyKeys.SeriesInstanceUid, level >= QueryLevel.Series),
            Instances = Uids(identifier, HierarchyKeys.SopInstanceUid, level >= QueryLevel.Image),
        };
    }

    /// <summary>Makes the identifier that names the instances of a selector, at the level of its lowest key.</summary>
    /// <exception cref="ArgumentException">The selector names nothing, or lacks a single value for a unique key above its level, without which an identifier cannot be made for that model.</exception>
    public static DicomDataset Create(InstanceSelector which, QueryRoot root)
    {
        ArgumentNullException.ThrowIfNull(which);
        QueryLevel level = which.Instances.Count > 0 ? QueryLevel.Image
            : which.Series.Count > 0 ? QueryLevel.Series
            : which.Studies.Count > 0 ? QueryLevel.Study
            : which.PatientId is not null ? QueryLevel.Patient
            : throw new ArgumentException("The selector names nothing.", nameof(which));
        if (level < HierarchyKeys.Top(root)) throw new ArgumentException("The Study Root information model has no patient level (PS3.4 §C.3.2).", nameof(root));
        var identifier = new DicomDataset();
        identifier.Set(HierarchyKeys.QueryRetrieveLevel, HierarchyKeys.Code(level));
        if (root == QueryRoot.Patient) identifier.Set(HierarchyKeys.PatientId, which.PatientId ?? throw MissingAbove(HierarchyKeys.PatientId));
        Add(QueryLevel.Study, which.Studies);
        Add(QueryLevel.Series, which.Series);
        Add(QueryLevel.Image, which.Instances);
        return identifier;

        void Add(QueryLevel at, IReadOnlyList<DicomUid> uids)
        {
            if (at > level) return;
            if (at < level && uids.Count != 1) throw MissingAbove(HierarchyKeys.UniqueKey(at));
            identifier.Set(HierarchyKeys.UniqueKey(at), string.Join('\\', uids.Select(u => u.Value)));
        }

        ArgumentException MissingAbove(DicomTag tag) => new($"The selector needs a single value for {tag.Keyword}.", nameof(which));
    }

    private static QueryKey? Find(DicomDataset identifier, DicomTag tag) =>
        identifier.TryGet(tag, out DicomElement element) ? QueryKeyParser.Parse(element) : null;

    private static IReadOnlyList<DicomUid> Uids(DicomDataset identifier, DicomTag tag, bool isWanted)
    {
        if (!isWanted || Find(identifier, tag) is not UidQueryKey key) return [];
        // A wildcard in a UID is a request for everything, which a retrieval must not be.
        return key.Values.Any(u => SearchText.HasWildcard(u.Value)) ? throw new DicomDataException("A UID holds a wildcard.", tag) : key.Values;
    }
}
