namespace Pacs.Core;

/// <summary>Gathers the patients and studies that an event is about, and how many instances of which class: the objects of its entries.</summary>
/// <remarks>Safe from any thread. Grows with the number of studies, not of instances.</remarks>
public sealed class AuditSubjects
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string PatientId, DicomUid Study), Subject> _studies = [];
    private Subject? _last;

    /// <summary>Whether nothing was gathered.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock) return _studies.Count == 0;
        }
    }

    /// <summary>Counts an instance.</summary>
    /// <param name="patientId">Patient ID; empty when unknown.</param>
    /// <param name="study">Study Instance UID.</param>
    /// <param name="sopClass">SOP Class UID.</param>
    /// <param name="attributes">Gives Patient's Name and Accession Number; called for one instance of a study, when the objects are made. Null where they are not known.</param>
    public void Add(string patientId, DicomUid study, DicomUid sopClass, Func<DicomDataset>? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(patientId);
        lock (_lock)
        {
            Subject? subject = _last;
            if (subject is null || subject.Study != study || subject.PatientId != patientId)
            {
                if (!_studies.TryGetValue((patientId, study), out subject)) _studies.Add((patientId, study), subject = new Subject(patientId, study, attributes));
                _last = subject;
            }

            subject.Count(sopClass);
        }
    }

    /// <summary>The objects of an entry for each patient: an entry about instances is about one patient (PS3.15 §A.5.3.6, §A.5.3.7).</summary>
    public IReadOnlyList<IReadOnlyList<AuditObject>> ByPatient()
    {
        lock (_lock)
        {
            return [.. _studies.Values.GroupBy(static s => s.PatientId).Select(static patient => (AuditObject[])
                [.. patient.Select(static s => s.ToObject()), AuditObject.Patient(patient.Key, patient.First().PatientName)])];
        }
    }

    private sealed class Subject(string patientId, DicomUid study, Func<DicomDataset>? attributes)
    {
        private readonly List<KeyValuePair<DicomUid, int>> _classes = [];

        public string PatientId => patientId;

        public DicomUid Study => study;

        public string? PatientName => attributes?.Invoke().GetString(DicomTag.PatientName);

        public void Count(DicomUid sopClass)
        {
            for (int i = 0; i < _classes.Count; i++)
            {
                if (_classes[i].Key != sopClass) continue;
                _classes[i] = new(sopClass, _classes[i].Value + 1);
                return;
            }

            _classes.Add(new(sopClass, 1));
        }

        public AuditObject ToObject() => AuditObject.Study(study) with
        {
            SopClasses = [.. _classes],
            AccessionNumbers = attributes?.Invoke().GetString(DicomTag.AccessionNumber) is { Length: > 0 } number ? [number] : [],
        };
    }
}
