namespace Pacs.Core;

/// <summary>Relates the item above to another item of the same tree, by its place (PS3.3 §C.17.3.2.5): has no value of its own.</summary>
/// <param name="path">Ordinal of the item at each level, the root being 1 and the first child 1.</param>
public sealed class ReferenceItem(IReadOnlyList<uint> path) : ContentItem(name: null)
{
    /// <summary>Ordinal of the item at each level, from the root.</summary>
    public IReadOnlyList<uint> Path { get; } = path;

    /// <summary>Empty: the value is the other item's.</summary>
    public override string ValueType => string.Empty;

    internal override void WriteValue(DicomDataset item) => item.SetUInt32(DicomTag.ReferencedContentItemIdentifier, [.. Path]);
}
