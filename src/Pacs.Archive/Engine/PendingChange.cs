namespace Pacs.Archive;

/// <summary>An acknowledged change on its way to the index.</summary>
internal sealed class PendingChange(ArchiveChange change, string checkpoint, bool freesSpace, long since, TaskCompletionSource? applied)
{
    public ArchiveChange Change => change;

    public string Checkpoint => checkpoint;

    /// <summary>Whether an object went with it, so that the store may have something to reclaim once the index knows.</summary>
    public bool FreesSpace => freesSpace;

    /// <summary>Time stamp of the acknowledgement, for the lag.</summary>
    public long Since => since;

    /// <summary>Told when the index holds it durably; null where nobody waits for that.</summary>
    public TaskCompletionSource? Applied => applied;
}
