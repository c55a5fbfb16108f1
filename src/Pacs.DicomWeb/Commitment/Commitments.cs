using Microsoft.AspNetCore.Http;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Transactions under way, and those that ended lately.</summary>
internal sealed class Commitments(DicomWebOptions options)
{
    /// <summary>Instances named in all transactions that are remembered: so much memory and no more.</summary>
    private const int MaxReferences = 500_000;
    private const int MaxRunning = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Transaction>> _byKey = [];
    private readonly LinkedList<Transaction> _recent = [];
    private int _references;

    /// <summary>Requests on disk; null where the service has no folder.</summary>
    public CommitmentFiles? Files { get; } = options.CacheFolder is { } folder ? new CommitmentFiles(Path.Combine(folder, "commitments")) : null;

    /// <summary>The result of a transaction, now or later; null when none of that name is known.</summary>
    public Task<DicomDataset>? Find(string key)
    {
        lock (_lock) return _byKey.TryGetValue(key, out LinkedListNode<Transaction>? known) ? known.Value.Result : null;
    }

    /// <summary>Begins a transaction, or finds it begun: a client that lost the answer asks again.</summary>
    /// <param name="key">Names the transaction and its user.</param>
    /// <param name="references">What it is about.</param>
    /// <param name="run">Makes its result.</param>
    /// <exception cref="DicomWebException">The name is taken by a request for other instances, or too much is under way.</exception>
    public Task<DicomDataset> Start(string key, IReadOnlyList<CommitmentReference> references, Func<Task<DicomDataset>> run)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out LinkedListNode<Transaction>? known) && !known.Value.Result.IsFaulted)
                return known.Value.References.SequenceEqual(references) ? known.Value.Result : throw new DicomWebException(StatusCodes.Status409Conflict, "The Transaction UID is in use.");
            if (known is not null) Forget(known);
            if (_recent.Count(t => !t.Result.IsCompleted) >= MaxRunning) throw new DicomWebException(StatusCodes.Status503ServiceUnavailable, "Too many commitment requests are under way.");
            Task<DicomDataset> result = Task.Run(run);
            _byKey.Add(key, _recent.AddFirst(new Transaction(key, references, result)));
            _references += references.Count;
            for (LinkedListNode<Transaction>? oldest = _recent.Last; oldest is not null && _references > MaxReferences;)
            {
                LinkedListNode<Transaction>? before = oldest.Previous;
                if (oldest.Value.Result.IsCompleted) Forget(oldest);
                oldest = before;
            }

            return result;
        }
    }

    private void Forget(LinkedListNode<Transaction> node)
    {
        _recent.Remove(node);
        _byKey.Remove(node.Value.Key);
        _references -= node.Value.References.Count;
    }

    private sealed record Transaction(string Key, IReadOnlyList<CommitmentReference> References, Task<DicomDataset> Result);
}
