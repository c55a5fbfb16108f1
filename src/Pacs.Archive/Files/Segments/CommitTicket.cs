using System.Threading.Tasks.Sources;

namespace Pacs.Archive;

/// <summary>One caller that waits for a flush: blocking when it owns its thread, awaiting when the thread is the pool's.</summary>
internal sealed class CommitTicket(SegmentFile segment, bool blocks) : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private bool _signalled;
    private bool _leads;

    public SegmentFile Segment => segment;

    /// <summary>Why its records are not durable, or null.</summary>
    public Exception? Error { get; set; }

    /// <summary>Tells the caller that it is to flush for the next group (true), or that its own group is flushed.</summary>
    public void Signal(bool leads)
    {
        if (!blocks)
        {
            _source.SetResult(leads);
            return;
        }

        lock (this)
        {
            _leads = leads;
            _signalled = true;
            Monitor.Pulse(this);
        }
    }

    /// <summary>Waits for <see cref="Signal"/>; true when the caller is to flush.</summary>
    public ValueTask<bool> WaitAsync()
    {
        if (!blocks) return new ValueTask<bool>(this, _source.Version);
        lock (this)
        {
            while (!_signalled) Monitor.Wait(this);
            return new ValueTask<bool>(_leads);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
