namespace Pacs.Network;

/// <summary>A thread that one association owns while it lives: its socket calls block here instead of waking the thread pool at each partial read.</summary>
/// <remarks>
/// The thread starts the association's work and waits for it to end. As long as nothing in that work goes elsewhere, everything happens here,
/// synchronously. When a handler awaited something that continues on the thread pool, this thread is idle; the next socket call made from over
/// there is posted here (<see cref="TryPost"/>), and what follows it continues here again.
/// </remarks>
internal sealed class OwnerThread
{
    [ThreadStatic]
    private static OwnerThread? t_current;

    private readonly object _gate = new();
    private bool _idle;
    private bool _done;
    private Action<object?>? _posted;
    private object? _postedState;

    /// <summary>The owner that runs on the calling thread, or null.</summary>
    public static OwnerThread? Current => t_current;

    /// <summary>Whether the calling thread is this one.</summary>
    public bool IsCurrent => t_current == this;

    /// <summary>Runs work on the calling thread and returns when it is complete, wherever it continued in between.</summary>
    /// <remarks>Exceptions are the work's own affair: it must not fail.</remarks>
    public void Run(Func<ValueTask> work)
    {
        t_current = this;
        try
        {
            Task running = work().AsTask(); // no allocation when it completed here
            if (!running.IsCompleted)
            {
                running.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Done);
                Pump();
            }

            running.GetAwaiter().GetResult();
        }
        finally
        {
            t_current = null;
            lock (_gate) _done = true;
        }
    }

    /// <summary>Lets the owner run a callback if it is idle; false when it is busy, and the caller must do without it.</summary>
    /// <remarks>Never queues: what the owner is busy with may wait for the very thing that would be queued behind it.</remarks>
    public bool TryPost(Action<object?> callback, object? state)
    {
        lock (_gate)
        {
            if (!_idle || _done || _posted is not null) return false;
            _posted = callback;
            _postedState = state;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    private void Done()
    {
        lock (_gate)
        {
            _done = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Pump()
    {
        while (true)
        {
            Action<object?> callback;
            object? state;
            lock (_gate)
            {
                _idle = true;
                while (_posted is null)
                {
                    if (_done) return;
                    Monitor.Wait(_gate);
                }

                _idle = false;
                callback = _posted;
                state = _postedState;
                _posted = null;
                _postedState = null;
            }

            callback(state);
        }
    }
}
