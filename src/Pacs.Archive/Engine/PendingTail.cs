using System.Diagnostics.CodeAnalysis;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The changes that the index does not have yet, in order and by instance; and up to where the order is complete. Not safe by itself: the feeder's lock guards it.</summary>
/// <remarks>
/// Commits return in any order, but the index must see them in that of the log. A commit that is under way will have a sequence above all that had
/// returned when it began: so what had returned before the oldest one under way began is complete.
/// </remarks>
internal sealed class PendingTail
{
    private readonly List<PendingChange> _changes = [];
    private readonly Dictionary<DicomUid, PendingChange> _byInstance = [];
    private readonly LinkedList<long> _underWay = new();

    /// <summary>Highest sequence that has returned.</summary>
    public long Newest { get; private set; }

    /// <summary>Every change up to this sequence has returned.</summary>
    public long Complete => _underWay.First?.Value ?? Newest;

    public int Count => _changes.Count;

    /// <summary>Says that a commit begins.</summary>
    public LinkedListNode<long> Begin() => _underWay.AddLast(Newest);

    /// <summary>Says that a commit has returned, with its change or, when it failed, without.</summary>
    public void End(LinkedListNode<long> commit, PendingChange? pending)
    {
        _underWay.Remove(commit);
        if (pending is null) return;
        int at = _changes.Count;
        while (at > 0 && _changes[at - 1].Change.Sequence > pending.Change.Sequence) at--;
        _changes.Insert(at, pending);
        Newest = Math.Max(Newest, pending.Change.Sequence);
        _byInstance[InstanceOf(pending.Change)] = pending;
    }

    /// <summary>The first changes that are in complete order, at most so many.</summary>
    public List<PendingChange> Peek(int count)
    {
        long complete = Complete;
        var batch = new List<PendingChange>();
        foreach (PendingChange pending in _changes)
        {
            if (batch.Count == count || pending.Change.Sequence > complete) break;
            batch.Add(pending);
        }

        return batch;
    }

    /// <summary>Forgets changes that stand at the front.</summary>
    public void Remove(List<PendingChange> batch)
    {
        _changes.RemoveRange(0, batch.Count);
        foreach (PendingChange pending in batch) Forget(pending);
    }

    /// <summary>Forgets a change that is not to be applied after all.</summary>
    public void Withdraw(PendingChange pending)
    {
        _changes.Remove(pending);
        Forget(pending);
    }

    /// <summary>Whether something is pending for an instance: its entry, or null when it was removed.</summary>
    public bool TryFind(DicomUid sopInstance, [MaybeNullWhen(false)] out PendingChange pending) => _byInstance.TryGetValue(sopInstance, out pending);

    private void Forget(PendingChange pending)
    {
        DicomUid instance = InstanceOf(pending.Change);
        if (_byInstance.TryGetValue(instance, out PendingChange? latest) && latest == pending) _byInstance.Remove(instance);
    }

    private static DicomUid InstanceOf(ArchiveChange change) => change switch
    {
        InstanceStored stored => stored.Entry.Id.SopInstance,
        InstanceRemoved removed => removed.Id.SopInstance,
        _ => throw new ArgumentException($"A {change.GetType().Name} cannot be pending.", nameof(change)),
    };
}
