using System.Collections.Concurrent;

namespace Pacs.Archive;

/// <summary>One thread that does a store's chores in turn: they block on the device, which a pool thread must not.</summary>
internal sealed class WorkQueue : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread? _thread;

    /// <summary>Starts the thread; without one, each chore is done by who posts it (for tests that count every call).</summary>
    public WorkQueue(bool inline = false)
    {
        if (inline) return;
        _thread = new Thread(Run) { IsBackground = true, Name = "Pacs store chores" };
        _thread.Start();
    }

    /// <summary>Queues a chore, which must not throw. Ignored once the queue is closed.</summary>
    public void Post(Action chore)
    {
        if (_thread is null) chore();
        else if (!_work.IsAddingCompleted) _work.Add(chore);
    }

    /// <summary>Does what is queued and ends.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread?.Join();
        _work.Dispose();
    }

    private void Run()
    {
        foreach (Action chore in _work.GetConsumingEnumerable()) chore();
    }
}
