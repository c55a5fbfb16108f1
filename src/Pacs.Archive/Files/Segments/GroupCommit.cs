namespace Pacs.Archive;

/// <summary>One flush for all whose writes are complete. The first to come flushes; who comes meanwhile forms the next group, and its first member flushes for it.</summary>
/// <remarks>No committer thread and no gathering delay: both cost more than they bring, since groups form by themselves while a flush runs.</remarks>
internal sealed class GroupCommit
{
    private readonly Lock _gate = new();
    private List<CommitTicket> _waiting = [];
    private bool _flushing;

    /// <summary>Returns when everything the caller has written to the segment is durable.</summary>
    /// <exception cref="BlobStoreException">It is not.</exception>
    public async ValueTask CommitAsync(SegmentFile segment)
    {
        // A pool thread must not sit through the flushes of others; a thread of the caller's own has nothing better to do, and waking it is cheaper.
        var ticket = new CommitTicket(segment, blocks: !Thread.CurrentThread.IsThreadPoolThread);
        bool leads;
        lock (_gate)
        {
            leads = !_flushing;
            _flushing = true;
            if (!leads) _waiting.Add(ticket);
        }

        if (!leads) leads = await ticket.WaitAsync().ConfigureAwait(false);
        if (leads) FlushGroup(ticket);
        if (ticket.Error is { } error) throw Failure(ticket.Segment, error);
    }

    private void FlushGroup(CommitTicket leader)
    {
        List<CommitTicket> group;
        lock (_gate)
        {
            group = _waiting;
            _waiting = [];
        }

        // The leader of a later group stands in its list.
        if (group.Count == 0 || group[0] != leader) group.Insert(0, leader);
        Flush(group);
        ArchiveMetrics.CommitGroupSize.Record(group.Count);

        CommitTicket? next = null;
        lock (_gate)
        {
            if (_waiting.Count > 0) next = _waiting[0];
            else _flushing = false;
        }

        next?.Signal(leads: true); // first of all: the device should not wait
        foreach (CommitTicket ticket in group)
            if (ticket != leader) ticket.Signal(leads: false);
    }

    private static void Flush(List<CommitTicket> group)
    {
        // Nearly always one segment; two where a group spans the change from one to the next.
        SegmentFile? last = null;
        Exception? error = null;
        foreach (CommitTicket ticket in group)
        {
            if (ticket.Segment != last)
            {
                last = ticket.Segment;
                error = TryFlush(last);
            }

            ticket.Error = error;
        }
    }

#pragma warning disable CA1031 // whatever happens, those who wait must be told
    private static Exception? TryFlush(SegmentFile segment)
    {
        if (segment.HasFailed) return new IOException("an earlier flush of this segment failed");
        try
        {
            IStoreFile file = segment.Acquire();
            try
            {
                file.Flush();
            }
            finally
            {
                segment.Release();
            }

            return null;
        }
        catch (Exception e)
        {
            // The system reports a lost page once; a second flush would succeed without it.
            segment.HasFailed = true;
            return e;
        }
    }
#pragma warning restore CA1031

    private static BlobStoreException Failure(SegmentFile segment, Exception error) =>
        error is IOException io
            ? io.ToStoreException($"Flushing segment {segment.Number}")
            : new BlobStoreException(BlobFault.Device, $"Flushing segment {segment.Number}: {error.Message}", error);
}
