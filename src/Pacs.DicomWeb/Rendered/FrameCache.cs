namespace Pacs.DicomWeb;

/// <summary>Frames drawn lately, decoded: who looks at an image changes its window again and again.</summary>
/// <remarks>What is kept counts for the content it was made of, whatever instance has it.</remarks>
internal sealed class FrameCache(long limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(UInt128 Content, int Frame), LinkedListNode<(UInt128 Content, ReadyFrame Frame)>> _byContent = [];
    private readonly LinkedList<(UInt128 Content, ReadyFrame Frame)> _recent = [];
    private long _length;

    /// <summary>A frame that is kept, for the caller to dispose; null when it is not.</summary>
    /// <param name="content">Hash of the image's content.</param>
    /// <param name="frame">From 0.</param>
    public ReadyFrame? Find(UInt128 content, int frame)
    {
        lock (_lock)
        {
            if (!_byContent.TryGetValue((content, frame), out LinkedListNode<(UInt128 Content, ReadyFrame Frame)>? node)) return null;
            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Frame.Share();
        }
    }

    /// <summary>Keeps a frame that is not larger than all that is kept. The caller's hold of it stays the caller's.</summary>
    public void Add(UInt128 content, ReadyFrame frame)
    {
        if (frame.Length > limit) return;
        lock (_lock)
        {
            if (_byContent.ContainsKey((content, frame.Frame))) return;
            _byContent.Add((content, frame.Frame), _recent.AddFirst((content, frame.Share())));
            _length += frame.Length;
            while (_length > limit && _recent.Last is { } last)
            {
                _recent.RemoveLast();
                _byContent.Remove((last.Value.Content, last.Value.Frame.Frame));
                _length -= last.Value.Frame.Length;
                last.Value.Frame.Dispose();
            }
        }
    }
}
