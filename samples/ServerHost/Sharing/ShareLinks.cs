using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Pacs.ServerHost;

/// <summary>Makes, finds and withdraws share links. Only a hash of each token is kept: who reads the database cannot open a study with it.</summary>
internal sealed class ShareLinks(ReadingDatabase database, TimeProvider time)
{
    private const int TokenLength = 24;

    /// <summary>Makes a link; the token is told this once.</summary>
    public (ShareLink Link, string Token) Create(string study, TimeSpan lifetime, string note)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenLength));
        DateTimeOffset now = time.GetUtcNow();
        var link = new ShareLink(Guid.NewGuid().ToString("N"), study, note, now, now + lifetime);
        database.Run("INSERT INTO share (id, token, study, note, created, expires) VALUES ($1, $2, $3, $4, $5, $6)", link.Id, Hash(token), study, note, Text(link.CreatedAt), Text(link.ExpiresAt));
        return (link, token);
    }

    /// <summary>The link of a token, expired or not; null for a token that was never given or was withdrawn.</summary>
    public ShareLink? Find(string token) =>
        token.Length > 2 * TokenLength ? null : database.Read(Row, "SELECT id, study, note, created, expires FROM share WHERE token = $1", Hash(token)).FirstOrDefault();

    public bool IsOver(ShareLink link) => link.ExpiresAt <= time.GetUtcNow();

    /// <summary>The links of a study, the newest first.</summary>
    public List<ShareLink> Of(string study) => database.Read(Row, "SELECT id, study, note, created, expires FROM share WHERE study = $1 ORDER BY created DESC", study);

    /// <summary>Ends a link; false when there is none with that id.</summary>
    public bool Withdraw(string id) => database.Run("DELETE FROM share WHERE id = $1", id) == 1;

    private static ShareLink Row(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), Time(row.GetString(3)), Time(row.GetString(4)));

    private static byte[] Hash(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
