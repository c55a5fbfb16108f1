namespace Pacs.Archive;

/// <summary>One segment of the log. Its handle is shared by all who read and write it, and counted: see <see cref="SegmentSet"/>.</summary>
internal sealed class SegmentFile(SegmentSet set, int number, string path)
{
    /// <summary>Numbers ascend in the order of use.</summary>
    public int Number { get; } = number;

    public string Path { get; } = path;

    /// <summary>Its first page; set when the segment is taken into use or first opened.</summary>
    public SegmentHeader Header { get; internal set; }

    /// <summary>A write or flush failed: what was written since the last good one may be lost, whatever a later flush says. Nothing more is acknowledged in it.</summary>
    public bool HasFailed { get; set; }

    /// <summary>A direct write was refused, not failed: no other is tried.</summary>
    public bool RefusesDirect { get; set; }

    // Owned by the set, under its lock.
    internal IStoreFile? File { get; set; }
    internal IDirectFile? Direct { get; set; }
    internal int References { get; set; }
    internal bool IsDeleted { get; set; }
    internal LinkedListNode<SegmentFile>? IdleNode { get; set; }

    /// <summary>Opens the file or joins those who have it open. Pair with <see cref="Release"/>.</summary>
    public IStoreFile Acquire() => set.Acquire(this);

    public void Release() => set.Release(this);
}
