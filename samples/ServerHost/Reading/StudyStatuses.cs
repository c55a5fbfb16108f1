using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Data.Sqlite;
using Pacs.Core;

namespace Pacs.ServerHost;

/// <summary>Keeps the status of studies; a study without one is unread. Worklists that watch are told of each change.</summary>
internal sealed class StudyStatuses(ReadingDatabase database, TimeProvider time, IHubContext<ReadingHub, IReadingClient> watchers)
{
    public async Task<StudyStatus> SetAsync(string study, ReadingStatus status, string by)
    {
        var made = new StudyStatus(status, by, time.GetUtcNow());
        database.Run(
            "INSERT INTO status (study, status, by, at) VALUES ($1, $2, $3, $4) ON CONFLICT (study) DO UPDATE SET status = excluded.status, by = excluded.by, at = excluded.at",
            study, status.ToString(), by, made.At.ToString("O", CultureInfo.InvariantCulture));
        // Not which study: not everybody may see each.
        await watchers.Clients.Group(ReadingHub.Worklists).StatusesChanged();
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

    /// <summary>The studies that were given a status.</summary>
    public List<DicomUid> Studies(ReadingStatus status) => database.Read(Uid, "SELECT study FROM status WHERE status = $1", status.ToString());

    /// <summary>The studies that were given another status.</summary>
    public List<DicomUid> StudiesNot(ReadingStatus status) => database.Read(Uid, "SELECT study FROM status WHERE status <> $1", status.ToString());

    private static DicomUid Uid(SqliteDataReader row) => new(row.GetString(0));
}
