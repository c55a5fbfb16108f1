namespace Pacs.Archive;

/// <summary>One commit of a blob store: an object came (<see cref="BlobRecord"/>) or went (<see cref="BlobRemoval"/>).</summary>
/// <param name="Sequence">Order of the commits of this store: greater than that of every commit that had returned before this one began. Gaps are allowed.</param>
/// <param name="Checkpoint">The point after this commit, for <see cref="IBlobStore.ReadLogAsync"/>.</param>
/// <param name="Address">The object concerned.</param>
public abstract record BlobLogEntry(long Sequence, string Checkpoint, BlobAddress Address);
