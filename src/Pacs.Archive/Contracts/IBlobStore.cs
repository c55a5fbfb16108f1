using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Keeps the encoded bytes of instances, whole and unchanged, and the order in which they came. Knows nothing of patients and studies.</summary>
/// <remarks>Safe for any number of callers. The contract suite <c>BlobStoreContract</c> in Pacs.Testing proves an implementation.</remarks>
public interface IBlobStore : IAsyncDisposable
{
    /// <summary>
    /// True: the log of the store is the truth and an index may lag behind it, since <see cref="ReadLogAsync"/> from a checkpoint brings it up.
    /// False: the index must be durable before an object is acknowledged.
    /// </summary>
    bool IndexFollows { get; }

    /// <summary>Begins an object. Nothing is visible, and nothing is left behind after a crash, until its writer commits.</summary>
    /// <exception cref="BlobStoreException">No space, or the device failed.</exception>
    ValueTask<IBlobWriter> BeginAsync(BlobHeader header, CancellationToken ct);

    /// <summary>Opens the data set bytes of an object. The caller disposes the result; a removal meanwhile does not disturb it.</summary>
    /// <exception cref="BlobStoreException">There is no such object (<see cref="BlobFault.Missing"/>), or its record is damaged (<see cref="BlobFault.Corrupt"/>).</exception>
    ValueTask<IEncodedDataset> OpenAsync(BlobAddress address, CancellationToken ct);

    /// <summary>Removes an object; durable when it returns. Its space is given back when the store sees fit.</summary>
    /// <returns>The commit, or null when there was no such object.</returns>
    ValueTask<BlobRemoval?> RemoveAsync(BlobAddress address, CancellationToken ct);

    /// <summary>Reads commits in their order up to a point that includes all that had returned when the call was made.</summary>
    /// <param name="afterCheckpoint">Where to begin; null for the first commit. What was removed since may be left out.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <remarks>An object in the log is whole: its bytes have been checked against their hash.</remarks>
    IAsyncEnumerable<BlobLogEntry> ReadLogAsync(string? afterCheckpoint, CancellationToken ct);

    /// <summary>Says that the index holds everything up to a checkpoint durably. The store may now forget what was removed before, and use its space.</summary>
    ValueTask TrimAsync(string checkpoint, CancellationToken ct);
}
