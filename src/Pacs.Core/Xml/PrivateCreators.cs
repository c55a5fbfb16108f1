namespace Pacs.Core;

/// <summary>The private creators of the data set and of the items that a walk is in (PS3.5 §7.8.1).</summary>
internal sealed class PrivateCreators
{
    private readonly Stack<Dictionary<uint, string>?> _levels = new([null]);

    public void Begin() => _levels.Push(null);

    public void End() => _levels.Pop();

    public void Add(DicomTag creator, string name)
    {
        if (name.Length == 0) return;
        Dictionary<uint, string> level = _levels.Pop() ?? [];
        level[Key(creator.Group, creator.Element)] = name;
        _levels.Push(level);
    }

    /// <summary>Who reserved the block of a private element; null where nobody did, and for all that is no private element.</summary>
    public string? Find(DicomTag tag) =>
        tag.IsPrivate && tag.Element >= 0x1000 && _levels.Peek() is { } level ? level.GetValueOrDefault(Key(tag.Group, tag.Element >> 8)) : null;

    private static uint Key(int group, int block) => (uint)(group << 8 | block);
}
