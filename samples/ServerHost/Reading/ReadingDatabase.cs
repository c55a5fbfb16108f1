using Microsoft.Data.Sqlite;

namespace Pacs.ServerHost;

/// <summary>The file <c>reading.db</c> in the data folder: what people add to studies before it is DICOM. The archive knows nothing of it.</summary>
internal sealed class ReadingDatabase
{
    /// <summary>Its name in the data folder.</summary>
    public const string FileName = "reading.db";

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS status (study TEXT PRIMARY KEY, status TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS status_status ON status (status);
        CREATE TABLE IF NOT EXISTS report (study TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS share (id TEXT PRIMARY KEY, token BLOB NOT NULL UNIQUE, study TEXT NOT NULL, note TEXT NOT NULL, created TEXT NOT NULL, expires TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS share_study ON share (study);
        """;

    private readonly string _connection;

    /// <summary>Opens the database; made when it is missing.</summary>
    public ReadingDatabase(HostOptions options)
    {
        Directory.CreateDirectory(options.DataFolder);
        _connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(options.DataFolder, FileName), DefaultTimeout = 10 }.ToString();
        Run(Schema);
    }

    /// <summary>Runs a statement; the parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run(string sql, params ReadOnlySpan<object> values)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads all rows of a query.</summary>
    public List<T> Read<T>(Func<SqliteDataReader, T> row, string sql, params ReadOnlySpan<object> values)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = Command(connection, sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Copies the database as it is now to another file, while it is in use (SQLite's online backup).</summary>
    public void BackUp(string path)
    {
        using SqliteConnection from = Open();
        using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        to.Open();
        from.BackupDatabase(to);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<object> values)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this project
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return command;
    }
}
