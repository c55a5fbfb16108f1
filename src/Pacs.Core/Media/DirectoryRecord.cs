namespace Pacs.Core;

/// <summary>One record of a DICOMDIR: a patient, a study, a series or a file, with the keys that tell what it is (PS3.3 Annex F).</summary>
public sealed class DirectoryRecord
{
    private readonly List<DirectoryRecord> _children = [];

    internal DirectoryRecord(DicomDataset dataset) => Dataset = dataset;

    /// <summary>What the record stands for: a value of <see cref="DirectoryRecordType"/>, or what the directory says instead.</summary>
    public string Type => Dataset.GetString(DicomTag.DirectoryRecordType) ?? string.Empty;

    /// <summary>The keys; and the elements of group 0004, of which the offsets are made anew when the directory is saved.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>The record that this one stands below, or null at the top.</summary>
    public DirectoryRecord? Parent { get; private set; }

    /// <summary>The records below, in order.</summary>
    public IReadOnlyList<DirectoryRecord> Children => _children;

    /// <summary>The file that the record lists, or null when it lists none.</summary>
    public DicomFileId? FileId => Dataset.GetString(DicomTag.ReferencedFileID) is { } id ? new DicomFileId(id) : null;

    /// <summary>Class and instance UID of the file; empty when the record lists none.</summary>
    public InstanceId Instance => new(
        Dataset.GetUid(DicomTag.ReferencedSOPClassUIDInFile) ?? default,
        Dataset.GetUid(DicomTag.ReferencedSOPInstanceUIDInFile) ?? default);

    /// <summary>How the file is encoded, as the directory says; null when it does not.</summary>
    public TransferSyntax? TransferSyntax => Dataset.GetUid(DicomTag.ReferencedTransferSyntaxUIDInFile) is { } uid ? Pacs.Core.TransferSyntax.Get(uid) : null;

    /// <summary>This record and all below it, in the order of the directory: a record before its children.</summary>
    public IEnumerable<DirectoryRecord> WithDescendants()
    {
        // A stack of its own: the depth is the input's.
        var pending = new Stack<DirectoryRecord>();
        pending.Push(this);
        while (pending.TryPop(out DirectoryRecord? record))
        {
            yield return record;
            for (int i = record._children.Count - 1; i >= 0; i--) pending.Push(record._children[i]);
        }
    }

    /// <summary>Type and file; never a key, which may be a patient's.</summary>
    public override string ToString() => FileId is { } id ? $"{Type} {id}" : Type;

    internal void Add(DirectoryRecord child)
    {
        child.Parent = this;
        _children.Add(child);
    }

    internal void Remove(DirectoryRecord child)
    {
        child.Parent = null;
        _children.Remove(child);
    }
}
