using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>Puts a store right when it is opened: finds the end of the log, finishes what had been decided and removes what had not.</summary>
/// <remarks>
/// The log is never continued in place: the next append begins a new segment, so that nothing written after a crash can touch, or be mistaken for, what was being written before it.
/// Every step may be cut and done again.
/// </remarks>
internal sealed class StoreRecovery(IFileLayer layer, SegmentSet segments, ObjectFiles files, ILogger logger)
{
    private const int TailSegments = 2;

    /// <summary>Highest segment number in use or met; the next segment has a higher one.</summary>
    public int LastNumber { get; private set; }

    /// <summary>Highest sequence number found.</summary>
    public long LastSequence { get; private set; }

    public void Run(string folder)
    {
        List<SegmentFile> used = FindUsed();
        long watermark = 1;
        foreach (SegmentFile segment in used.TakeLast(1)) watermark = ScanEnd(segment);
        files.Open(watermark);
        foreach (SegmentFile segment in used.TakeLast(TailSegments)) Redo(segment);
        (int kept, int removed) = SortLeftovers(used);
        files.FlushDeletions();
        Log.StoreOpened(logger, folder, used.Count, LastSequence, kept, removed);
    }

    // Files past the last one with a header were prepared and never used.
    private List<SegmentFile> FindUsed()
    {
        List<int> numbers = [.. segments.ListNumbers()];
        while (numbers.Count > 0)
        {
            int number = numbers[^1];
            LastNumber = Math.Max(LastNumber, number);
            if (IsUsed(number)) break;
            numbers.RemoveAt(numbers.Count - 1);
        }

        return [.. numbers.Select(segments.Add)];
    }

    private bool IsUsed(int number)
    {
        string path = segments.PathOf(number);
        bool hasTraces = false;
        using (IStoreFile file = layer.Open(path, writable: false))
        {
            if (SegmentScanner.TryReadHeader(file, number, out _)) return true;
            foreach (RecordHeader _ in SegmentScanner.Records(file, new SegmentHeader(number, 0, 0, 0), onTrace: _ => hasTraces = true)) hasTraces = true;
        }

        if (hasTraces)
        {
            // Torn writes, none of them acknowledged, or a damaged disk: not ours to destroy.
            layer.Move(path, path + ".damaged");
            Log.SegmentSetAside(logger, number);
        }
        else
        {
            layer.Delete(path);
        }

        return false;
    }

    // The last sequence and file number given out, and the space reserved beyond the last record.
    private long ScanEnd(SegmentFile segment)
    {
        IStoreFile file = segment.Acquire();
        try
        {
            LastSequence = segment.Header.FirstSequence - 1;
            long watermark = segment.Header.FileWatermark;
            long end = SegmentHeader.Length;
            foreach (RecordHeader record in SegmentScanner.Records(file, segment.Header, onTrace: at => end = Math.Max(end, at + 1)))
            {
                LastSequence = Math.Max(LastSequence, record.Sequence);
                watermark = Math.Max(watermark, Math.Max(record.FileWatermark, record.FileNumber + 1));
                end = Math.Max(end, record.Place.Offset + record.RecordLength);
            }

            // A page that looks like a record may be the start of a damaged one of unknown length: then nothing is cut.
            if (end % RecordCodec.Alignment == 0 && end < file.Length) file.SetLength(end);
            return watermark;
        }
        finally
        {
            segment.Release();
        }
    }

    // What a durable record says happened may not have been carried out: marks and deletions are not flushed.
    private void Redo(SegmentFile segment)
    {
        if (TryAcquire(segment) is not { } file) return;
        try
        {
            foreach (RecordHeader record in SegmentScanner.Records(file, segment.Header))
            {
                if (!record.Target.IsSet || record.IsVoid) continue;
                if (record.Kind != RecordKind.Removal && !IsWhole(file, record)) continue; // it never replaced anything
                if (segments.Find(record.Target.Segment) is { } target) SegmentLog.TryMark(target, record.Target, isVoid: false);
                if (record.TargetFileNumber != 0) TryDelete(record.TargetFileNumber);
            }
        }
        finally
        {
            segment.Release();
        }
    }

    // A file that was being written is an object exactly when a record refers to it.
    private (int Kept, int Removed) SortLeftovers(List<SegmentFile> used)
    {
        HashSet<long> unreferenced = [.. files.ListIncoming()];
        if (unreferenced.Count == 0) return (0, 0);
        long oldest = unreferenced.Min();
        int kept = 0;
        for (int i = used.Count - 1; i >= 0; i--)
        {
            if (TryAcquire(used[i]) is not { } file) continue;
            try
            {
                foreach (RecordHeader record in SegmentScanner.Records(file, used[i].Header))
                {
                    if (record.Kind != RecordKind.Reference || record.IsDead || record.IsVoid || !unreferenced.Remove(record.FileNumber)) continue;
                    files.TryPublish(record.FileNumber);
                    kept++;
                }

                // Numbers are given out in order: no earlier segment can know a file as young as these.
                if (used[i].Header.FileWatermark <= oldest) break;
            }
            finally
            {
                used[i].Release();
            }
        }

        foreach (long number in unreferenced) TryDelete(number);
        return (kept, unreferenced.Count);
    }

    private bool IsWhole(IStoreFile log, RecordHeader record)
    {
        if (record.Kind == RecordKind.Inline) return RecordVerifier.IsWhole(log, record.Place.Offset + record.HeaderLength, record, default);
        try
        {
            using IStoreFile file = files.OpenRead(record.FileNumber);
            return file.Length == record.PayloadLength;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private void TryDelete(long number)
    {
        try
        {
            files.Delete(number);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.DeleteFailed(logger, number, e);
        }
    }

    private IStoreFile? TryAcquire(SegmentFile segment)
    {
        try
        {
            return segment.Acquire();
        }
        catch (BlobStoreException e) when (e.Fault == BlobFault.Corrupt)
        {
            Log.SegmentUnreadable(logger, segment.Number, e);
            return null;
        }
    }
}
