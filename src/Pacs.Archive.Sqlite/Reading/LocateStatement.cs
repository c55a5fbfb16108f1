using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>A selector in SQL.</summary>
internal static class LocateStatement
{
    internal static SqlText Make(InstanceSelector which)
    {
        SqlText sql = new SqlText().Append(EntryReader.Select);
        string before = " WHERE ";
        if (which.Instances.Count > 0) And().IsOneOf("i.uid", SqlText.Texts(which.Instances));
        if (which.Series.Count > 0) And().IsOneOf("e.uid", SqlText.Texts(which.Series));
        if (which.Studies.Count > 0) And().IsOneOf("s.uid", SqlText.Texts(which.Studies));
        if (which.PatientId is { } patientId) And().Append("p.patient_id = ").Value(patientId.Trim(' ', '\0'));
        return sql;

        SqlText And()
        {
            sql.Append(before);
            before = " AND ";
            return sql;
        }
    }
}
