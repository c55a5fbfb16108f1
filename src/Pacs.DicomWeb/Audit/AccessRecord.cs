using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>What one request touched: patients, their studies, and how many instances of which class. Filled by the lookups that the request makes anyway.</summary>
internal sealed class AccessRecord
{
    private readonly Lock _lock = new();
    private readonly List<AccessedStudy> _studies = [];
    private AccessedStudy? _last;

    /// <summary>Whether nothing was touched.</summary>
    public bool IsEmpty => _studies.Count == 0;

    /// <summary>Adds an instance that was looked up or stored.</summary>
    public void Add(IndexEntry entry) => Add(entry.PatientId, entry.Study, entry.Id.SopClass, entry);

    /// <summary>Adds an instance by what is known of it.</summary>
    public void Add(string patientId, DicomUid study, DicomUid sopClass, IndexEntry? entry = null)
    {
        lock (_lock)
        {
            AccessedStudy? found = _last;
            if (found is null || found.Study != study || found.PatientId != patientId)
            {
                found = _studies.Find(s => s.Study == study && s.PatientId == patientId);
                if (found is null) _studies.Add(found = new AccessedStudy(patientId, study, entry));
                _last = found;
            }

            found.Count(sopClass);
        }
    }

    /// <summary>The patients, each with the objects of an entry: an entry is about one patient (PS3.15 §A.5.3.6, §A.5.3.7).</summary>
    public IEnumerable<IReadOnlyList<AuditObject>> ByPatient()
    {
        lock (_lock)
        {
            return [.. _studies.GroupBy(static s => s.PatientId).Select(static patient => (AuditObject[])
                [.. patient.Select(static s => s.ToObject()), AuditObject.Patient(patient.Key, patient.First().PatientName)])];
        }
    }

    private sealed class AccessedStudy(string patientId, DicomUid study, IndexEntry? first)
    {
        private readonly List<KeyValuePair<DicomUid, int>> _classes = [];

        public string PatientId => patientId;

        public DicomUid Study => study;

        public string? PatientName => first?.Attributes.GetString(DicomTag.PatientName);

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
            SopClasses = _classes,
            AccessionNumbers = first?.Attributes.GetString(DicomTag.AccessionNumber) is { Length: > 0 } number ? [number] : [],
        };
    }
}
