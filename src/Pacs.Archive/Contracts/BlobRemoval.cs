using Pacs.Core;

namespace Pacs.Archive;

/// <summary>An object that a store no longer holds.</summary>
/// <param name="Sequence">See <see cref="BlobLogEntry"/>.</param>
/// <param name="Checkpoint">See <see cref="BlobLogEntry"/>.</param>
/// <param name="Address">Where it was.</param>
/// <param name="Id">What it was.</param>
/// <param name="RemovedAt">When the removal was committed.</param>
public sealed record BlobRemoval(long Sequence, string Checkpoint, BlobAddress Address, InstanceId Id, DateTimeOffset RemovedAt)
    : BlobLogEntry(Sequence, Checkpoint, Address);
