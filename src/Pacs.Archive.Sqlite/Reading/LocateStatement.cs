using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>A selector in SQL.</summary>
internal static class LocateStatement
{
    internal static SqlText Make(InstanceSelector which) => Make(which, EntryReader.Select, "i.uid", "e.uid", "s.uid", "p.patient_id");

    internal static SqlText MakeHidden(InstanceSelector which) => Make(which, EntryReader.SelectHidden, "uid", "series_uid", "study_uid", "patient_id");

    private static SqlText Make(InstanceSelector which, string select, string instance, string series, string study, string patient)
    {
        SqlText sql = new SqlText().Append(select);
        string before = " WHERE ";
        if (which.Instances.Count > 0) And().IsOneOf(instance, SqlText.Texts(which.Instances));
        if (which.Series.Count > 0) And().IsOneOf(series, SqlText.Texts(which.Series));
        if (which.Studies.Count > 0) And().IsOneOf(study, SqlText.Texts(which.Studies));
        if (which.PatientId is { } patientId) And().Append(patient + " = ").Value(patientId.Trim(' ', '\0'));
        return sql;

        SqlText And()
        {
            sql.Append(before);
            before = " AND ";
            return sql;
        }
    }
}
