using SQLitePCL;

namespace Pacs.Archive.Sqlite;

/// <summary>Result codes of SQLite as exceptions of the index.</summary>
internal static class SqliteFault
{
    internal static IndexException From(sqlite3 handle, int result)
    {
        int primary = result & 0xFF;
        IndexFault fault = primary switch
        {
            raw.SQLITE_CORRUPT => IndexFault.Corrupt,
            raw.SQLITE_NOTADB => IndexFault.Foreign,
            raw.SQLITE_FULL => IndexFault.Full,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => IndexFault.Busy,
            _ => IndexFault.Io,
        };
        // Messages of SQLite name tables and columns, never values.
        string detail = raw.sqlite3_errmsg(handle).utf8_to_string();
        string message = fault switch
        {
            IndexFault.Corrupt => "The index file is damaged; delete it and the archive builds it anew",
            IndexFault.Foreign => "The index file is no SQLite database",
            IndexFault.Full => "No space is left for the index",
            IndexFault.Busy => "Another process holds the index",
            _ => "The index file cannot be read or written",
        };
        return new IndexException(fault, $"{message}: {detail} (SQLite result {result}).") { HResult = result };
    }

    /// <summary>Whether an exception comes from <see cref="Database.Interrupt"/>.</summary>
    internal static bool IsInterrupt(IndexException error) => (error.HResult & 0xFF) == raw.SQLITE_INTERRUPT;

    /// <summary>Whether the file does not even begin as a database: foreign, or overwritten.</summary>
    internal static bool IsNoDatabase(IndexException error) => (error.HResult & 0xFF) == raw.SQLITE_NOTADB;
}
