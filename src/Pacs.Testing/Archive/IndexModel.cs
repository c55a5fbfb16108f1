using Pacs.Archive;
using Pacs.Core;

namespace Pacs.Testing;

/// <summary>What an index must answer, worked out the plain way: every entity as a data set, every query tested on each with <see cref="QueryMatcher"/>.</summary>
internal sealed class IndexModel(IndexAttributes attributes)
{
    private readonly Dictionary<(string, string), Entity> _patients = [];
    private readonly Dictionary<DicomUid, (IndexEntry Entry, Entity Instance)> _instances = [];
    private readonly Dictionary<QueryLevel, List<DicomDataset>> _full = [];

    internal IReadOnlyCollection<DicomUid> Instances => _instances.Keys;

    internal void Store(IndexEntry entry)
    {
        Remove(entry.Id.SopInstance);
        _full.Clear();
        (string, string) identity = (entry.PatientId, entry.Attributes.GetString(DicomTag.IssuerOfPatientID) ?? string.Empty);
        if (!_patients.TryGetValue(identity, out Entity? patient)) _patients.Add(identity, patient = new Entity(null, default));
        patient.Update(entry, level => level == QueryLevel.Patient, attributes, latestWins: true);
        Entity study = patient.Child(entry.Study);
        study.Update(entry, level => level <= QueryLevel.Study, attributes, latestWins: false);
        Entity series = study.Child(entry.Series);
        series.Update(entry, level => level == QueryLevel.Series, attributes, latestWins: false);
        Entity instance = series.Child(entry.Id.SopInstance);
        instance.Update(entry, level => level == QueryLevel.Image, attributes, latestWins: false);
        instance.Entry = entry;
        _instances.Add(entry.Id.SopInstance, (entry, instance));
    }

    internal void Remove(DicomUid sopInstance)
    {
        if (!_instances.Remove(sopInstance, out (IndexEntry Entry, Entity Instance) known)) return;
        _full.Clear();
        for (Entity? entity = known.Instance; entity is not null && entity.Children.Count == 0; entity = entity.Parent)
        {
            if (entity.Parent is not null) entity.Parent.Children.Remove(entity.Uid);
            else _patients.Remove(_patients.First(p => p.Value == entity).Key);
        }
    }

    internal List<IndexEntry> Locate(InstanceSelector which) =>
    [
        .. _instances.Values.Select(i => i.Entry).Where(e =>
            (which.PatientId is null || which.PatientId == e.PatientId)
            && (which.Studies.Count == 0 || which.Studies.Contains(e.Study))
            && (which.Series.Count == 0 || which.Series.Contains(e.Series))
            && (which.Instances.Count == 0 || which.Instances.Contains(e.Id.SopInstance))),
    ];

    /// <summary>The results, each as text, sorted; limits are not heeded.</summary>
    internal List<string> Find(DicomQuery query)
    {
        var matcher = new QueryMatcher(query, [.. query.Keys.Where(k => attributes.Supports(query.Level, k.Tag))]);
        if (!_full.TryGetValue(query.Level, out List<DicomDataset>? all)) _full.Add(query.Level, all = [.. Entities(query.Level).Select(Full)]);
        return [.. all.Where(matcher.Matches).Select(d => Describe(Restrict(d, query))).Order(StringComparer.Ordinal)];
    }

    /// <summary>All elements but the character set, which depends on how text is kept.</summary>
    internal static string Describe(DicomDataset dataset) => string.Join('\n', dataset
        .Where(e => e.Tag != DicomTag.SpecificCharacterSet)
        .Select(e => e.VR == DicomVR.SQ && e.GetSequence() is { Count: > 0 } items
            ? $"{e.Tag} SQ [{string.Join(" | ", items.Select(Describe))}]"
            : $"{e.Tag} {e.VR.ToCode()} '{string.Join('\\', e.GetStrings().Select(v => v.Trim()))}'"));

