using System.Buffers.Binary;
using System.Globalization;
using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>Applies batches over the one connection that writes. Not thread-safe.</summary>
internal sealed class IndexWriter : IDisposable
{
    private readonly Database _database;
    private readonly AttributeSplitter _splitter;
    private readonly EntityStore _entities;
    private readonly RejectionStore _rejections;
    private long _lastSequence;
    private long _dataVersion;
    private bool _isFull; // PRAGMA synchronous

    internal IndexWriter(Database database, IndexAttributes attributes)
    {
        _database = database;
        _splitter = new AttributeSplitter(attributes);
        _entities = new EntityStore(database);
        _rejections = new RejectionStore(database);
        _lastSequence = ReadLastSequence();
        _dataVersion = database.QueryInt64("PRAGMA data_version");
        // Without this an fsync on macOS leaves the bytes in the drive's cache; elsewhere it does nothing.
        database.Execute("PRAGMA synchronous=NORMAL; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON;");
    }

    /// <summary>The sequence number of the last change applied.</summary>
    internal long LastSequence => _lastSequence;

    internal void Apply(IndexBatch batch, CancellationToken ct)
    {
        if (batch.Durable != _isFull)
        {
            _database.Execute(batch.Durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            _isFull = batch.Durable;
        }

        long before = _lastSequence;
        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            NoticeOtherWriters();
            foreach (ArchiveChange change in batch.Changes)
            {
                ct.ThrowIfCancellationRequested();
                if (change.Sequence <= _lastSequence) continue;
                _lastSequence = change.Sequence;
                if (change is InstanceStored stored) Store(stored);
                else if (change is InstanceRemoved removed) Remove(removed);
            }

            _entities.WriteCounts();
            SetMeta("checkpoint", batch.Checkpoint);
            SetMeta("sequence", _lastSequence.ToString(CultureInfo.InvariantCulture));
            _database.Execute("COMMIT");
        }
        catch
        {
            _lastSequence = before;
            _entities.Forget();
            _rejections.Forget();
            _database.Rollback();
            throw;
        }
    }

    internal void SetMeta(string key, string value)
    {
        using Statement.Use use = _database.Prepare("INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2").Begin();
        use.Bind(1, key);
        use.Bind(2, value);
        use.Step();
    }

    internal string? GetMeta(string key)
    {
        using Statement.Use use = _database.Prepare("SELECT value FROM meta WHERE key = ?1").Begin();
        use.Bind(1, key);
        return use.Step() ? use.GetString(0) : null;
    }

    /// <summary>Notes that the file was closed as it should be, and empties the log; not so after damage.</summary>
    internal void Close()
    {
        if (_database.IsDamaged) return;
        SetMeta("open", "0");
        _database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private void Store(InstanceStored stored)
    {
        string uid = stored.Entry.Id.SopInstance.Value;
        // What was known of it goes first, and with it entities that it alone was in.
        Forget(uid);
        if (_rejections.IsInUse && _rejections.IsRejected(uid)) _rejections.Hide(stored, _splitter);
        else Show(stored);
        foreach (DicomUid rejected in stored.Entry.Rejects)
        {
            _rejections.Add(uid, rejected.Value);
            Hide(rejected.Value);
        }
    }

    private void Show(InstanceStored stored)
    {
        IndexEntry entry = stored.Entry;
        _splitter.Split(entry);
        PatientRow patient = _entities.Patient(AttributeSplitter.PatientIdentity(entry), _splitter.Patient.Span);
        StudyRow study = _entities.Study(patient, entry.Study.Value, _splitter.Study.Span);
        SeriesRow series = _entities.Series(study, entry.Series.Value, _splitter.Series.Span);
        Insert(stored, series.Id);
        series.Instances++;
        study.Instances++;
        patient.Instances++;
        study.SopClasses.Add(entry.Id.SopClass.Value);
        _entities.Touch(series);
    }

    private void Hide(string uid)
    {
        InstanceStored known;
        using (Statement.Use use = _database.Prepare(EntryReader.Select + " WHERE i.uid = ?1").Begin())
        {
            use.Bind(1, uid);
            if (!use.Step()) return;
            known = RejectionStore.Read(use);
        }

        RemoveKnown(uid);
        _rejections.Hide(known, _splitter);
    }

    // Whether it was known, shown or hidden. What it rejected is shown again.
    private bool Forget(string uid)
    {
        bool isKnown = RemoveKnown(uid);
        if (!_rejections.IsInUse) return isKnown;
        isKnown |= _rejections.Take(uid) is not null;
        foreach (InstanceStored shown in _rejections.Remove(uid)) Show(shown);
        return isKnown;
    }

    private void Insert(InstanceStored stored, long series)
    {
        IndexEntry entry = stored.Entry;
        Span<byte> hash = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(hash, entry.ContentHash);
        using Statement.Use use = _database.Prepare("""
            INSERT INTO instances (id, series, uid, sop_class, transfer_syntax, address, length, hash, received, stored, calling_ae, attributes)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """).Begin();
        use.Bind(1, stored.Sequence);
        use.Bind(2, series);
        use.Bind(3, entry.Id.SopInstance.Value);
        use.Bind(4, entry.Id.SopClass.Value);
        use.Bind(5, entry.TransferSyntax.Uid.Value);
        use.Bind(6, entry.Blob.Value ?? string.Empty);
        use.Bind(7, entry.DatasetLength);
        use.BindBlob(8, hash);
        use.Bind(9, entry.ReceivedAt.UtcTicks);
        use.Bind(10, stored.At.UtcTicks);
        use.Bind(11, entry.CallingAe);
        use.BindBlob(12, _splitter.Image.Span);
        use.Step();
    }

    private void Remove(InstanceRemoved removed)
    {
        if (!Forget(removed.Id.SopInstance.Value)) return;
        using Statement.Use use = _database.Prepare("INSERT INTO removals (id, uid, sop_class, study, series, removed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)").Begin();
        use.Bind(1, removed.Sequence);
        use.Bind(2, removed.Id.SopInstance.Value);
        use.Bind(3, removed.Id.SopClass.Value);
        use.Bind(4, removed.Study.Value);
        use.Bind(5, removed.Series.Value);
        use.Bind(6, removed.At.UtcTicks);
        use.Step();
    }

    private bool RemoveKnown(string uid)
    {
        long seriesId;
        using (Statement.Use use = _database.Prepare("DELETE FROM instances WHERE uid = ?1 RETURNING series").Begin())
        {
            use.Bind(1, uid);
            if (!use.Step()) return false;
            seriesId = use.GetInt64(0);
            use.Step();
        }

        SeriesRow series = _entities.Series(seriesId);
        StudyRow study = series.Study;
        PatientRow patient = study.Patient;
        series.Instances--;
        study.Instances--;
        patient.Instances--;
        study.HasStaleSopClasses = true;
        _entities.Touch(series);
        if (series.Instances == 0) _entities.Remove(series);
        return true;
    }

    // Two processes may share an index by mistake or for maintenance; then what is remembered here may be wrong.
    private void NoticeOtherWriters()
    {
        long version = _database.QueryInt64("PRAGMA data_version");
        if (version == _dataVersion) return;
        _dataVersion = version;
        _entities.Forget();
        _rejections.Forget();
        _lastSequence = ReadLastSequence();
    }

    private long ReadLastSequence() => long.TryParse(GetMeta("sequence"), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence : 0;
}
