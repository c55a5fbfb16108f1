using System.Globalization;

namespace Pacs.ServerHost;

/// <summary>Keeps the status of studies; a study without one is unread.</summary>
internal sealed class StudyStatuses(ReadingDatabase database, TimeProvider time)
{
    public StudyStatus Set(string study, ReadingStatus status, string by)
    {
        var made = new StudyStatus(status, by, time.GetUtcNow());
        database.Run(
            "INSERT INTO status (study, status, by, at) VALUES ($1, $2, $3, $4) ON CONFLICT (study) DO UPDATE SET status = excluded.status, by = excluded.by, at = excluded.at",
            study, status.ToString(), by, made.At.ToString("O", CultureInfo.InvariantCulture));
        return made;
    }

    public Dictionary<string, StudyStatus> Get(IEnumerable<string> studies)
    {
        var found = new Dictionary<string, StudyStatus>();
        foreach (string study in studies)
            foreach (StudyStatus status in database.Read(
                static row => new StudyStatus(Enum.Parse<ReadingStatus>(row.GetString(0)), row.GetString(1), DateTimeOffset.Parse(row.GetString(2), CultureInfo.InvariantCulture)),
                "SELECT status, by, at FROM status WHERE study = $1", study))
                found[study] = status;
        return found;
    }
}
