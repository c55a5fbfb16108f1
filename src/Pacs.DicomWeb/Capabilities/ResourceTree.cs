namespace Pacs.DicomWeb;

/// <summary>The resources of the service as a tree of path segments, each with its methods.</summary>
internal sealed class ResourceTree
{
    private readonly List<ResourceTree> _children = [];
    private readonly List<DicomWebRoute> _methods = [];

    private ResourceTree(string segment, string path) => (Segment, Path) = (segment, path);

    /// <summary>The last part of the path, such as <c>{study}</c>; empty for the service itself.</summary>
    public string Segment { get; }

    /// <summary>The whole path below the service, without a slash in front.</summary>
    public string Path { get; }

    public IReadOnlyList<ResourceTree> Children => _children;

    public IReadOnlyList<DicomWebRoute> Methods => _methods;

    /// <summary>What an answer's Allow header says (RFC 9110 §10.2.1).</summary>
    public string Allow => string.Join(", ", _methods.SelectMany(m => m.Method == "GET" ? (string[])["GET", "HEAD"] : [m.Method]).Append("OPTIONS").Distinct());

    public static ResourceTree Of(IEnumerable<DicomWebRoute> routes)
    {
        var root = new ResourceTree(string.Empty, string.Empty);
        foreach (DicomWebRoute route in routes)
        {
            ResourceTree node = root;
            foreach (string segment in SegmentsOf(route.Pattern)) node = node.ChildOf(segment);
            node._methods.Add(route);
        }

        return root;
    }

    /// <summary>The resource of a route's pattern, which is in the tree.</summary>
    public ResourceTree Find(string pattern) => SegmentsOf(pattern).Aggregate(this, (node, segment) => node.ChildOf(segment));

    // A parameter that takes the rest of the path is written like any other.
    private static string[] SegmentsOf(string pattern) => pattern.Replace("**", string.Empty, StringComparison.Ordinal).Split('/', StringSplitOptions.RemoveEmptyEntries);

    private ResourceTree ChildOf(string segment)
    {
        if (_children.Find(c => c.Segment == segment) is { } known) return known;
        var child = new ResourceTree(segment, Path.Length == 0 ? segment : $"{Path}/{segment}");
        _children.Add(child);
        return child;
    }
}
