using System.Runtime.CompilerServices;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>An index that lives in memory and is rebuilt from the blob store's log at each start: for consoles with a few thousand instances, and for tests.</summary>
/// <remarks>About 3 KB an instance. Safe from any thread; a query takes the matching part of the tree under a lock and makes its results outside it.</remarks>
public sealed class MemoryIndex : IArchiveIndex
{
    private readonly Lock _lock = new();
    private readonly MemoryHierarchy _tree = new();
    private readonly MemoryChanges _changes = new();
    private readonly AttributeSplitter _splitter;
    private readonly Rejections _rejections = new();
    private string? _checkpoint;
    private long _lastSequence;

    /// <summary>Makes an empty index.</summary>
    /// <param name="attributes">What to keep; null for <see cref="IndexAttributes.Default"/>.</param>
    public MemoryIndex(IndexAttributes? attributes = null)
    {
        Attributes = attributes ?? IndexAttributes.Default;
        _splitter = new AttributeSplitter(Attributes);
    }

    /// <inheritdoc/>
    public IndexAttributes Attributes { get; }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(IndexBatch batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ct.ThrowIfCancellationRequested();
        // What can fail comes first, so that a batch is applied as a whole.
        var runs = new SplitRuns[batch.Changes.Count];
        for (int i = 0; i < runs.Length; i++)
        {
            if (batch.Changes[i] is InstanceStored stored) runs[i] = Split(stored.Entry);
        }

        lock (_lock)
        {
            for (int i = 0; i < runs.Length; i++)
            {
                ArchiveChange change = batch.Changes[i];
                if (change.Sequence <= _lastSequence) continue;
                _lastSequence = change.Sequence;
                switch (change)
                {
                    case InstanceStored stored: Store(stored, in runs[i]); break;
                    case InstanceRemoved removed when Forget(removed.Id.SopInstance): _changes.Put(removed); break;
                }
            }

            _checkpoint = batch.Checkpoint;
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<string?> GetCheckpointAsync(CancellationToken ct)
    {
        lock (_lock) return new(_checkpoint);
    }

    /// <inheritdoc/>
    public ValueTask<IndexEntry?> GetAsync(DicomUid sopInstance, CancellationToken ct)
    {
        lock (_lock) return new(_tree.Instances.GetValueOrDefault(sopInstance)?.Entry ?? (_rejections.Hidden.TryGetValue(sopInstance, out (InstanceStored Change, SplitRuns) hidden) ? hidden.Change.Entry : null));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DicomDataset> FindAsync(DicomQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<Candidate> candidates;
        lock (_lock) candidates = MemorySearch.Candidates(_tree, query);
        var composer = new RowComposer(Attributes, query);
        int skip = query.Offset, left = query.Limit ?? int.MaxValue;
        foreach (Candidate candidate in InOrder(candidates, new RowOrder(Attributes, query)))
        {
            if (left == 0) yield break;
            ct.ThrowIfCancellationRequested();
            if (composer.Compose(candidate.ToRow()) is not { } result || skip-- > 0) continue;
            left--;
            yield return result;
        }
    }

    /// <inheritdoc/>
    public ValueTask<long?> CountAsync(DicomQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<Candidate> candidates;
        lock (_lock) candidates = MemorySearch.Candidates(_tree, query);
        var composer = new RowComposer(Attributes, query);
        long count = 0;
        foreach (Candidate candidate in candidates)
        {
            ct.ThrowIfCancellationRequested();
            if (composer.Compose(candidate.ToRow()) is not null) count++;
        }

        return new(count);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IndexEntry> LocateAsync(InstanceSelector which, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(which);
        List<IndexEntry> entries;
        lock (_lock) entries = [.. MemorySearch.Instances(_tree, which).Select(n => n.Entry), .. _rejections.Locate(which)];
        foreach (IndexEntry entry in entries)
        {
            ct.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArchiveChange> ChangesAsync(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        ArchiveChange[] changes;
        lock (_lock) changes = _changes.After(after);
        foreach (ArchiveChange change in changes)
        {
            ct.ThrowIfCancellationRequested();
            yield return change;
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> GetLastSequenceAsync(CancellationToken ct)
    {
        lock (_lock) return new(_lastSequence);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    // Of equals the tree's order stands: the sort is stable.
    private static IEnumerable<Candidate> InOrder(List<Candidate> candidates, RowOrder order) =>
        order.Keys.Count == 0 ? candidates : candidates.OrderBy(candidate => order.ValuesOf(candidate.ToRow()), order);

    private void Store(InstanceStored stored, in SplitRuns runs)
    {
        DicomUid instance = stored.Entry.Id.SopInstance;
        Forget(instance);
        if (_rejections.IsRejected(instance)) _rejections.Hidden.Add(instance, (stored, runs));
        else Show(stored, in runs);
        if (stored.Entry.Rejects.Count == 0) return;
        _rejections.Add(instance, stored.Entry.Rejects);
        foreach (DicomUid rejected in stored.Entry.Rejects) Hide(rejected);
    }

    private void Show(InstanceStored stored, in SplitRuns runs)
    {
        _tree.Add(stored.Entry, AttributeSplitter.PatientIdentity(stored.Entry), in runs, stored.Sequence);
        _changes.Put(stored);
    }

    private void Hide(DicomUid sopInstance)
    {
        if (!_tree.Instances.TryGetValue(sopInstance, out InstanceNode? known)) return;
        _tree.Remove(known);
        if (_changes.Forget(known.Sequence) is InstanceStored stored) _rejections.Hidden.Add(sopInstance, (stored, Split(known.Entry)));
    }

    private bool Forget(DicomUid sopInstance)
    {
        bool isKnown = _rejections.Hidden.Remove(sopInstance);
        if (_tree.Instances.TryGetValue(sopInstance, out InstanceNode? known))
        {
            isKnown = true;
            _tree.Remove(known);
            _changes.Forget(known.Sequence);
        }

        foreach ((InstanceStored shown, SplitRuns runs) in _rejections.Remove(sopInstance)) Show(shown, in runs);
        return isKnown;
    }

    private SplitRuns Split(IndexEntry entry)
    {
        _splitter.Split(entry);
        return new SplitRuns(_splitter.Patient.ToArray(), _splitter.Study.ToArray(), _splitter.Series.ToArray(), _splitter.Image.ToArray());
    }
}
