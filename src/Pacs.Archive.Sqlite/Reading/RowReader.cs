using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>The columns that <see cref="FindPlanner"/> selects, as a row to make a result of.</summary>
internal static class RowReader
{
    /// <summary>A view of the current row, valid until the next step.</summary>
    internal static IndexRow Read(Statement.Use row, QueryLevel level, bool hasPatient)
    {
        if (level == QueryLevel.Patient)
            return new IndexRow { Top = row.GetBytes(0), PatientCounts = (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)) };
        ReadOnlySpan<byte> modalities = row.GetBytes(3);
        var result = new IndexRow
        {
            Top = row.GetBytes(0),
            StudyCounts = (row.GetInt64(1), row.GetInt64(2)),
            Modalities = modalities.Length > 2 ? modalities[1..^1] : default,
            SopClasses = row.GetBytes(4),
        };
        int next = 5;
        if (level >= QueryLevel.Series)
        {
            result.Series = row.GetBytes(next++);
            result.SeriesInstances = row.GetInt64(next++);
        }

        if (level >= QueryLevel.Image)
        {
            result.Image = row.GetBytes(next++);
            result.TransferSyntax = row.GetBytes(next++);
        }

        if (hasPatient) result.PatientCounts = (row.GetInt64(next), row.GetInt64(next + 1), row.GetInt64(next + 2));
        return result;
    }
}
