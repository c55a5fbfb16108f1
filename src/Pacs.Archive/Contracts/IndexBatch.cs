namespace Pacs.Archive;

/// <summary>Changes that an index applies together, or not at all.</summary>
/// <param name="Changes">In ascending order of <see cref="ArchiveChange.Sequence"/>.</param>
/// <param name="Checkpoint">Place in the blob store's log after these changes; the index remembers it in the same transaction.</param>
/// <param name="Durable">Whether the changes must survive a power cut once applied. Where the log is the truth they need not: they are applied again from it.</param>
public sealed record IndexBatch(IReadOnlyList<ArchiveChange> Changes, string Checkpoint, bool Durable);
