using System.Collections.Concurrent;

namespace Pacs.Archive.Sqlite;

/// <summary>Connections that read. One is opened when all are in use; some are kept when they are not.</summary>
internal sealed class ReaderPool(string path, int idle) : IDisposable
{
    private readonly ConcurrentStack<Database> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Whether any of the connections met damage in the file.</summary>
    internal bool HasSeenDamage { get; private set; }

    /// <summary>Takes a connection. While the lease is held, cancelling <paramref name="ct"/> interrupts what runs on it.</summary>
    internal Lease Rent(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteIndex));
        ct.ThrowIfCancellationRequested();
        if (!_idle.TryPop(out Database? database)) database = Database.Open(path, isReader: true);
        return new Lease(this, database, ct);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryPop(out Database? database)) database.Dispose();
    }

    private void Return(Database database)
    {
        if (database.IsDamaged) HasSeenDamage = true;
        if (_isDisposed || _idle.Count >= idle)
        {
            database.Dispose();
            return;
        }

        _idle.Push(database);
        // Disposed in between: nobody else would take it out again.
        if (_isDisposed && _idle.TryPop(out Database? late)) late.Dispose();
    }

    /// <summary>A connection in use.</summary>
    internal readonly struct Lease : IDisposable
    {
        private readonly ReaderPool _pool;
        private readonly CancellationToken _ct;
        private readonly CancellationTokenRegistration _registration;

        internal Lease(ReaderPool pool, Database database, CancellationToken ct)
        {
            _pool = pool;
            _ct = ct;
            Database = database;
            _registration = ct.UnsafeRegister(static d => ((Database)d!).Interrupt(), database);
        }

        internal Database Database { get; }

        /// <summary>Goes to the next row.</summary>
        /// <exception cref="OperationCanceledException">Cancelled meanwhile.</exception>
        internal bool Step(Statement.Use rows)
        {
            _ct.ThrowIfCancellationRequested();
            try
            {
                return rows.Step();
            }
            catch (IndexException error) when (SqliteFault.IsInterrupt(error))
            {
                throw new OperationCanceledException("The query was cancelled.", error, _ct);
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            // Waits for an interrupt that is under way, so that it cannot hit the next user.
            _registration.Dispose();
            _pool.Return(Database);
        }
    }
}
