using Pacs.Core;

namespace Pacs.Network;

/// <summary>Cuts a stream of instances into windows whose presentation contexts fit one association.</summary>
/// <remarks>
/// A window holds what can be had without waiting: files are looked at ahead, so that one negotiation serves many, while an instance from a
/// source that is still producing is sent when it comes.
/// </remarks>
internal sealed class StoreWindows : IAsyncDisposable
{
    private readonly IAsyncEnumerator<StoreItem> _source;
    private readonly int _maxItems;
    private readonly List<StoreItem> _items = [];
    private readonly List<ProposedContext> _contexts = [];
    private readonly HashSet<(DicomUid, TransferSyntax)> _pairs = [];
    private Task<bool>? _next;
    private StoreItem? _surplus;

    public StoreWindows(IAsyncEnumerable<StoreItem> source, int maxItems, CancellationToken ct)
    {
        _source = source.GetAsyncEnumerator(ct);
        _maxItems = maxItems;
    }

    /// <summary>The window. Valid until the next.</summary>
    public IReadOnlyList<StoreItem> Items => _items;

    /// <summary>A context for each pair of SOP class and syntax in the window, at most 128. A new list for each window that has other pairs.</summary>
    public IReadOnlyList<ProposedContext> Contexts => [.. _contexts];

    /// <summary>Moves to the next window; false at the end.</summary>
    public async ValueTask<bool> NextAsync()
    {
        _items.Clear();
        _contexts.Clear();
        _pairs.Clear();
        if (_surplus is { } first) Add(first);
        _surplus = null;
        while (_items.Count < _maxItems)
        {
            _next ??= _source.MoveNextAsync().AsTask();
            if (_items.Count > 0 && !_next.IsCompleted) break; // what is here goes first
            bool hasNext = await _next.ConfigureAwait(false);
            if (!hasNext) break; // the finished task stays, and says so again
            _next = null;
            if (!Add(_source.Current))
            {
                _surplus = _source.Current;
                break;
            }
        }

        return _items.Count > 0;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_next is { } pending) await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // an enumerator must not be disposed while it moves
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private bool Add(StoreItem item)
    {
        if (item.Instance is { } instance && !_pairs.Contains((instance.Id.SopClass, instance.TransferSyntax)))
        {
            if (_contexts.Count == MovePlan.MaxContexts) return false;
            _pairs.Add((instance.Id.SopClass, instance.TransferSyntax));
            _contexts.Add(new ProposedContext(instance.Id.SopClass, [instance.TransferSyntax]));
        }

        _items.Add(item);
        return true;
    }
}
