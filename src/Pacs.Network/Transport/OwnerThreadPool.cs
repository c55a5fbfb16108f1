namespace Pacs.Network;

/// <summary>Threads for associations: made on demand up to a limit, kept a while for the next one.</summary>
internal sealed class OwnerThreadPool(int maxThreads, string name)
{
    private static readonly TimeSpan KeepIdle = TimeSpan.FromSeconds(20);

    private readonly object _gate = new();
    private readonly Stack<Worker> _idle = new();
    private int _count;

    /// <summary>Threads that exist now.</summary>
    public int Count
    {
        get { lock (_gate) return _count; }
    }

    /// <summary>Starts work on a thread of its own; false when all threads are in use.</summary>
    public bool TryRun(Func<ValueTask> work)
    {
        lock (_gate)
        {
            if (_idle.TryPop(out Worker? worker))
            {
                worker.Give(work);
                return true;
            }

            if (_count >= maxThreads) return false;
            _count++;
        }

        try
        {
            var worker = new Worker(this, work);
            var thread = new Thread(worker.Loop, maxStackSize: 0) { IsBackground = true, Name = name };
            thread.UnsafeStart();
            return true;
        }
        catch (OutOfMemoryException) // the system gives no more threads
        {
            lock (_gate) _count--;
            return false;
        }
    }

    private sealed class Worker(OwnerThreadPool pool, Func<ValueTask> first)
    {
        private Func<ValueTask>? _work = first;

        /// <summary>Called with the pool's lock held.</summary>
        public void Give(Func<ValueTask> work)
        {
            _work = work;
            Monitor.PulseAll(pool._gate);
        }

        public void Loop()
        {
            while (true)
            {
                Func<ValueTask> work = _work!;
                _work = null;
                new OwnerThread().Run(work);
                lock (pool._gate)
                {
                    pool._idle.Push(this);
                    while (_work is null)
                    {
                        if (Monitor.Wait(pool._gate, KeepIdle) || _work is not null) continue;
                        Retire();
                        return;
                    }
                }
            }
        }

        private void Retire()
        {
            Worker[] others = [.. pool._idle];
            pool._idle.Clear();
            for (int i = others.Length - 1; i >= 0; i--)
            {
                if (others[i] != this) pool._idle.Push(others[i]);
            }

            pool._count--;
        }
    }
}
