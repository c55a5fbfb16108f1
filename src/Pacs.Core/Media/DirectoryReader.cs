using System.Runtime.InteropServices;

namespace Pacs.Core;

/// <summary>Builds the tree of a DICOMDIR from the byte offsets in its records (PS3.3 §F.3.2.2), tolerating those that lead nowhere.</summary>
internal sealed class DirectoryReader
{
    // The standard knows four levels; private records may add some.
    private const int MaxDepth = 64;

    private readonly List<DirectoryRecord> _records = [];
    private readonly List<long> _offsets = [];
    private readonly Dictionary<long, int> _byOffset = [];
    private readonly List<DirectoryRecord> _roots = [];
    private readonly List<DirectoryRecord> _orphans = [];
    private FindingList _findings;
    private bool[] _isPlaced = [];
    private long _shift;

    private DirectoryReader()
    {
    }

    public IReadOnlyList<ValidationFinding> Findings => _findings.ToList();

    public List<DirectoryRecord> Roots => _roots;

    public List<DirectoryRecord> Orphans => _orphans;

    /// <summary>Reads the records of a directory.</summary>
    /// <param name="file">The DICOMDIR, parsed from memory.</param>
    /// <exception cref="DicomDataException">The records are no sequence, or too deeply nested.</exception>
    public static DirectoryReader Read(DicomFile file)
    {
        var reader = new DirectoryReader();
        reader.Collect(file.Dataset);
        reader.Build(file.Dataset);
        return reader;
    }

    private void Collect(DicomDataset dataset)
    {
        if (dataset.GetUInt16(DicomTag.FileSetConsistencyFlag) is { } flag and not 0)
            _findings.Add(FindingKind.Directory, DicomTag.FileSetConsistencyFlag, 0, $"The flag is {flag:X4}: the directory says itself that it may be inconsistent.");
        foreach (DicomDataset item in dataset.GetSequence(DicomTag.DirectoryRecordSequence) ?? [])
        {
            // An item is a view into the bytes of the file; its tag and length stand in the 8 bytes before.
            long offset = MemoryMarshal.TryGetArray(item.Source, out ArraySegment<byte> segment) ? segment.Offset - 8 : -1;
            if (item.GetUInt16(DicomTag.RecordInUseFlag) == 0) // retired: a record that was deleted in place (PS3.3-2004)
            {
                _findings.Add(FindingKind.Directory, DicomTag.RecordInUseFlag, offset, "The record is marked as not in use.");
                continue;
            }

            _byOffset.TryAdd(offset, _records.Count);
            _offsets.Add(offset);
            _records.Add(new DirectoryRecord(item));
        }

        _isPlaced = new bool[_records.Count];
    }

    private void Build(DicomDataset dataset)
    {
        if (_records.Count == 0) return;
        long first = dataset.GetUInt32(DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity) ?? 0;
        FindShift(first);
        if (!AnyOffsetLeadsToARecord(first))
        {
            _findings.Add(FindingKind.Directory, DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0, "No offset leads to a record; the tree is built from the order of the records.");
            BuildFromOrder();
            return;
        }

        Place(IndexAt(first, -1), isOrphan: false);
        PlaceOrphans();
    }

    /// <summary>Offsets that are all wrong by the same number come from tools that changed the file meta information and nothing else.</summary>
    private void FindShift(long first)
    {
        if (first == 0 || _byOffset.ContainsKey(first)) return;
        long shift = _offsets[0] - first;
        int hits = 0, links = 0;
        foreach (DirectoryRecord record in _records)
        {
            foreach (long offset in (ReadOnlySpan<long>)[NextOf(record), LowerOf(record)])
            {
                if (offset == 0) continue;
                links++;
                if (_byOffset.ContainsKey(offset + shift)) hits++;
            }
        }

        if (hits != links) return;
        _shift = shift;
        _findings.Add(FindingKind.Directory, DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0, $"All offsets are wrong by {-shift} bytes; they are read as if they were not.");
    }

