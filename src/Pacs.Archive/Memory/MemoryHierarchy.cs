using System.Text;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The tree of patients, studies, series and instances in memory, with what is counted kept up to date. Not thread-safe.</summary>
internal sealed class MemoryHierarchy
{
    internal readonly Dictionary<(string PatientId, string Issuer), PatientNode> Patients = [];
    internal readonly Dictionary<DicomUid, InstanceNode> Instances = [];
    private readonly Dictionary<string, List<PatientNode>> _patientsById = [];
    private readonly Dictionary<DicomUid, List<StudyNode>> _studies = [];
    private readonly Dictionary<DicomUid, List<SeriesNode>> _series = [];

    internal IEnumerable<PatientNode> PatientsOf(string patientId) => _patientsById.TryGetValue(patientId, out List<PatientNode>? found) ? found : [];

    internal IEnumerable<StudyNode> Studies(DicomUid uid) => _studies.TryGetValue(uid, out List<StudyNode>? found) ? found : [];

    internal IEnumerable<SeriesNode> Series(DicomUid uid) => _series.TryGetValue(uid, out List<SeriesNode>? found) ? found : [];

    /// <summary>Adds an instance that is not there.</summary>
    internal void Add(IndexEntry entry, (string, string) identity, in SplitRuns runs, long sequence)
    {
        if (!Patients.TryGetValue(identity, out PatientNode? patient))
        {
            Patients.Add(identity, patient = new PatientNode(identity));
            ListOf(_patientsById, patient.Identity.PatientId).Add(patient);
        }

        patient.Run = AttributeRuns.Supplement(patient.Run, runs.Patient, latestWins: true) ?? patient.Run;
        if (!patient.Studies.TryGetValue(entry.Study, out StudyNode? study))
        {
            patient.Studies.Add(entry.Study, study = new StudyNode(patient, entry.Study));
            ListOf(_studies, entry.Study).Add(study);
        }

        study.Run = AttributeRuns.Supplement(study.Run, runs.Study, latestWins: false) ?? study.Run;
        bool isNewSeries = !study.Series.TryGetValue(entry.Series, out SeriesNode? series);
        if (series is null)
        {
            study.Series.Add(entry.Series, series = new SeriesNode(study, entry.Series));
            ListOf(_series, entry.Series).Add(series);
            patient.SeriesCount++;
        }

        if (AttributeRuns.Supplement(series.Run, runs.Series, latestWins: false) is { } changed) series.Run = changed;
        string modality = AttributeRuns.Modality(series.Run);
        bool isNewModality = isNewSeries || modality != series.Modality;
        series.Modality = modality;

        var node = new InstanceNode(series, entry, runs.Image, sequence);
        series.Instances.Add(entry.Id.SopInstance, node);
        Instances.Add(entry.Id.SopInstance, node);
        study.InstanceCount++;
        patient.InstanceCount++;
        int ofClass = series.SopClasses.GetValueOrDefault(entry.Id.SopClass);
        series.SopClasses[entry.Id.SopClass] = ofClass + 1;
        if (isNewModality) UpdateModalities(study);
        if (ofClass == 0) UpdateSopClasses(study);
    }

    /// <summary>Removes an instance, and the entities that it leaves empty.</summary>
    internal void Remove(InstanceNode node)
    {
        SeriesNode series = node.Series;
        StudyNode study = series.Study;
        PatientNode patient = study.Patient;
        DicomUid sopInstance = node.Entry.Id.SopInstance, sopClass = node.Entry.Id.SopClass;
        Instances.Remove(sopInstance);
        series.Instances.Remove(sopInstance);
        study.InstanceCount--;
        patient.InstanceCount--;
        bool isLastOfClass = --series.SopClasses[sopClass] == 0;
        if (isLastOfClass) series.SopClasses.Remove(sopClass);
        if (series.Instances.Count == 0)
        {
            study.Series.Remove(series.Uid);
            Unlist(_series, series.Uid, series);
            patient.SeriesCount--;
            UpdateModalities(study);
        }

        if (isLastOfClass) UpdateSopClasses(study);
        if (study.Series.Count > 0) return;
        patient.Studies.Remove(study.Uid);
        Unlist(_studies, study.Uid, study);
        if (patient.Studies.Count > 0) return;
        Patients.Remove(patient.Identity);
        Unlist(_patientsById, patient.Identity.PatientId, patient);
    }

    private static void UpdateModalities(StudyNode study) => study.Modalities = Join(study.Series.Values.Select(s => s.Modality).Where(m => m.Length > 0));

    private static void UpdateSopClasses(StudyNode study) => study.SopClasses = Join(study.Series.Values.SelectMany(s => s.SopClasses.Keys).Select(c => c.Value));

    private static byte[] Join(IEnumerable<string> values) => Encoding.ASCII.GetBytes(string.Join('\\', values.Distinct().Order(StringComparer.Ordinal)));

    private static List<T> ListOf<TKey, T>(Dictionary<TKey, List<T>> lists, TKey uid)
        where TKey : notnull
    {
        if (!lists.TryGetValue(uid, out List<T>? list)) lists.Add(uid, list = new List<T>(1));
        return list;
    }

    private static void Unlist<TKey, T>(Dictionary<TKey, List<T>> lists, TKey uid, T item)
        where TKey : notnull
    {
        List<T> list = lists[uid];
        list.Remove(item);
        if (list.Count == 0) lists.Remove(uid);
    }
}

/// <summary>Copies of the runs of one entry.</summary>
internal readonly record struct SplitRuns(byte[] Patient, byte[] Study, byte[] Series, byte[] Image);
