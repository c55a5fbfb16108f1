using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>
/// Whose the studies are that instances came for lately: to ask the index for each instance would make it take changes one by one, and cost more than the storing.
/// Only what was found or stored is remembered, the latest patient of a study; whatever differs is asked of the index.
/// </summary>
internal sealed class KnownStudies
{
    private const int Most = 4096;
    private readonly Lock _lock = new();
    private readonly Dictionary<DicomUid, string> _patients = [];
    private readonly Queue<DicomUid> _order = new();

    /// <summary>Whether the study is known to be this patient's.</summary>
    public bool IsOf(DicomUid study, string patientId)
    {
        lock (_lock) return _patients.TryGetValue(study, out string? known) && known == patientId;
    }

    /// <summary>Remembers a study.</summary>
    public void Add(DicomUid study, string patientId)
    {
        lock (_lock)
        {
            if (_patients.TryAdd(study, patientId)) _order.Enqueue(study);
            else _patients[study] = patientId;
            while (_order.Count > Most) _patients.Remove(_order.Dequeue());
        }
    }

    /// <summary>Forgets a study of which something was removed: it may be gone.</summary>
    public void Forget(DicomUid study)
    {
        lock (_lock)
        {
            // Its place in the order stays, and is passed over when its turn comes.
            if (_patients.ContainsKey(study)) _patients[study] = "\0";
        }
    }
}
