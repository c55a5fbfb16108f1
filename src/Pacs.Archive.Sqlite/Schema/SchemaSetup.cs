using System.Globalization;

namespace Pacs.Archive.Sqlite;

/// <summary>Brings a file to the present schema, or says why it cannot be.</summary>
internal static class SchemaSetup
{
    /// <summary>Checks whose file it is and applies the migrations that are due.</summary>
    /// <exception cref="IndexException">Foreign, too new, or damaged.</exception>
    internal static void Apply(Database database, IReadOnlyList<Migration> migrations)
    {
        int latest = migrations[^1].Version;
        long application = database.QueryInt64("PRAGMA application_id");
        long version = database.QueryInt64("PRAGMA user_version");
        bool isEmpty = application == 0 && version == 0 && database.QueryInt64("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && application != SchemaVersions.ApplicationId)
            throw new IndexException(IndexFault.Foreign, "The index file is a database of another application.");
        if (version > latest)
            throw new IndexException(IndexFault.TooNew, $"The index file has schema version {version}; this software knows versions up to {latest}.");
        if (isEmpty) database.Execute("PRAGMA auto_vacuum=NONE;");
        if (database.QueryText("PRAGMA journal_mode=WAL") != "wal")
            throw new IndexException(IndexFault.Io, "The folder of the index does not support write-ahead logging (is it a network share?).");
        if (version == latest) return;
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (Migration migration in migrations.Where(m => m.Version > version)) database.Execute(migration.Sql);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={SchemaVersions.ApplicationId}; PRAGMA user_version={latest}"));
            database.Execute("COMMIT");
        }
        catch
        {
            database.Rollback();
            throw;
        }
    }
}
