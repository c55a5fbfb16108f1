using Pacs.Core;
using SQLitePCL;

namespace Pacs.Archive.Sqlite;

/// <summary><c>sort_value(attributes, tag)</c> in SQL: what a run is ordered by (<see cref="SortValue"/>), as a number, text, or NULL where there is no value.</summary>
internal static class SortFunction
{
    internal const string Name = "sort_value";

    // Only for statements of our own: a view or index of a foreign file must not call it.
    private const int Flags = raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC | 0x000080000; // SQLITE_DIRECTONLY

    private static readonly delegate_function_scalar Function = Run;

    internal static int AddTo(sqlite3 connection) => raw.sqlite3_create_function(connection, Name, 2, Flags, null, Function);

    private static void Run(sqlite3_context context, object user, sqlite3_value[] arguments)
    {
        try
        {
            SortValue value = SortValue.Read(raw.sqlite3_value_blob(arguments[0]), new DicomTag((uint)raw.sqlite3_value_int64(arguments[1])));
            if (value.Number is { } number) raw.sqlite3_result_double(context, number);
            else if (value.IsNone) raw.sqlite3_result_null(context);
            else raw.sqlite3_result_text(context, value.Text.Span);
        }
#pragma warning disable CA1031 // SQLite's frames are above: what passed through them would end the process
        catch (Exception)
#pragma warning restore CA1031
        {
            raw.sqlite3_result_null(context);
        }
    }
}