    private bool AnyOffsetLeadsToARecord(long first) =>
        _byOffset.ContainsKey(first + _shift) || _records.Exists(record => LowerOf(record) is not 0 and var lower && _byOffset.ContainsKey(lower + _shift));

    /// <summary>Places the entity that begins with this record, and all below.</summary>
    private void Place(int start, bool isOrphan)
    {
        var pending = new Stack<(DirectoryRecord? Parent, int First, int Depth)>();
        pending.Push((null, start, 0));
        while (pending.TryPop(out var entity))
        {
            for (int index = entity.First; index >= 0; index = IndexAt(NextOf(_records[index]), index))
            {
                DirectoryRecord record = _records[index];
                if (_isPlaced[index])
                {
                    _findings.Add(FindingKind.Directory, DicomTag.OffsetOfTheNextDirectoryRecord, _offsets[index], "The record is reached a second time; the tree ends there.");
                    break;
                }

                bool isAllowed = DirectoryRecordType.MayStandBelow(entity.Parent?.Type, record.Type) || isOrphan && entity.Parent is null;
                if (!isAllowed || entity.Depth > MaxDepth)
                {
                    _findings.Add(FindingKind.Directory, DicomTag.DirectoryRecordType, _offsets[index],
                        isAllowed ? $"The record stands {entity.Depth} levels deep." : $"A record of type {record.Type} stands {(entity.Parent is null ? "at the top" : $"below one of type {entity.Parent.Type}")}.");
                    // Not followed further: what it leads to is found among the orphans.
                    break;
                }

                _isPlaced[index] = true;
                if (entity.Parent is not null) entity.Parent.Add(record);
                else (isOrphan ? _orphans : _roots).Add(record);
                if (IndexAt(LowerOf(record), index) is >= 0 and int lower) pending.Push((record, lower, entity.Depth + 1));
            }
        }
    }

    private void PlaceOrphans()
    {
        bool[] isTarget = new bool[_records.Count];
        for (int i = 0; i < _records.Count; i++)
        {
            if (_isPlaced[i]) continue;
            foreach (long offset in (ReadOnlySpan<long>)[NextOf(_records[i]), LowerOf(_records[i])])
                if (offset != 0 && _byOffset.TryGetValue(offset + _shift, out int target) && target != i) isTarget[target] = true;
        }

        // Those that nothing leads to first; then what stands in a ring.
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < _records.Count; i++)
            {
                if (_isPlaced[i] || pass == 0 && isTarget[i]) continue;
                _findings.Add(FindingKind.Directory, DicomTag.DirectoryRecordSequence, _offsets[i], $"No offset leads from the root to this record of type {_records[i].Type}.");
                Place(i, isOrphan: true);
            }
        }
    }

    private void BuildFromOrder()
    {
        var last = new DirectoryRecord?[4];
        foreach (DirectoryRecord record in _records)
        {
            int level = DirectoryRecordType.LevelOf(record.Type);
            DirectoryRecord? parent = level == 0 ? null : last[level - 1];
            if (parent is not null) parent.Add(record);
            else (level == 0 ? _roots : _orphans).Add(record);
            last[level] = record;
            last.AsSpan(level + 1).Clear();
        }
    }

    private int IndexAt(long offset, int from)
    {
        if (offset == 0) return -1;
        if (_byOffset.TryGetValue(offset + _shift, out int index)) return index;
        _findings.Add(FindingKind.Directory, DicomTag.OffsetOfTheNextDirectoryRecord, from < 0 ? 0 : _offsets[from], $"No record begins at offset {offset}.");
        return -1;
    }

    private static long NextOf(DirectoryRecord record) => record.Dataset.GetUInt32(DicomTag.OffsetOfTheNextDirectoryRecord) ?? 0;

    private static long LowerOf(DirectoryRecord record) => record.Dataset.GetUInt32(DicomTag.OffsetOfReferencedLowerLevelDirectoryEntity) ?? 0;
}
