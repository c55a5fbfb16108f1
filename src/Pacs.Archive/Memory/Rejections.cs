using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Which notes reject which instances, and what is hidden because of them. Not thread-safe.</summary>
internal sealed class Rejections
{
    private readonly Dictionary<DicomUid, IReadOnlyList<DicomUid>> _byNote = [];
    private readonly Dictionary<DicomUid, int> _counts = [];

    /// <summary>The instances that are hidden, each as it would be stored.</summary>
    internal readonly Dictionary<DicomUid, (InstanceStored Change, SplitRuns Runs)> Hidden = [];

    internal bool IsRejected(DicomUid instance) => _counts.ContainsKey(instance);

    /// <summary>Adds a note that is not there.</summary>
    internal void Add(DicomUid note, IReadOnlyList<DicomUid> instances)
    {
        _byNote.Add(note, instances);
        foreach (DicomUid instance in instances) _counts[instance] = _counts.GetValueOrDefault(instance) + 1;
    }

    /// <summary>Removes a note, if it is one; returns what is hidden no more, which is taken out of <see cref="Hidden"/>.</summary>
    internal List<(InstanceStored Change, SplitRuns Runs)> Remove(DicomUid note)
    {
        var shown = new List<(InstanceStored, SplitRuns)>();
        if (!_byNote.Remove(note, out IReadOnlyList<DicomUid>? instances)) return shown;
        foreach (DicomUid instance in instances)
        {
            if (--_counts[instance] > 0) continue;
            _counts.Remove(instance);
            if (Hidden.Remove(instance, out (InstanceStored, SplitRuns) hidden)) shown.Add(hidden);
        }

        return shown;
    }

    /// <summary>The hidden instances that a selector means.</summary>
    internal List<IndexEntry> Locate(InstanceSelector which)
    {
        if (!which.IncludesRejected) return [];
        string? patientId = which.PatientId?.Trim(' ', '\0');
        return
        [
            .. Hidden.Values.Select(h => h.Change.Entry).Where(e =>
                (which.Instances.Count == 0 || which.Instances.Contains(e.Id.SopInstance))
                && (which.Series.Count == 0 || which.Series.Contains(e.Series))
                && (which.Studies.Count == 0 || which.Studies.Contains(e.Study))
                && (patientId is null || e.PatientId.Trim(' ', '\0') == patientId)),
        ];
    }
}
