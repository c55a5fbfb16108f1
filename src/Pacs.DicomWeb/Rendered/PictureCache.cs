namespace Pacs.DicomWeb;

/// <summary>Pictures made lately, by their tag: a worklist shows the same thumbnails to everybody.</summary>
internal sealed class PictureCache(long limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Tag, ReadOnlyMemory<byte> Bytes)>> _byTag = [];
    private readonly LinkedList<(string Tag, ReadOnlyMemory<byte> Bytes)> _recent = [];
    private long _length;

    public ReadOnlyMemory<byte>? Find(string tag)
    {
        lock (_lock)
        {
            if (!_byTag.TryGetValue(tag, out LinkedListNode<(string Tag, ReadOnlyMemory<byte> Bytes)>? node)) return null;
            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Bytes;
        }
    }

    /// <summary>Whether a picture of so many bytes would be kept: one that is small against the limit.</summary>
    public bool Takes(int length) => length <= limit / 16;

    /// <summary>Keeps a picture if it takes it.</summary>
    public void Add(string tag, ReadOnlyMemory<byte> bytes)
    {
        if (!Takes(bytes.Length)) return;
        lock (_lock)
        {
            if (_byTag.ContainsKey(tag)) return;
            _byTag.Add(tag, _recent.AddFirst((tag, bytes)));
            _length += bytes.Length;
            while (_length > limit && _recent.Last is { } last)
            {
                _recent.RemoveLast();
                _byTag.Remove(last.Value.Tag);
                _length -= last.Value.Bytes.Length;
            }
        }
    }
}
