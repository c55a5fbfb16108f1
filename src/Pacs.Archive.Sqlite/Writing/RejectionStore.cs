using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Archive.Sqlite;

/// <summary>Rejections for the writer: which notes reject which instances, and the entries that are hidden.</summary>
internal sealed class RejectionStore(Database database)
{
    private bool? _isInUse;

    /// <summary>Whether any note is stored: nearly no archive has one, and then nothing is looked up for an instance.</summary>
    internal bool IsInUse => _isInUse ??= database.QueryInt64("SELECT EXISTS (SELECT 1 FROM rejections)") != 0;

    /// <summary>Forgets what is remembered: after a failed batch, or when somebody else wrote.</summary>
    internal void Forget() => _isInUse = null;

    internal bool IsRejected(string instance) => Has("SELECT 1 FROM rejections WHERE instance = ?1", instance);

    /// <summary>Notes that one instance rejects another.</summary>
    internal void Add(string note, string instance)
    {
        using Statement.Use use = database.Prepare("INSERT OR IGNORE INTO rejections (instance, note) VALUES (?1, ?2)").Begin();
        use.Bind(1, instance);
        use.Bind(2, note);
        use.Step();
        _isInUse = true;
    }

    /// <summary>Forgets a note; returns what is hidden no more, and is taken from what is hidden.</summary>
    internal List<InstanceStored> Remove(string note)
    {
        var instances = new List<string>();
        using (Statement.Use use = database.Prepare("DELETE FROM rejections WHERE note = ?1 RETURNING instance").Begin())
        {
            use.Bind(1, note);
            while (use.Step()) instances.Add(use.GetString(0));
        }

        var shown = new List<InstanceStored>();
        foreach (string instance in instances)
            if (!IsRejected(instance) && Take(instance) is { } hidden) shown.Add(hidden);
        if (instances.Count > 0) _isInUse = null;
        return shown;
    }

    /// <summary>Takes an entry out of what is hidden; null when it is not.</summary>
    internal InstanceStored? Take(string instance)
    {
        InstanceStored? hidden = null;
        using (Statement.Use use = database.Prepare(EntryReader.SelectHidden + " WHERE uid = ?1").Begin())
        {
            use.Bind(1, instance);
            if (use.Step()) hidden = Read(use);
        }

        if (hidden is not null) Has("DELETE FROM hidden WHERE uid = ?1", instance);
        return hidden;
    }

    /// <summary>Puts an entry among what is hidden.</summary>
    internal void Hide(InstanceStored stored, AttributeSplitter splitter)
    {
        IndexEntry entry = stored.Entry;
        splitter.Split(entry);
        Span<byte> hash = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(hash, entry.ContentHash);
        using Statement.Use use = database.Prepare("""
            INSERT INTO hidden (id, uid, sop_class, transfer_syntax, address, length, hash, received, stored, calling_ae, image, series_uid, series, study_uid, study, patient_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """).Begin();
        use.Bind(1, stored.Sequence);
        use.Bind(2, entry.Id.SopInstance.Value);
        use.Bind(3, entry.Id.SopClass.Value);
        use.Bind(4, entry.TransferSyntax.Uid.Value);
        use.Bind(5, entry.Blob.Value ?? string.Empty);
        use.Bind(6, entry.DatasetLength);
        use.BindBlob(7, hash);
        use.Bind(8, entry.ReceivedAt.UtcTicks);
        use.Bind(9, stored.At.UtcTicks);
        use.Bind(10, entry.CallingAe);
        use.BindBlob(11, splitter.Image.Span);
        use.Bind(12, entry.Series.Value);
        use.BindBlob(13, splitter.Series.Span);
        use.Bind(14, entry.Study.Value);
        use.BindBlob(15, splitter.Study.Span);
        use.Bind(16, AttributeSplitter.PatientIdentity(entry).PatientId);
        use.Step();
    }

    /// <summary>The change that a row of <see cref="EntryReader"/> came of.</summary>
    internal static InstanceStored Read(Statement.Use row) => new(row.GetInt64(0), new DateTimeOffset(row.GetInt64(8), TimeSpan.Zero), new EntryReader().Read(row));

    private bool Has(string sql, string uid)
    {
        using Statement.Use use = database.Prepare(sql).Begin();
        use.Bind(1, uid);
        return use.Step();
    }
}
