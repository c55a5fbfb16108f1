using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Takes from the tree what can match a query or selector, by its unique keys. A snapshot: runs do not change, counts are copied.</summary>
internal static class MemorySearch
{
    internal static List<Candidate> Candidates(MemoryHierarchy tree, DicomQuery query)
    {
        var found = new List<Candidate>();
        switch (query.Level)
        {
            case QueryLevel.Patient:
                foreach (PatientNode patient in Patients(tree, PatientIdOf(query))) found.Add(new Candidate(patient, null, null, null));
                break;
            case QueryLevel.Study:
                foreach (StudyNode study in Studies(tree, query)) found.Add(new Candidate(study.Patient, study, null, null));
                break;
            case QueryLevel.Series:
                foreach (SeriesNode series in Series(tree, query)) found.Add(new Candidate(series.Study.Patient, series.Study, series, null));
                break;
            default:
                IEnumerable<InstanceNode> nodes = UidsOf(query, DicomTag.SOPInstanceUID) is { } uids
                    ? uids.Select(u => tree.Instances.GetValueOrDefault(u)).OfType<InstanceNode>()
                    : Series(tree, query).SelectMany(s => s.Instances.Values);
                foreach (InstanceNode node in nodes) found.Add(new Candidate(node.Series.Study.Patient, node.Series.Study, node.Series, node));
                break;
        }

        return found;
    }

    internal static List<InstanceNode> Instances(MemoryHierarchy tree, InstanceSelector which)
    {
        IEnumerable<InstanceNode> nodes = which.Instances.Count > 0 ? which.Instances.Distinct().Select(u => tree.Instances.GetValueOrDefault(u)).OfType<InstanceNode>()
            : which.Series.Count > 0 ? which.Series.Distinct().SelectMany(tree.Series).SelectMany(s => s.Instances.Values)
            : which.Studies.Count > 0 ? which.Studies.Distinct().SelectMany(tree.Studies).SelectMany(s => s.Series.Values).SelectMany(s => s.Instances.Values)
            : Patients(tree, which.PatientId).SelectMany(p => p.Studies.Values).SelectMany(s => s.Series.Values).SelectMany(s => s.Instances.Values);
        string? patientId = which.PatientId?.Trim(' ', '\0');
        var series = new HashSet<DicomUid>(which.Series);
        var studies = new HashSet<DicomUid>(which.Studies);
        return
        [
            .. nodes.Where(n => (series.Count == 0 || series.Contains(n.Series.Uid))
                && (studies.Count == 0 || studies.Contains(n.Series.Study.Uid))
                && (patientId is null || n.Series.Study.Patient.Identity.PatientId == patientId)),
        ];
    }

    private static IEnumerable<SeriesNode> Series(MemoryHierarchy tree, DicomQuery query) =>
        UidsOf(query, DicomTag.SeriesInstanceUID) is { } uids ? uids.SelectMany(tree.Series) : Studies(tree, query).SelectMany(s => s.Series.Values);

    private static IEnumerable<StudyNode> Studies(MemoryHierarchy tree, DicomQuery query) =>
        UidsOf(query, DicomTag.StudyInstanceUID) is { } uids ? uids.SelectMany(tree.Studies)
        : Patients(tree, PatientIdOf(query)).SelectMany(p => p.Studies.Values);

    private static IEnumerable<PatientNode> Patients(MemoryHierarchy tree, string? patientId) =>
        patientId is null ? tree.Patients.Values : tree.PatientsOf(patientId.Trim(' ', '\0'));

    private static IEnumerable<DicomUid>? UidsOf(DicomQuery query, DicomTag tag)
    {
        foreach (QueryKey key in query.Keys)
            if (key is UidQueryKey uids && uids.Tag == tag) return uids.Values.Distinct();
        return null;
    }

    private static string? PatientIdOf(DicomQuery query)
    {
        foreach (QueryKey key in query.Keys)
            if (key is TextQueryKey { Values: [var id] } && key.Tag == DicomTag.PatientID && !SearchText.HasWildcard(id) && !id.Contains('\\')) return id;
        return null;
    }
}

/// <summary>An entity that may match, as it stood when the search began.</summary>
internal readonly struct Candidate(PatientNode patient, StudyNode? study, SeriesNode? series, InstanceNode? instance)
{
    private readonly byte[] _top = study?.Run ?? patient.Run;
    private readonly byte[]? _series = series?.Run;
    private readonly InstanceNode? _instance = instance;
    private readonly (long, long, long) _patientCounts = (patient.Studies.Count, patient.SeriesCount, patient.InstanceCount);
    private readonly (long, long) _studyCounts = study is null ? default : (study.Series.Count, study.InstanceCount);
    private readonly long _seriesInstances = series?.Instances.Count ?? 0;
    private readonly byte[]? _modalities = study?.Modalities, _sopClasses = study?.SopClasses;

    internal IndexRow ToRow() => new()
    {
        Top = _top,
        Series = _series,
        Image = _instance?.Run,
        PatientCounts = _patientCounts,
        StudyCounts = _studyCounts,
        SeriesInstances = _seriesInstances,
        Modalities = _modalities,
        SopClasses = _sopClasses,
        TransferSyntax = _instance?.TransferSyntax,
    };
}
