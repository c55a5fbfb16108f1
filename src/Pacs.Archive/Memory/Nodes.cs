using Pacs.Core;

namespace Pacs.Archive;

/// <summary>A patient of the in-memory index. Runs are replaced, never changed, so that a result may be made of them later.</summary>
internal sealed class PatientNode((string PatientId, string Issuer) identity)
{
    internal readonly (string PatientId, string Issuer) Identity = identity;
    internal readonly Dictionary<DicomUid, StudyNode> Studies = [];
    internal byte[] Run = [];
    internal int SeriesCount;
    internal int InstanceCount;
}

/// <summary>A study of the in-memory index.</summary>
internal sealed class StudyNode(PatientNode patient, DicomUid uid)
{
    internal readonly PatientNode Patient = patient;
    internal readonly DicomUid Uid = uid;
    internal readonly Dictionary<DicomUid, SeriesNode> Series = [];
    internal byte[] Run = [];
    internal int InstanceCount;
    internal byte[] Modalities = [];
    internal byte[] SopClasses = [];
}

/// <summary>A series of the in-memory index.</summary>
internal sealed class SeriesNode(StudyNode study, DicomUid uid)
{
    internal readonly StudyNode Study = study;
    internal readonly DicomUid Uid = uid;
    internal readonly Dictionary<DicomUid, InstanceNode> Instances = [];
    internal readonly Dictionary<DicomUid, int> SopClasses = [];
    internal byte[] Run = [];
    internal string Modality = string.Empty;
}

/// <summary>An instance of the in-memory index.</summary>
internal sealed class InstanceNode(SeriesNode series, IndexEntry entry, byte[] run, long sequence)
{
    internal readonly SeriesNode Series = series;
    internal readonly IndexEntry Entry = entry;
    internal readonly byte[] Run = run;
    internal readonly byte[] TransferSyntax = System.Text.Encoding.ASCII.GetBytes(entry.TransferSyntax.Uid.Value);
    internal readonly long Sequence = sequence;
}
