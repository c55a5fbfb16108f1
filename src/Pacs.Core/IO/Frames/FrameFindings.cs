namespace Pacs.Core;

/// <summary>What was found wrong with pixel data, some of it only when a frame was read. Safe from any thread.</summary>
internal sealed class FrameFindings
{
    private readonly Lock _lock = new();
    private FindingList _list;

    public void Add(FindingKind kind, DicomTag tag, long offset, string message)
    {
        lock (_lock) _list.Add(kind, tag, offset, message);
    }

    public IReadOnlyList<ValidationFinding> ToList()
    {
        lock (_lock) return [.. _list.ToList()];
    }
}
