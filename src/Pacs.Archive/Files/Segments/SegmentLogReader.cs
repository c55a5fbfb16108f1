using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>Reads the log in its order, giving out what is whole and alive.</summary>
internal sealed class SegmentLogReader(SegmentSet segments, ObjectFiles files, SegmentLog log, ILogger logger)
{
    /// <summary>Records with a sequence above <paramref name="after"/>, up to <paramref name="last"/>.</summary>
    public IEnumerable<RecordHeader> Read(long after, long last, CancellationToken ct)
    {
        foreach (SegmentFile segment in From(after + 1))
        {
            if (TryAcquire(segment) is not { } file) continue;
            try
            {
                foreach (RecordHeader stored in SegmentScanner.Records(file, segment.Header))
                {
                    ct.ThrowIfCancellationRequested();
                    if (stored.Sequence > last) yield break;
                    if (stored.Sequence <= after) continue;
                    RecordHeader record = log.Amend(stored);
                    if (record.IsVoid) continue;
                    // What is dead says nothing of itself any more, but still that it took the place of another, whose own mark may be lost.
                    if (record.IsDead) record = record with { Kind = RecordKind.Removal };
                    if (record.Kind != RecordKind.Removal ? IsWhole(file, record, ct) : record.Target.IsSet) yield return record;
                }
            }
            finally
            {
                segment.Release();
            }
        }
    }

    private bool IsWhole(IStoreFile file, RecordHeader record, CancellationToken ct)
    {
        bool isWhole = HasAllBytes(file, record, ct);
        if (!isWhole) Log.RecordNotWhole(logger, record.Id.SopInstance.Value, record.Place.ToAddress());
        return isWhole;
    }

    private bool HasAllBytes(IStoreFile file, RecordHeader record, CancellationToken ct)
    {
        try
        {
            if (record.Kind == RecordKind.Inline) return RecordVerifier.IsWhole(file, record.Place.Offset + record.HeaderLength, record, ct);
            using IStoreFile own = files.OpenRead(record.FileNumber);
            return own.Length == record.PayloadLength && RecordVerifier.IsWhole(own, 0, record, ct);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException e)
        {
            throw e.ToStoreException($"Reading {record.Place.ToAddress()}");
        }
    }

    // Only as many segments are opened as the search needs, from the end.
    private List<SegmentFile> From(long sequence)
    {
        SegmentFile[] all = segments.Snapshot();
        int first = all.Length;
        while (first > 0)
        {
            first--;
            if (TryAcquire(all[first]) is null) continue;
            long begins = all[first].Header.FirstSequence;
            all[first].Release();
            if (begins <= sequence) break;
        }

        return [.. all.AsSpan(first)];
    }

    private IStoreFile? TryAcquire(SegmentFile segment)
    {
        try
        {
            return segment.Acquire();
        }
        catch (BlobStoreException e) when (e.Fault is BlobFault.Missing)
        {
            return null; // reclaimed meanwhile: it held nothing alive
        }
        catch (BlobStoreException e) when (e.Fault is BlobFault.Corrupt)
        {
            Log.SegmentUnreadable(logger, segment.Number, e);
            return null;
        }
    }
}
