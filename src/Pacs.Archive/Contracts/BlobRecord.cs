namespace Pacs.Archive;

/// <summary>An object that a store holds: its header, its place, its size and the hash of its bytes.</summary>
/// <param name="Sequence">See <see cref="BlobLogEntry"/>.</param>
/// <param name="Checkpoint">See <see cref="BlobLogEntry"/>.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Header">What was given when writing began.</param>
/// <param name="DatasetLength">Length in bytes of the data set as received, without preamble and file meta information.</param>
/// <param name="ContentHash">XXH128 of those bytes.</param>
/// <param name="Replaces">The object that this one took the place of in the same commit, or null.</param>
public sealed record BlobRecord(
    long Sequence, string Checkpoint, BlobAddress Address, BlobHeader Header, long DatasetLength, UInt128 ContentHash, BlobAddress? Replaces)
    : BlobLogEntry(Sequence, Checkpoint, Address);
