using Microsoft.Extensions.Logging;

namespace Pacs.Archive;

/// <summary>Deletes segments in which nothing is alive any more.</summary>
/// <remarks>
/// A removal must outlive what it removes: the log would show the object again. So a segment that holds one is only deleted
/// when the removed record is gone or durably marked dead. What looks like a damaged record counts as alive.
/// </remarks>
internal sealed class SegmentReclaimer(SegmentSet segments, ObjectFiles files, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _candidates = [];

    /// <summary>Remembers segments that lost an object or gained a removal.</summary>
    public void Note(int target, int removal)
    {
        lock (_gate)
        {
            _candidates.Add(target);
            _candidates.Add(removal);
        }
    }

    /// <summary>Looks through the segments noted, as far as the index has durably followed.</summary>
    public void Run(long checkpoint, CancellationToken ct)
    {
        lock (_gate)
            if (_candidates.Count == 0) return;
        bool progress;
        do
        {
            progress = false;
            int[] candidates;
            int last = segments.Snapshot()[^1].Number; // remembers the sequence and file numbers given out, in use or not
            lock (_gate) candidates = [.. _candidates.Order()];
            foreach (int number in candidates)
            {
                ct.ThrowIfCancellationRequested();
                if (number == last) continue;
                bool? isDead = segments.Find(number) is { } segment ? TryReclaim(segment, checkpoint) : false;
                if (isDead is null) continue; // the index is not there yet
                if (isDead == true) progress = true;
                lock (_gate) _candidates.Remove(number);
            }
        }
        while (progress);
    }

    // True: deleted. False: something in it is alive. Null: look again later.
    private bool? TryReclaim(SegmentFile segment, long checkpoint)
    {
        var targets = new HashSet<RecordPlace>();
        try
        {
            IStoreFile file = segment.Acquire();
            try
            {
                bool hasTrace = false;
                foreach (RecordHeader record in SegmentScanner.Records(file, segment.Header, onTrace: _ => hasTrace = true))
                {
                    if (record.Sequence > checkpoint) return null;
                    if (record.IsVoid) continue;
                    if (hasTrace || (record.Kind != RecordKind.Removal && !record.IsDead)) return false;
                    if (record.Target.IsSet) targets.Add(record.Target);
                }

                if (hasTrace || !targets.All(t => IsGone(t, segment.Number))) return false;
            }
            finally
            {
                segment.Release();
            }

            files.FlushDeletions(); // of the files its removals speak of
            segments.Delete(segment); // durably: whoever asks next whether a target is gone must be able to rely on it
            Log.SegmentReclaimed(logger, segment.Number);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BlobStoreException)
        {
            return false;
        }
    }

    private bool IsGone(RecordPlace target, int own)
    {
        if (target.Segment == own || segments.Find(target.Segment) is not { } segment) return true;
        IStoreFile file = segment.Acquire();
        try
        {
            byte[] page = new byte[RecordCodec.MaxHeaderLength];
            if (file.Read(target.Offset, page) < page.Length || !RecordCodec.TryRead(page, segment.Header.Salt, target, out RecordHeader? record)) return false;
            if (!record.IsDead && !record.IsVoid) return false;
            file.Flush(); // the mark
            return true;
        }
        finally
        {
            segment.Release();
        }
    }
}
