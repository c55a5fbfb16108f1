namespace Pacs.Archive;

/// <summary>Knows which sequence numbers are settled: durable, or given up. Not safe by itself: the log's lock guards it.</summary>
internal sealed class LogHorizon(long last)
{
    private readonly Queue<Slot> _open = new();
    private readonly List<(long Sequence, TaskCompletionSource Done)> _waiters = [];

    /// <summary>Last number given out.</summary>
    public long Last { get; private set; } = last;

    /// <summary>Every number up to this is settled.</summary>
    public long Settled => _open.TryPeek(out Slot? oldest) ? oldest.Sequence - 1 : Last;

    /// <summary>Leaves out the numbers up to this one.</summary>
    public void AdvanceTo(long sequence) => Last = Math.Max(Last, sequence);

    public Slot Begin()
    {
        var slot = new Slot(++Last);
        _open.Enqueue(slot);
        return slot;
    }

    public void Settle(Slot slot)
    {
        slot.IsSettled = true;
        while (_open.TryPeek(out Slot? oldest) && oldest.IsSettled) _open.Dequeue();
        long settled = Settled;
        for (int i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_waiters[i].Sequence > settled) continue;
            _waiters[i].Done.SetResult();
            _waiters.RemoveAt(i);
        }
    }

    /// <summary>Completes when a number and all before it are settled.</summary>
    public Task WhenSettled(long sequence)
    {
        if (sequence <= Settled) return Task.CompletedTask;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Add((sequence, done));
        return done.Task;
    }

    /// <summary>One number under way.</summary>
    internal sealed class Slot(long sequence)
    {
        public long Sequence => sequence;

        public bool IsSettled { get; set; }
    }
}
