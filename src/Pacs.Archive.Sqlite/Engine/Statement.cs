using System.Text;
using SQLitePCL;

namespace Pacs.Archive.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    private readonly Database _database = database;
    private readonly sqlite3_stmt _handle = handle;

    /// <summary>Whether a use has begun and not ended.</summary>
    internal bool IsInUse { get; private set; }

    /// <summary>Starts a use; disposing it makes the statement ready for the next one.</summary>
    internal Use Begin()
    {
        IsInUse = true;
        return new(this);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    /// <summary>One use of a statement: bind, step, read, dispose.</summary>
    internal readonly struct Use(Statement statement) : IDisposable
    {
        private sqlite3_stmt Handle => statement._handle;

        internal void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(Handle, parameter, value));

        internal void Bind(int parameter, string? value)
        {
            if (value is null)
            {
                Check(raw.sqlite3_bind_null(Handle, parameter));
                return;
            }

            // Most texts are UIDs and names, which fit on the stack.
            int max = Encoding.UTF8.GetMaxByteCount(value.Length);
            Span<byte> bytes = max <= 512 ? stackalloc byte[512] : new byte[max];
            bytes = bytes[..Encoding.UTF8.GetBytes(value, bytes)];
            BindText(parameter, bytes);
        }

        /// <summary>Binds parameters 1 and on.</summary>
        internal void Bind(IReadOnlyList<object> values)
        {
            for (int i = 0; i < values.Count; i++)
            {
                if (values[i] is long number) Bind(i + 1, number);
                else Bind(i + 1, (string)values[i]);
            }
        }

        // An empty span would be a null pointer, and that NULL.
        internal void BindText(int parameter, ReadOnlySpan<byte> value) =>
            Check(value.IsEmpty ? raw.sqlite3_bind_text(Handle, parameter, string.Empty) : raw.sqlite3_bind_text(Handle, parameter, value));

        internal void BindBlob(int parameter, ReadOnlySpan<byte> value) =>
            Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(Handle, parameter, 0) : raw.sqlite3_bind_blob(Handle, parameter, value));

        /// <summary>Goes to the next row; false at the end.</summary>
        internal bool Step()
        {
            int result = raw.sqlite3_step(Handle);
            if (result == raw.SQLITE_ROW) return true;
            Check(result);
            return false;
        }

        internal bool IsNull(int column) => raw.sqlite3_column_type(Handle, column) == raw.SQLITE_NULL;

        internal long GetInt64(int column) => raw.sqlite3_column_int64(Handle, column);

        internal string GetString(int column) => Encoding.UTF8.GetString(GetBytes(column));

        /// <summary>The bytes of a blob, or of a text in UTF-8. Valid until the next step.</summary>
        internal ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(Handle, column);

        /// <inheritdoc/>
        public void Dispose()
        {
            // The result is that of the last step, which has been reported.
            raw.sqlite3_reset(Handle);
            raw.sqlite3_clear_bindings(Handle);
            statement.IsInUse = false;
        }

        private void Check(int result) => statement._database.Check(result);
    }
}
