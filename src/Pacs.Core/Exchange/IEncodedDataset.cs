namespace Pacs.Core;

/// <summary>The encoded bytes of one data set, without preamble and file meta information, readable by range. What an archive hands to the network unparsed.</summary>
/// <remarks>Safe for one reader at a time. Dispose it to release its handle.</remarks>
public interface IEncodedDataset : IAsyncDisposable
{
    /// <summary>How the bytes are encoded.</summary>
    TransferSyntax TransferSyntax { get; }

    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads bytes from <paramref name="offset"/>; completes synchronously where the bytes are local.</summary>
    /// <param name="offset">In bytes from the start of the data set.</param>
    /// <param name="destination">Filled from its start.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>Bytes read: the size of <paramref name="destination"/> unless the end comes first.</returns>
    ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken ct);

    /// <summary>Reads consecutive bytes into several buffers with one call (scatter), so that gaps between them stay free for protocol headers.</summary>
    /// <returns>Bytes read in all.</returns>
    ValueTask<long> ReadAsync(long offset, IReadOnlyList<Memory<byte>> destinations, CancellationToken ct);
}
