using System.Buffers;

namespace Pacs.Archive;

/// <summary>Takes the bytes of one object. Write, finish, look, commit; disposing without a commit leaves nothing behind.</summary>
/// <remarks>For one caller at a time. The bytes are those of the data set; whatever the store puts around them is its own affair.</remarks>
public interface IBlobWriter : IAsyncDisposable
{
    /// <summary>Appends bytes; they are copied or written before the call completes. Completes synchronously while they fit in memory.</summary>
    /// <exception cref="BlobStoreException">No space, or the device failed.</exception>
    ValueTask WriteAsync(ReadOnlySequence<byte> bytes, CancellationToken ct);

    /// <summary>Says that all bytes are written. Whatever takes long is done here (a large object is flushed to its device), so that <see cref="CommitAsync"/> is short.</summary>
    /// <param name="contentHash">XXH128 of the bytes, kept with them.</param>
    /// <param name="ct">Cancels the wait; the writer is then to be disposed.</param>
    ValueTask FinishAsync(UInt128 contentHash, CancellationToken ct);

    /// <summary>Reads back what was written, between <see cref="FinishAsync"/> and <see cref="CommitAsync"/>.</summary>
    /// <returns>Bytes read: the size of <paramref name="destination"/> unless the end comes first.</returns>
    ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct);

    /// <summary>Makes the object part of the store. When it returns the object is durable: it survives the loss of the process and of power.</summary>
    /// <param name="replaces">An object that ceases to exist in the same commit, or null.</param>
    /// <exception cref="BlobStoreException">It was not committed; it may still turn up in the log after a crash, never half.</exception>
    ValueTask<BlobRecord> CommitAsync(BlobAddress? replaces);
}
