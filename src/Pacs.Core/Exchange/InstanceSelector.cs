namespace Pacs.Core;

/// <summary>Which instances an operation concerns: by unique keys of the hierarchy (PS3.4 §C.2.2.1). All stated keys must match; a key with several UIDs matches any of them.</summary>
public sealed record InstanceSelector
{
    /// <summary>Patient ID (0010,0020), or null when not restricted.</summary>
    public string? PatientId { get; init; }

    /// <summary>Study Instance UIDs; empty when not restricted.</summary>
    public IReadOnlyList<DicomUid> Studies { get; init; } = [];

    /// <summary>Series Instance UIDs; empty when not restricted.</summary>
    public IReadOnlyList<DicomUid> Series { get; init; } = [];

    /// <summary>SOP Instance UIDs; empty when not restricted.</summary>
    public IReadOnlyList<DicomUid> Instances { get; init; } = [];

    /// <summary>Whether instances that a rejection note hides are meant, too. Default false.</summary>
    public bool IncludesRejected { get; init; }

    /// <summary>Whether nothing is restricted, so that every instance matches.</summary>
    public bool IsUnrestricted => PatientId is null && Studies.Count == 0 && Series.Count == 0 && Instances.Count == 0;

    /// <summary>Everything of one patient.</summary>
    public static InstanceSelector Patient(string patientId) => new() { PatientId = patientId };

    /// <summary>Everything of one study.</summary>
    public static InstanceSelector Study(DicomUid study) => new() { Studies = [study] };

    /// <summary>Everything of one series.</summary>
    public static InstanceSelector OneSeries(DicomUid study, DicomUid series) => new() { Studies = [study], Series = [series] };

    /// <summary>One instance.</summary>
    public static InstanceSelector Instance(DicomUid sopInstance) => new() { Instances = [sopInstance] };
}
