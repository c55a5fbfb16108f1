namespace Pacs.Archive.Sqlite;

/// <summary>A patient as the writer remembers it. Counts are written at the end of a batch.</summary>
internal sealed class PatientRow(long id, (string PatientId, string Issuer) identity)
{
    internal readonly long Id = id;
    internal readonly (string PatientId, string Issuer) Identity = identity;
    internal byte[] Run = [];
    internal long Studies, Series, Instances;
    internal bool IsDirty, IsGone;
}

/// <summary>A study as the writer remembers it.</summary>
internal sealed class StudyRow(long id, PatientRow patient, string uid)
{
    internal readonly long Id = id;
    internal readonly PatientRow Patient = patient;
    internal readonly string Uid = uid;
    internal readonly HashSet<string> SopClasses = [];
    internal byte[] Run = [];
    internal long Series, Instances;
    internal bool IsDirty, IsGone;

    /// <summary>Whether the modalities, and the SOP classes, have to be collected from the series again.</summary>
    internal bool HasStaleModalities, HasStaleSopClasses;
}

/// <summary>A series as the writer remembers it.</summary>
internal sealed class SeriesRow(long id, StudyRow study, string uid)
{
    internal readonly long Id = id;
    internal readonly StudyRow Study = study;
    internal readonly string Uid = uid;
    internal byte[] Run = [];
    internal string Modality = string.Empty;
    internal long Instances;
    internal bool IsDirty, IsGone;
}
