namespace Pacs.Core;

/// <summary>A file-set: a folder with a DICOMDIR and the files that it lists, as on a CD, a stick or in a ZIP (PS3.10 §8, PS3.3 Annex F).</summary>
/// <remarks>
/// Files are copied in when they are added; the DICOMDIR is replaced as a whole when the set is saved, and files that were removed are deleted
/// after that. So a DICOMDIR never lists a file that is not there, whenever the process ends. Not thread-safe.
/// </remarks>
/// <example><code>
/// DicomFileSet set = DicomFileSet.Create("media");
/// await foreach (string path in studies) await set.AddAsync(path);
/// await set.SaveAsync();
/// </code></example>
public sealed class DicomFileSet
{
    /// <summary>The name of the directory file (PS3.10 §8.6).</summary>
    public const string DirectoryName = "DICOMDIR";

    private readonly DicomDataset _meta;
    private readonly DicomDataset _head;
    private readonly List<DirectoryRecord> _roots;
    private readonly List<DirectoryRecord> _orphans;
    private readonly List<ValidationFinding> _findings;
    private readonly List<string> _deleteOnSave = [];
    private readonly FileSetNames _names;
    private Dictionary<DicomUid, DirectoryRecord>? _byInstance, _studies;

    private DicomFileSet(string folder, DicomDataset meta, DicomDataset head, List<DirectoryRecord> roots, List<DirectoryRecord> orphans, IEnumerable<ValidationFinding> findings)
    {
        Folder = Path.GetFullPath(folder);
        _meta = meta;
        _head = head;
        _roots = roots;
        _orphans = orphans;
        _findings = [.. findings];
        _names = new FileSetNames(Folder);
    }

    /// <summary>The folder that holds the DICOMDIR and all files.</summary>
    public string Folder { get; }

    /// <summary>File-set ID (0004,1130): up to 16 characters A to Z, 0 to 9, space and underscore; empty when there is none.</summary>
    public string Id => _head.GetString(DicomTag.FileSetID) ?? string.Empty;

    /// <summary>The records at the top: patients, hanging protocols, palettes, implants.</summary>
    public IReadOnlyList<DirectoryRecord> Roots => _roots;

    /// <summary>Records of the DICOMDIR that no offset leads to, with all below them. They are not written again: see <see cref="AdoptOrphansAsync"/>.</summary>
    public IReadOnlyList<DirectoryRecord> Orphans => _orphans;

    /// <summary>What reading tolerated, and the stand-ins for keys that added instances lack.</summary>
    public IReadOnlyList<ValidationFinding> Findings => _findings;

