using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>Keys and attributes within sequences, gathered from their paths: one sequence key each.</summary>
internal sealed class SequenceKeys
{
    private readonly Node _root = new();

    /// <summary>The outermost sequences.</summary>
    public IEnumerable<DicomTag> Roots => _root.Children.Keys;

    public void Include(DicomTag[] path) => _root.Walk(path.AsSpan(0, path.Length - 1)).Tags.Add(path[^1]);

    /// <exception cref="DicomDataException">The value is none of the attribute's VR.</exception>
    public void Match(DicomTag[] path, string value, MatchingRules matching)
    {
        Node parent = _root.Walk(path.AsSpan(0, path.Length - 1));
        parent.Tags.Add(path[^1]);
        // The query's own parser knows what a key of each VR is.
        parent.Keys.AddRange(matching.AddTo(DicomQuery.Instances(), path[^1], value).Keys);
    }

    public DicomQuery AddTo(DicomQuery query)
    {
        foreach ((DicomTag tag, Node node) in _root.Children) query = query.Match(node.ToKey(tag));
        return query;
    }

    private sealed class Node
    {
        public SortedDictionary<DicomTag, Node> Children { get; } = [];

        public SortedSet<DicomTag> Tags { get; } = [];

        public List<QueryKey> Keys { get; } = [];

        public Node Walk(ReadOnlySpan<DicomTag> path)
        {
            Node node = this;
            foreach (DicomTag tag in path)
            {
                if (!node.Children.TryGetValue(tag, out Node? child)) node.Children.Add(tag, child = new Node());
                node.Tags.Add(tag);
                node = child;
            }

            return node;
        }

        public SequenceQueryKey ToKey(DicomTag tag) => new(tag, [.. Keys, .. Children.Select(c => c.Value.ToKey(c.Key))], [.. Tags]);
    }
}
