using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>The index in one SQLite file (write-ahead logging): one writer, any number of readers that never wait for it.</summary>
/// <remarks>Every call completes synchronously, on the caller's thread. Safe from any thread. A query that is enumerated slowly sees the state it began with, and keeps the log from shrinking until it ends.</remarks>
public sealed class SqliteIndex : IArchiveIndex
{
    private readonly Lock _writing = new();
    private readonly IndexWriter _writer;
    private readonly ReaderPool _readers;
    private bool _isDisposed;

    private SqliteIndex(IndexWriter writer, ReaderPool readers, IndexAttributes attributes)
    {
        _writer = writer;
        _readers = readers;
        Attributes = attributes;
    }

    /// <inheritdoc/>
    public IndexAttributes Attributes { get; }

    /// <summary>Attributes that entries indexed earlier may lack, because they were not kept then. Empty after a rebuild.</summary>
    public IReadOnlyList<DicomTag> IncompleteAttributes { get; private init; } = [];

    /// <summary>Opens the file, or makes it where there is none; its folder must exist.</summary>
    /// <param name="path">The file. Beside it SQLite keeps <c>-wal</c> and <c>-shm</c>.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <param name="ct">Cancels the check for damage.</param>
    /// <exception cref="IndexException">The file is damaged, foreign, of a newer version, or cannot be opened.</exception>
    public static ValueTask<SqliteIndex> OpenAsync(string path, SqliteIndexOptions? options = null, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ct.ThrowIfCancellationRequested();
        return new(Open(path, options ?? new SqliteIndexOptions(), SchemaVersions.All, ct));
    }

    internal static SqliteIndex Open(string path, SqliteIndexOptions options, IReadOnlyList<Migration> migrations, CancellationToken ct)
    {
        Database database = Database.Open(path, isReader: false);
        try
        {
            SchemaSetup.Apply(database, migrations);
            database.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint={options.AutoCheckpointPages}"));
            var writer = new IndexWriter(database, options.Attributes);
            bool isAfterCrash = writer.GetMeta("open") == "1";
            if (options.IntegrityCheck == SqliteIntegrityCheck.Always || (isAfterCrash && options.IntegrityCheck == SqliteIntegrityCheck.AfterCrash))
                CheckIntegrity(database, ct);
            writer.SetMeta("open", "1");
            IReadOnlyList<DicomTag> incomplete = AttributeRecord.Update(writer, options.Attributes);
            return new SqliteIndex(writer, new ReaderPool(path, options.IdleReaders), options.Attributes) { IncompleteAttributes = incomplete };
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(IndexBatch batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ct.ThrowIfCancellationRequested();
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _writer.Apply(batch, ct);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<string?> GetCheckpointAsync(CancellationToken ct)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return new(_writer.GetMeta("checkpoint"));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IndexEntry?> GetAsync(DicomUid sopInstance, CancellationToken ct)
    {
        // Too short to be interrupted.
        ct.ThrowIfCancellationRequested();
        using ReaderPool.Lease lease = _readers.Rent(CancellationToken.None);
        using Statement.Use row = lease.Database.Prepare(EntryReader.SelectEither).Begin();
        row.Bind(1, sopInstance.Value);
        return new(row.Step() ? new EntryReader().Read(row) : null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        FindPlan plan = FindPlanner.Make(query, Attributes);
        // An exact statement in order has left them out already.
        int skip = plan is { IsExact: true, RowSql: not null } ? 0 : query.Offset, left = query.Limit ?? int.MaxValue;
        using ReaderPool.Lease lease = _readers.Rent(ct);
        using Statement.Use rows = lease.Database.Prepare(plan.Sql).Begin();
        rows.Bind(plan.Parameters);
        while (left > 0 && lease.Step(rows))
        {
            if (plan.IsExact && skip > 0)
            {
                skip--;
                continue;
            }

            if (Compose(lease, plan, rows, query.Level) is not { } result || skip-- > 0) continue;
            left--;
            yield return result;
        }
    }

    // As of the same moment: while the first statement runs, the connection sees what it saw when that began.
    private static DicomDataset? Compose(ReaderPool.Lease lease, FindPlan plan, Statement.Use rows, QueryLevel level)
    {
        bool hasPatient = plan.Composer.NeedsPatientCounts;
        if (plan.RowSql is null) return plan.Composer.Compose(RowReader.Read(rows, level, hasPatient));
        using Statement.Use row = lease.Database.Prepare(plan.RowSql).Begin();
        row.Bind(1, rows.GetInt64(0));
        return lease.Step(row) ? plan.Composer.Compose(RowReader.Read(row, level, hasPatient)) : null;
    }

    /// <inheritdoc/>
    public ValueTask<long?> CountAsync(DicomQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (FindPlanner.MakeCount(query, Attributes) is not { } sql) return new((long?)null);
        using ReaderPool.Lease lease = _readers.Rent(ct);
        using Statement.Use rows = lease.Database.Prepare(sql.ToString()).Begin();
        rows.Bind(sql.Parameters);
        return new(lease.Step(rows) ? rows.GetInt64(0) : 0);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(which);
        var reader = new EntryReader();
        using ReaderPool.Lease lease = _readers.Rent(ct);
        foreach (SqlText sql in which.IncludesRejected ? (SqlText[])[LocateStatement.Make(which), LocateStatement.MakeHidden(which)] : [LocateStatement.Make(which)])
        {
            using Statement.Use rows = lease.Database.Prepare(sql.ToString()).Begin();
            rows.Bind(sql.Parameters);
            while (lease.Step(rows)) yield return reader.Read(rows);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArchiveChange> ChangesAsync(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            List<ArchiveChange> chunk;
            using (ReaderPool.Lease lease = _readers.Rent(CancellationToken.None)) chunk = ChangeReader.Read(lease.Database, after);
            if (chunk.Count == 0) yield break;
            foreach (ArchiveChange change in chunk)
            {
                ct.ThrowIfCancellationRequested();
                yield return change;
            }

            after = chunk[^1].Sequence;
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> GetLastSequenceAsync(CancellationToken ct)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return new(_writer.LastSequence);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_writing)
        {
            if (_isDisposed) return default;
            _isDisposed = true;
            _readers.Dispose();
            try
            {
                // After damage the file stays marked as open, so that the next opening checks it.
                if (!_readers.HasSeenDamage) _writer.Close();
            }
            catch (IndexException)
            {
                // Nothing is lost: what was applied is in the log beside the file, and the next opening checks it.
            }

            _writer.Dispose();
        }

        return default;
    }

    private static void CheckIntegrity(Database database, CancellationToken ct)
    {
        using CancellationTokenRegistration registration = ct.UnsafeRegister(static d => ((Database)d!).Interrupt(), database);
        string? answer;
        try
        {
            answer = database.QueryText("PRAGMA quick_check(1)");
        }
        catch (IndexException error) when (SqliteFault.IsInterrupt(error))
        {
            throw new OperationCanceledException("The check was cancelled.", error, ct);
        }

        if (answer != "ok") throw new IndexException(IndexFault.Corrupt, $"The index file is damaged; delete it and the archive builds it anew: {answer}.");
    }
}