    /// <summary>Begins an empty file-set. Nothing is written before a file is added or the set is saved.</summary>
    /// <param name="folder">Where; made when it is not there.</param>
    /// <param name="id">File-set ID: up to 16 characters A to Z, 0 to 9, space and underscore, or empty.</param>
    /// <exception cref="ArgumentException">The ID is none.</exception>
    public static DicomFileSet Create(string folder, string id = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length > 16 || !id.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ' ' or '_'))
            throw new ArgumentException($"'{id}' is no file-set ID: up to 16 characters A to Z, 0 to 9, space and underscore.", nameof(id));
        var head = new DicomDataset();
        head.Set(DicomTag.FileSetID, id);
        return new DicomFileSet(folder, NewMeta(DicomUid.NewUid()), head, [], [], []);
    }

    /// <summary>Opens a file-set by its folder or its DICOMDIR. The files that it lists are not touched.</summary>
    /// <param name="path">A folder that holds a DICOMDIR, or a directory file of any name.</param>
    /// <param name="options">Limits; the whole directory is read into memory, at most <see cref="DicomReadOptions.MaxHeaderLength"/> bytes.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DicomDataException">The file is no DICOMDIR, or larger than the limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async ValueTask<DicomFileSet> OpenAsync(string path, DicomReadOptions? options = null, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= DicomReadOptions.Default;
        if (Directory.Exists(path)) path = new DicomFileId(DirectoryName).ToPath(path)!;
        long length = new FileInfo(path).Length;
        if (length > options.MaxHeaderLength) throw new DicomDataException($"The directory has {length} bytes; at most {options.MaxHeaderLength} are read.");
        byte[] bytes = await File.ReadAllBytesAsync(path, ct).ConfigureAwait(false);
        return Parse(bytes, Path.GetDirectoryName(Path.GetFullPath(path))!, options);
    }

    /// <summary>Reads a directory that is in memory.</summary>
    /// <param name="directory">The bytes of the DICOMDIR. Kept: they must not change afterwards.</param>
    /// <param name="folder">The folder that its file IDs start from.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="DicomDataException">The bytes are no DICOMDIR.</exception>
    public static DicomFileSet Parse(ReadOnlyMemory<byte> directory, string folder, DicomReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        DicomFile file = DicomFile.Parse(directory, options);
        if (!file.Dataset.Contains(DicomTag.DirectoryRecordSequence) && file.Id.SopClass != DicomUid.MediaStorageDirectoryStorage)
            throw new DicomDataException("The file is no DICOMDIR: it has no directory records.", DicomTag.DirectoryRecordSequence);
        var head = new DicomDataset();
        foreach (DicomElement element in file.Dataset)
            if (element.Tag.Group == 0x0004 && element.Tag.Element is > 0 and < 0x1200) head.Set(element);
        DirectoryReader reader = DirectoryReader.Read(file);
        return new DicomFileSet(folder, NewMeta(file.Id.SopInstance), head, reader.Roots, reader.Orphans, [.. file.Findings, .. reader.Findings]);
    }

    /// <summary>All records in the order of the directory, a record before those below it; orphans are not among them.</summary>
    public IEnumerable<DirectoryRecord> Records => _roots.SelectMany(static root => root.WithDescendants());

    /// <summary>The path of the file that a record lists, whether it exists or not; null when the record lists none, or one that would stand outside the folder.</summary>
    public string? PathOf(DirectoryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.FileId?.ToPath(Folder);
    }

    /// <summary>The record that lists an instance, or null.</summary>
    public DirectoryRecord? Find(DicomUid sopInstance)
    {
        if (_byInstance is null) IndexRecords();
        return _byInstance!.GetValueOrDefault(sopInstance);
    }

    /// <summary>Adds a file: taken where it is when it stands below the folder under a name that file IDs allow, else copied in.</summary>
    /// <returns>The record of the instance; the one there is, when the instance is listed already.</returns>
    /// <exception cref="DicomDataException">The file is no DICOM, has no UIDs, or is of a class that no directory record type lists.</exception>
    public async ValueTask<DirectoryRecord> AddAsync(string path, CancellationToken ct = default)
    {
        DicomFile file = await DicomFile.OpenAsync(path, options: null, ct).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            return DicomFileId.TryFromPath(Folder, path, out DicomFileId id)
                ? await AddAsync(file, id, ct).ConfigureAwait(false)
                : await AddAsync(file, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Adds an instance: it is saved below the folder under a new file ID.</summary>
    /// <returns>The record of the instance; the one there is, when the instance is listed already.</returns>
    /// <exception cref="DicomDataException">The data set has no UIDs, or is of a class that no directory record type lists.</exception>
    public ValueTask<DirectoryRecord> AddAsync(DicomFile file, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return AddAsync(file, fileId: null, ct);
    }

    /// <summary>Lists anew, from their files, the instances of records that no offset leads to.</summary>
    /// <returns>How many were listed; those whose file is missing or unreadable stay orphans.</returns>
    public async ValueTask<int> AdoptOrphansAsync(CancellationToken ct = default)
    {
        int adopted = 0;
        foreach (DirectoryRecord record in _orphans.SelectMany(static orphan => orphan.WithDescendants()).Where(static record => record.FileId is not null).ToArray())
        {
            if (PathOf(record) is not { } path || !File.Exists(path)) continue;
            try
            {
                await AddAsync(path, ct).ConfigureAwait(false);
                adopted++;
                if (record.Parent is { } parent) parent.Remove(record);
                else _orphans.Remove(record);
            }
            catch (DicomDataException)
            {
                // Not the file that the record says: it stays an orphan.
            }
        }

        _orphans.RemoveAll(static orphan => !orphan.WithDescendants().Any(static record => record.FileId is not null));
        return adopted;
    }

    /// <summary>Takes a record, and all below it, out of the directory; series, studies and patients that become empty go with it.</summary>
    /// <param name="record">A record of this set.</param>
    /// <param name="deleteFiles">Also deletes the files that it listed, once the set is saved.</param>
    /// <exception cref="ArgumentException">The record is not of this set.</exception>
    public void Remove(DirectoryRecord record, bool deleteFiles = true)
    {
        ArgumentNullException.ThrowIfNull(record);
        DirectoryRecord root = record;
        while (root.Parent is { } above) root = above;
        if (!_roots.Contains(root)) throw new ArgumentException("The record is not of this file-set.", nameof(record));
        if (deleteFiles) _deleteOnSave.AddRange(record.WithDescendants().Select(PathOf).OfType<string>());
        _byInstance = null;
        while (record.Parent is { } parent)
        {
            parent.Remove(record);
            if (parent.Children.Count > 0 || parent.FileId is not null) return;
            record = parent;
        }

        _roots.Remove(record);
    }

    /// <summary>Writes the DICOMDIR, complete or not at all; then deletes the files of removed records.</summary>
    /// <exception cref="DicomDataException">A key cannot be encoded.</exception>
    public async ValueTask SaveAsync(CancellationToken ct = default)
    {
        ReadOnlyMemory<byte> bytes = DirectoryWriter.Write(_meta, _head, _roots);
        Directory.CreateDirectory(Folder);
        string path = Path.Combine(Folder, DirectoryName), temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, ct).ConfigureAwait(false);
                stream.Flush(flushToDisk: true); // before the name: a directory cut short lists nothing
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        if (_deleteOnSave.Count == 0) return;
        HashSet<string> listed = [.. Records.Select(PathOf).OfType<string>()];
        foreach (string removed in _deleteOnSave.Where(removed => !listed.Contains(removed))) _names.Delete(removed);
        _deleteOnSave.Clear();
    }

    private async ValueTask<DirectoryRecord> AddAsync(DicomFile file, DicomFileId? fileId, CancellationToken ct)
    {
        InstanceId id = file.Id;
        if (id.SopClass.IsEmpty || id.SopInstance.IsEmpty) throw new DicomDataException("The instance has no SOP Class UID or no SOP Instance UID.", DicomTag.SOPInstanceUID);
        string type = DirectoryRecordType.Of(id.SopClass) ?? throw new DicomDataException($"The standard has no directory record type for instances of {id.SopClass.Keyword ?? id.SopClass.Value}.", DicomTag.SOPClassUID);
        if (Find(id.SopInstance) is { } listed) return listed;
        DicomDataset instance = file.Dataset;
        DirectoryRecord? parent = null;
        if (!DirectoryRecordType.IsRoot(type))
        {
            DicomUid studyUid = instance.RequireUid(DicomTag.StudyInstanceUID);
            if (!_studies!.TryGetValue(studyUid, out DirectoryRecord? study))
                _studies[studyUid] = study = Child(Child(null, DirectoryRecordType.Patient, DicomTag.PatientID, instance), DirectoryRecordType.Study, DicomTag.StudyInstanceUID, instance);
            instance.RequireUid(DicomTag.SeriesInstanceUID);
            parent = Child(study, DirectoryRecordType.Series, DicomTag.SeriesInstanceUID, instance);
        }

        if (fileId is null)
        {
            fileId = _names.Next(parent is null ? [] : Numbers(parent), (parent?.Children ?? _roots).Count);
            string path = _names.PathOf(fileId.Value);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // What has no preamble or no file meta information is no file that a file-set may hold (PS3.10 §7): it gets them.
            bool isPart10 = !file.Findings.Any(static finding => finding.Kind is FindingKind.Preamble or FindingKind.FileMeta);
            await (isPart10 ? file : new DicomFile(file.Dataset, file.TransferSyntax)).SaveAsync(path, ct).ConfigureAwait(false);
        }

        var record = new DirectoryRecord(RecordKeys.Make(type, instance, (parent?.Children ?? _roots).Count, _findings));
        record.Dataset.Set(DicomTag.ReferencedFileID, fileId.Value.Value);
        record.Dataset.Set(DicomTag.ReferencedSOPClassUIDInFile, id.SopClass);
        record.Dataset.Set(DicomTag.ReferencedSOPInstanceUIDInFile, id.SopInstance);
        record.Dataset.Set(DicomTag.ReferencedTransferSyntaxUIDInFile, file.TransferSyntax.Uid);
        if (parent is null) _roots.Add(record);
        else parent.Add(record);
        _byInstance![id.SopInstance] = record;
        return record;
    }

    /// <summary>The record of the instance's patient, study or series; made when it is not there.</summary>
    private DirectoryRecord Child(DirectoryRecord? parent, string type, DicomTag key, DicomDataset instance)
    {
        IReadOnlyList<DirectoryRecord> siblings = parent?.Children ?? _roots;
        if (instance.GetString(key) is { } wanted && siblings.FirstOrDefault(record => record.Type == type && record.Dataset.GetString(key) == wanted) is { } found) return found;
        var made = new DirectoryRecord(RecordKeys.Make(type, instance, siblings.Count, _findings));
        // A stand-in may name a record that there is.
        if (siblings.FirstOrDefault(record => record.Type == type && record.Dataset.GetString(key) == made.Dataset.GetString(key)) is { } same) return same;
        if (parent is null) _roots.Add(made);
        else parent.Add(made);
        return made;
    }

    private void IndexRecords()
    {
        _byInstance = [];
        _studies = [];
        foreach (DirectoryRecord record in Records)
        {
            if (!record.Instance.SopInstance.IsEmpty) _byInstance.TryAdd(record.Instance.SopInstance, record);
            // The patient above may be of another ID than an instance says: a study has one record only (PS3.3 §F.5.2).
            if (record.Type == DirectoryRecordType.Study && record.Dataset.GetUid(DicomTag.StudyInstanceUID) is { } study) _studies.TryAdd(study, record);
        }
    }

    private int[] Numbers(DirectoryRecord series)
    {
        DirectoryRecord study = series.Parent!, patient = study.Parent!;
        return [_roots.IndexOf(patient), IndexOf(patient.Children, study), IndexOf(study.Children, series)];
    }

    private static int IndexOf(IReadOnlyList<DirectoryRecord> records, DirectoryRecord record) => ((List<DirectoryRecord>)records).IndexOf(record);

    private static DicomDataset NewMeta(DicomUid sopInstance)
    {
        var meta = new DicomDataset();
        meta.SetBytes(DicomTag.FileMetaInformationVersion, DicomVR.OB, [0x00, 0x01]);
        meta.Set(DicomTag.MediaStorageSOPClassUID, DicomUid.MediaStorageDirectoryStorage);
        meta.Set(DicomTag.MediaStorageSOPInstanceUID, sopInstance.IsEmpty ? DicomUid.NewUid() : sopInstance);
        meta.Set(DicomTag.TransferSyntaxUID, TransferSyntax.ExplicitVRLittleEndian.Uid);
        meta.Set(DicomTag.ImplementationClassUID, FileMetaInformation.ImplementationClassUid);
        meta.Set(DicomTag.ImplementationVersionName, DicomVR.SH, FileMetaInformation.ImplementationVersionName);
        return meta;
    }
}
