namespace Pacs.Core;

/// <summary>A node of a structured report's content tree: a name, a value of some type, and the nodes below (PS3.3 §C.17.3).</summary>
/// <remarks>One class for each value type; build a tree by nesting <see cref="Add(string, ContentItem)"/> calls. Not thread-safe.</remarks>
/// <param name="name">Concept Name; null where the standard lets it be absent.</param>
public abstract class ContentItem(CodedConcept? name)
{
    private readonly List<ContentItem> _children = [];

    /// <summary>What the value is of.</summary>
    public CodedConcept? Name { get; } = name;

    /// <summary>Value Type (0040,A040), e.g. TEXT.</summary>
    public abstract string ValueType { get; }

    /// <summary>How the item is related to the one above: a value of <see cref="SrRelationship"/>; empty for the root.</summary>
    public string Relationship { get; internal set; } = string.Empty;

    /// <summary>The items below, in order.</summary>
    public IReadOnlyList<ContentItem> Children => _children;

    /// <summary>When the observation was made, as DT text; null when nothing differs from the item above.</summary>
    public string? ObservationDateTime { get; set; }

    /// <summary>Identifies the observation across documents; null for most.</summary>
    public DicomUid? ObservationUid { get; set; }

    /// <summary>Appends an item below this one.</summary>
    /// <param name="relationship">A value of <see cref="SrRelationship"/>.</param>
    /// <param name="child">An item that is in no tree yet.</param>
    /// <returns>This item, to go on with.</returns>
    /// <exception cref="ArgumentException">The item is part of a tree already.</exception>
    public ContentItem Add(string relationship, ContentItem child)
    {
        ArgumentException.ThrowIfNullOrEmpty(relationship);
        ArgumentNullException.ThrowIfNull(child);
        if (child.Relationship.Length > 0) throw new ArgumentException("The item is part of a tree already.", nameof(child));
        child.Relationship = relationship;
        _children.Add(child);
        return this;
    }

    /// <summary>Appends an item that this one contains.</summary>
    public ContentItem Add(ContentItem child) => Add(SrRelationship.Contains, child);

    /// <summary>The first child with that name and of that class; null when there is none.</summary>
    public T? Find<T>(CodedConcept name) where T : ContentItem => FindAll<T>(name).FirstOrDefault();

    /// <summary>The children with that name and of that class, in order.</summary>
    public IEnumerable<T> FindAll<T>(CodedConcept name) where T : ContentItem => _children.OfType<T>().Where(child => name.IsSameAs(child.Name));

    /// <summary>This item and all below, an item before its children.</summary>
    public IEnumerable<ContentItem> WithDescendants()
    {
        var pending = new Stack<ContentItem>();
        pending.Push(this);
        while (pending.TryPop(out ContentItem? item))
        {
            yield return item;
            for (int i = item._children.Count - 1; i >= 0; i--) pending.Push(item._children[i]);
        }
    }

    /// <summary>Value type and name; never the value, which may be a patient's.</summary>
    public override string ToString() => $"{ValueType} {Name?.Meaning}";

    /// <summary>Sets the value's attributes.</summary>
    internal abstract void WriteValue(DicomDataset item);
}
