using System.Text.Json;

namespace Pacs.ServerHost;

/// <summary>Keeps reports, one a study. A version is replaced only by whoever has seen it.</summary>
internal sealed class ReportStore(ReadingDatabase database)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public StudyReport? Get(string study) =>
        database.Read(static row => JsonSerializer.Deserialize<StudyReport>(row.GetString(0), Json), "SELECT body FROM report WHERE study = $1", study).FirstOrDefault();

    /// <summary>Saves the version after <paramref name="seen"/>; false when another has been saved meanwhile.</summary>
    /// <param name="study">Study Instance UID.</param>
    /// <param name="report">The report; its version must be <paramref name="seen"/> + 1.</param>
    /// <param name="seen">The version that it replaces; 0 for the first.</param>
    public bool TrySave(string study, StudyReport report, int seen)
    {
        string body = JsonSerializer.Serialize(report, Json);
        return (seen == 0
            ? database.Run("INSERT INTO report (study, version, body) VALUES ($1, $2, $3) ON CONFLICT (study) DO NOTHING", study, report.Version, body)
            : database.Run("UPDATE report SET version = $2, body = $3 WHERE study = $1 AND version = $4", study, report.Version, body, seen)) == 1;
    }
}
