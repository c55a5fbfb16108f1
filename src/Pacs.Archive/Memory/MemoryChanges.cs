namespace Pacs.Archive;

/// <summary>The changes in order of their sequence numbers. Those that no longer count leave a gap until enough have gathered. Not thread-safe.</summary>
internal sealed class MemoryChanges
{
    private readonly List<(long Sequence, ArchiveChange? Change)> _changes = [];
    private int _gaps;

    /// <summary>Adds a change: at the end, or in its old place when it counts again.</summary>
    internal void Put(ArchiveChange change)
    {
        int at = _changes.Count > 0 && _changes[^1].Sequence < change.Sequence ? _changes.Count : Find(change.Sequence);
        if (at == _changes.Count || _changes[at].Sequence != change.Sequence)
        {
            _changes.Insert(at, (change.Sequence, change));
            return;
        }

        if (_changes[at].Change is null) _gaps--;
        _changes[at] = (change.Sequence, change);
    }

    /// <summary>Drops the change with that number, and returns it.</summary>
    internal ArchiveChange? Forget(long sequence)
    {
        int at = Find(sequence);
        if (at == _changes.Count || _changes[at].Sequence != sequence || _changes[at].Change is not { } change) return null;
        _changes[at] = (sequence, null);
        if (++_gaps <= 64 || _gaps < _changes.Count / 2) return change;
        _changes.RemoveAll(static c => c.Change is null);
        _gaps = 0;
        return change;
    }

    /// <summary>The changes with a number above <paramref name="sequence"/>.</summary>
    internal ArchiveChange[] After(long sequence)
    {
        if (sequence == long.MaxValue) return [];
        var found = new List<ArchiveChange>();
        for (int i = Find(sequence + 1); i < _changes.Count; i++)
            if (_changes[i].Change is { } change) found.Add(change);
        return [.. found];
    }

    // The first place whose number is not below the one sought.
    private int Find(long sequence)
    {
        int low = 0, high = _changes.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_changes[middle].Sequence < sequence) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
