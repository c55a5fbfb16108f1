using SQLitePCL;

namespace Pacs.Archive.Sqlite;

/// <summary>One connection to the index file, with its prepared statements. For one thread at a time, <see cref="Interrupt"/> excepted.</summary>
internal sealed class Database : IDisposable
{
    private const int MaxStatements = 64;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Statement> _statements = [];

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => _handle = handle;

    /// <summary>Whether SQLite met damage in the file.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isReader">Whether the connection only reads.</param>
    /// <exception cref="IndexException">The file cannot be opened.</exception>
    internal static Database Open(string path, bool isReader)
    {
        int flags = (isReader ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE) | raw.SQLITE_OPEN_NOMUTEX;
        int result = raw.sqlite3_open_v2(path, out sqlite3 handle, flags, null);
        if (result != raw.SQLITE_OK)
        {
            IndexException error = SqliteFault.From(handle, result);
            handle.Dispose();
            throw error;
        }

        var database = new Database(handle);
        try
        {
            raw.sqlite3_extended_result_codes(handle, 1);
            raw.sqlite3_busy_timeout(handle, 5000);
            // A schema that came with a foreign file must not run functions of its choice.
            database.Execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;");
            database.Check(SortFunction.AddTo(handle));
            database.Execute(isReader ? "PRAGMA query_only=ON; PRAGMA cache_size=-4000;" : "PRAGMA cache_size=-16000;");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>A prepared statement, kept for the next use of the same text. Not in use by anybody else: a statement is not run inside itself.</summary>
    internal Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out Statement? known)) return known;
        if (_statements.Count >= MaxStatements) ForgetIdleStatements();
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt handle));
        var statement = new Statement(this, handle);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Runs statements that return nothing.</summary>
    internal void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Ends a transaction that failed.</summary>
    internal void Rollback()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (IndexException)
        {
            // SQLite has rolled back by itself (full disk, I/O error): there is no transaction left to end.
        }
    }

    /// <summary>The first column of the first row as a number.</summary>
    internal long QueryInt64(string sql)
    {
        using Statement.Use use = Prepare(sql).Begin();
        return use.Step() ? use.GetInt64(0) : 0;
    }

    /// <summary>The first column of the first row as text; null when there is none.</summary>
    internal string? QueryText(string sql)
    {
        using Statement.Use use = Prepare(sql).Begin();
        return use.Step() && !use.IsNull(0) ? use.GetString(0) : null;
    }

    /// <summary>Makes the statement that is running fail; from any thread.</summary>
    internal void Interrupt() => raw.sqlite3_interrupt(_handle);

    internal void Check(int result)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        IndexException error = SqliteFault.From(_handle, result);
        IsDamaged |= error.Fault == IndexFault.Corrupt;
        throw error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ForgetStatements();
        _handle.Dispose();
    }

    // One that is running stays: others are prepared beside it.
    private void ForgetIdleStatements()
    {
        foreach ((string sql, Statement statement) in _statements)
        {
            if (statement.IsInUse) continue;
            statement.Dispose();
            _statements.Remove(sql);
        }
    }

    private void ForgetStatements()
    {
        foreach (Statement statement in _statements.Values) statement.Dispose();
        _statements.Clear();
    }
}