    private IEnumerable<Entity> Entities(QueryLevel level)
    {
        IEnumerable<Entity> entities = _patients.Values;
        for (QueryLevel l = QueryLevel.Patient; l < level; l++) entities = entities.SelectMany(e => e.Children.Values);
        return entities;
    }

    private static DicomDataset Full(Entity entity)
    {
        var full = new DicomDataset();
        full.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        var path = new List<Entity>();
        for (Entity? e = entity; e is not null; e = e.Parent) path.Insert(0, e);
        // Patient attributes below the patient level are those of the study.
        foreach (Entity e in path.Count > 1 ? path.Skip(1) : path)
            foreach (DicomElement element in e.Attributes)
                if (!full.Contains(element.Tag)) full.Set(element);
        Entity patient = path[0];
        full.SetInt32(DicomTag.NumberOfPatientRelatedStudies, patient.Children.Count);
        full.SetInt32(DicomTag.NumberOfPatientRelatedSeries, patient.Children.Values.Sum(s => s.Children.Count));
        full.SetInt32(DicomTag.NumberOfPatientRelatedInstances, patient.Leaves().Count());
        if (path.Count > 1)
        {
            Entity study = path[1];
            full.SetInt32(DicomTag.NumberOfStudyRelatedSeries, study.Children.Count);
            full.SetInt32(DicomTag.NumberOfStudyRelatedInstances, study.Leaves().Count());
            full.Set(DicomTag.ModalitiesInStudy, Join(study.Children.Values.Select(s => s.Attributes.GetString(DicomTag.Modality))));
            full.Set(DicomTag.SOPClassesInStudy, Join(study.Leaves().Select(i => i.Entry!.Id.SopClass.Value)));
        }

        if (path.Count > 2) full.SetInt32(DicomTag.NumberOfSeriesRelatedInstances, path[2].Children.Count);
        if (path.Count > 3) full.Set(DicomTag.AvailableTransferSyntaxUID, entity.Entry!.TransferSyntax.Uid);
        return full;
    }

    private DicomDataset Restrict(DicomDataset full, DicomQuery query)
    {
        if (query.ReturnsAll) return full;
        var result = new DicomDataset();
        result.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        foreach (DicomTag tag in query.ReturnTags)
        {
            if (full.TryGet(tag, out DicomElement element)) result.Set(element);
            else if (attributes.LevelOf(tag) <= query.Level && DicomDictionary.TryGetVR(tag, out DicomVR vr)) result.SetBytes(tag, vr, []);
        }

        return result;
    }

    private static string Join(IEnumerable<string?> values) => string.Join('\\', values.Where(v => !string.IsNullOrEmpty(v)).Distinct().Order(StringComparer.Ordinal));

    private sealed class Entity(Entity? parent, DicomUid uid)
    {
        internal readonly Entity? Parent = parent;
        internal readonly DicomUid Uid = uid;
        internal readonly Dictionary<DicomUid, Entity> Children = [];
        internal readonly DicomDataset Attributes = Empty();
        internal IndexEntry? Entry;

        internal Entity Child(DicomUid uid)
        {
            if (!Children.TryGetValue(uid, out Entity? child)) Children.Add(uid, child = new Entity(this, uid));
            return child;
        }

        internal IEnumerable<Entity> Leaves() => Children.Count == 0 ? [this] : Children.Values.SelectMany(c => c.Leaves());

        internal void Update(IndexEntry entry, Func<QueryLevel, bool> belongs, IndexAttributes attributes, bool latestWins)
        {
            foreach (DicomElement element in entry.Attributes)
            {
                if (attributes.LevelOf(element.Tag) is not { } level || !belongs(level)) continue;
                bool isKnown = Attributes.TryGet(element.Tag, out DicomElement known) && !known.IsEmpty;
                if (!isKnown && !Attributes.Contains(element.Tag) || !element.IsEmpty && (!isKnown || latestWins)) Attributes.Set(element);
            }
        }

        private static DicomDataset Empty()
        {
            var dataset = new DicomDataset();
            dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
            return dataset;
        }
    }
}
